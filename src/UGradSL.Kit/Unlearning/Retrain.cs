namespace Unlearn;

/// <summary>
/// Retrain: new weights, trained on D_r alone. The yardstick: every other method is measured by its distance to this one
/// (paper, section 3, "exact MU", and appendix D.2).
/// </summary>
[Method("the definition of exact unlearning", Needs.Retain)]
public sealed record Retrain : Unlearner
{
    /// <summary>How it is trained: as the original was.</summary>
    public TrainSettings Training { get; init; } = new();

    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        using var training = Begin(net, data, rng);
        foreach (var step in training.Steps()) yield return step;
    }

    /// <summary>The same as a training that can be saved after any step and gone on with; the caller disposes it.</summary>
    /// <exception cref="ArgumentException">A setting outside its range.</exception>
    public TrainingRun Begin(Net net, ForgetSplit data, Generator rng)
    {
        Check();
        net.Reset(Seeds.Draw(rng));
        return new(net, data.Retain, Training, rng);
    }

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Trainer.Steps(data.Retain, Training.BatchSize, Training.Epochs);

    /// <inheritdoc/>
    public override long SamplesPassed(ForgetSplit data) => (long)Steps(data) * Training.BatchSize;

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        Training.Check();
    }
}
