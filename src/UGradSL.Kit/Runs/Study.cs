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
    /// <param name="onNetwork">Called with each run of the first seed and the network it left, which lives until the call returns.</param>
    /// <exception cref="ArgumentException">At the first run: a setting of a method outside its range, or an empty D_f or D_r.</exception>
    public IEnumerable<Run> Runs(Dataset data, Net network, RunStore? store = null, Action<Progress>? onProgress = null, Action<Run, Net>? onNetwork = null)
    {
        foreach (var method in Methods) method.Check();
        var pace = new Pace(onProgress);
        foreach (var seed in Seeds)
        {
            var split = Forgetting.Split(data, seed);
            var ofOriginal = (long)split.Train.Count * Training.Epochs;
            if (seed == Seeds[0]) pace.Expect(Seeds.Count * (ofOriginal + Methods.Sum(method => method.SamplesPassed(split))));
            using var original = network.Clone();
            var shown = seed == Seeds[0] ? onNetwork : null;
            var first = store?.FindOriginal(this, seed, split, original) ?? TrainOriginal(original, split, seed, store, pace);
            pace.End(ofOriginal);
            shown?.Invoke(first, original);
            yield return first;
            foreach (var method in Methods)
            {
                var run = Apply(method, original, split, seed, store, pace, shown);
                pace.End(method.SamplesPassed(split));
                yield return run;
            }
        }
    }

    private Run TrainOriginal(Net original, ForgetSplit split, int seed, RunStore? store, Pace pace)
    {
        original.Reset(seed);
        pace.Begin("Original", seed, Trainer.Steps(split.Train, Training.BatchSize, Training.Epochs));
        var run = Run.Original(original, split, Training, seed, Meter, pace.Step);
        store?.Keep(this, run, split, original);
        return run;
    }

    private Run Apply(Unlearner method, Net original, ForgetSplit split, int seed, RunStore? store, Pace pace, Action<Run, Net>? onNetwork)
    {
        if (onNetwork is null && store?.Find(this, method, seed, split) is { } kept) return kept;
        using var net = original.Clone();
        var run = onNetwork is null ? null : store?.Find(this, method, seed, split, net);
        if (run is null)
        {
            pace.Begin(method.GetType().Name, seed, method.Steps(split));
            run = Run.Of(method, net, split, seed, Meter, pace.Step);
            if (onNetwork is null) store?.Keep(this, run);
            else store?.Keep(this, run, split, net);
        }
        onNetwork?.Invoke(run, net);
        return run;
    }
}
