using System.Diagnostics;

namespace Unlearn;

/// <summary>
/// Training whose state is in a file, so that the same call after a kill goes on. What is saved takes the place of the state before only
/// when a later step has shown that the loss of its weights is good: training that comes apart leaves the last good state.
/// </summary>
/// <param name="training">What is trained; it stays the caller's.</param>
/// <param name="state">The file.</param>
/// <param name="every">Time between two saved states.</param>
public sealed class SavedTraining(TrainingRun training, string state, TimeSpan every)
{
    private string Unseen => Path.ChangeExtension(state, ".unseen.safetensors");

    /// <summary>The step after which the file's state was saved; 0 where there is none.</summary>
    public int Kept { get; private set; }

    /// <summary>Takes up the file's state, if it is there.</summary>
    /// <exception cref="InvalidDataException">A truncated or foreign file, or another network, data set or setting; nothing has changed then.</exception>
    public bool TryGoOn()
    {
        if (!File.Exists(state)) return false;
        training.Load(state);
        Kept = training.Done;
        return true;
    }

    /// <summary>Saves now: for whoever stops.</summary>
    public void Save()
    {
        training.Save(state);
        Kept = training.Done;
    }

    /// <summary>The steps that are left, lazily.</summary>
    /// <exception cref="ArithmeticException">As of <see cref="TrainingRun.Steps"/>.</exception>
    public IEnumerable<Step> Steps()
    {
        var (sinceSaved, unseen) = (Stopwatch.StartNew(), 0);
        try
        {
            foreach (var step in training.Steps())
            {
                yield return step;
                if (unseen > 0 && training.Seen > unseen)
                {
                    File.Move(Unseen, state, overwrite: true);
                    (Kept, unseen) = (unseen, 0);
                }
                if (unseen > 0 || sinceSaved.Elapsed < every) continue;
                training.Save(Unseen);
                unseen = training.Done;
                sinceSaved.Restart();
            }
        }
        finally
        {
            File.Delete(Unseen);
        }
    }

    /// <summary>Training is over and its weights are kept: nothing is left to go on with.</summary>
    public void Finish()
    {
        File.Delete(state);
        File.Delete(Unseen);
    }
}
