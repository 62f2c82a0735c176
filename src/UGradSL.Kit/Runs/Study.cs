namespace Unlearn;

/// <summary>A comparison: one way to forget, several seeds, the same methods for each. Its record is all that is needed to run it again.</summary>
/// <param name="Forgetting">How D_f is chosen.</param>
/// <param name="Methods">Run on a copy of the original network, each alone. One of them should be <see cref="Retrain"/>.</param>
/// <param name="Training">How the original is trained.</param>
/// <param name="Seeds">Each seeds a split, an original network and every method's order.</param>
/// <param name="Meter">What is measured.</param>
public sealed record Study(Forgetting Forgetting, IReadOnlyList<Unlearner> Methods, TrainSettings Training, IReadOnlyList<int> Seeds, Meter Meter)
{
    /// <summary>
    /// Runs it, lazily: each run is yielded as soon as it is done, the original of a seed before its methods. Runs that
    /// <paramref name="store"/> holds are not done again. Throw from <paramref name="onProgress"/> to stop.
    /// </summary>
    /// <param name="data">The data set; it stays the caller's.</param>
    /// <param name="network">The architecture; its weights are not touched.</param>
    /// <param name="store">Where finished runs are kept, if anywhere.</param>
    /// <param name="onProgress">Called after each step.</param>
    /// <exception cref="ArgumentException">At the first run: a setting of a method outside its range, or an empty D_f or D_r.</exception>
    public IEnumerable<Run> Runs(Dataset data, Net network, RunStore? store = null, Action<Progress>? onProgress = null)
    {
        foreach (var method in Methods) method.Check();
        var pace = new Pace(Seeds.Count * (Methods.Count + 1), onProgress);
        foreach (var seed in Seeds)
        {
            var split = Forgetting.Split(data, seed);
            using var original = network.Clone();
            yield return store?.FindOriginal(this, seed, split, original) ?? TrainOriginal(original, split, seed, store, pace);
            foreach (var method in Methods)
                yield return store?.Find(this, method, seed, split) ?? Apply(method, original, split, seed, store, pace);
        }
    }

    private Run TrainOriginal(Net original, ForgetSplit split, int seed, RunStore? store, Pace pace)
    {
        original.Reset(seed);
        pace.Begin("Original", seed, Trainer.Steps(split.Train, Training.BatchSize, Training.Epochs));
        var run = Run.Original(original, split, Training, seed, Meter, pace.Step);
        pace.End();
        store?.Keep(this, run, split, original);
        return run;
    }

    private Run Apply(Unlearner method, Net original, ForgetSplit split, int seed, RunStore? store, Pace pace)
    {
        using var net = original.Clone();
        pace.Begin(method.GetType().Name, seed, method.Steps(split));
        var run = Run.Of(method, net, split, seed, Meter, pace.Step);
        pace.End();
        store?.Keep(this, run);
        return run;
    }
}
