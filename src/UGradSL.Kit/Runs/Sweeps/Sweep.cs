using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Unlearn;

/// <summary>
/// Does units of work, each once: what the store holds is read, what another process works on is waited for, and the rest is done. Killed
/// at any moment and begun again it goes on; a long training goes on from its last saved state, to the same weights.
/// </summary>
/// <param name="Units">In the order in which they are done and yielded, as far as no other process has them.</param>
/// <param name="Store">Where results lie.</param>
public sealed record Sweep(IReadOnlyList<SweepUnit> Units, UnitStore Store)
{
    /// <summary>The file of a unit that holds its <see cref="UnitResult"/>.</summary>
    public const string ResultFile = "result.json";

    /// <summary>The file of an original's or a retrained network's weights.</summary>
    public const string WeightsFile = "weights.safetensors";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Whether the weights of every method are kept, not only of originals and retrained networks.</summary>
    public bool KeepWeights { get; init; }

    /// <summary>How often a long training keeps its state.</summary>
    public TimeSpan BetweenStates { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Does what is left, lazily, and yields every unit's result. Throw from <paramref name="onProgress"/> to stop.</summary>
    /// <exception cref="ArgumentException">A setting outside its range.</exception>
    public IEnumerable<UnitResult> Run(Action<Progress>? onProgress = null)
    {
        using var desk = new Desk();
        var pace = new Pace(onProgress);
        IReadOnlyDictionary<SweepUnit, SweepWork>? ahead = null;
        for (List<SweepUnit> left = [.. Units]; left.Count > 0;)
        {
            var before = left.Count;
            foreach (var unit in left.ToList())
            {
                if (Read(unit) is not { } result)
                {
                    if (ahead is null) pace.Expect((ahead = SweepWork.Ahead(left, Store, desk)).Values.Sum(work => work.Samples));
                    if (Do(unit, desk, pace) is not { } done) continue; // another process is at it
                    result = done;
                }
                left.Remove(unit);
                pace.End(ahead?.GetValueOrDefault(unit).Samples ?? 0);
                yield return result;
            }
            if (left.Count == before) Thread.Sleep(BetweenLooks);
        }
    }

    /// <summary>A unit's result if it is there, without doing anything.</summary>
    public UnitResult? Read(SweepUnit unit) => Store.Find(unit.Key) is { } stored ? Result(unit, stored) : null;

    /// <summary>Writes down every unit, so that <c>ugradsl unit ADDRESS</c> can do it in any process that sees the store.</summary>
    public void Declare()
    {
        foreach (var unit in Units) Store.Declare(unit.Key);
    }

    /// <summary>The result that a stored unit holds.</summary>
    /// <exception cref="InvalidDataException">It is no run, or its files cannot be read.</exception>
    public static UnitResult Result(StoredUnit stored) => Result(SweepUnit.Of(stored.Key), stored);

    private static UnitResult Result(SweepUnit unit, StoredUnit stored) => stored.Read<UnitResult>(ResultFile) with { Unit = unit };

    private UnitResult? Do(SweepUnit unit, Desk desk, Pace pace)
    {
        using var claim = Store.TryClaim(unit.Key);
        if (claim is null) return null;
        var split = desk.Split(unit);
        if (Original(unit, desk, split, pace) is not { } original) return null;
        return Result(unit, Named(unit, () => Store.Do(unit.Key, folder =>
        {
            using var net = original.Clone();
            var cost = unit.Method is null ? new Cost(0, 0) : Apply(unit, unit.Method, net, split, pace);
            Scores scores;
            using (var outputs = NetworkOutputs.Of(net, split))
            {
                scores = outputs.Score(cost.Seconds);
                foreach (var (name, set) in ((string, Outputs)[])[("forget", outputs.Forget), ("retain", outputs.Retain), ("test", outputs.Test)])
                    SafeTensors.Save(Path.Combine(folder, name + ".safetensors"), new Dictionary<string, Tensor> { ["logits"] = set.Logits, ["labels"] = set.Labels }, new Dictionary<string, string>());
            }
            if (KeepWeights || unit.Method is Retrain || (unit.Method is null && unit.Shadow is null)) Checkpoint.Save(net, Path.Combine(folder, WeightsFile), split, unit.Training, new(unit.Data, unit.Network));
            var result = new UnitResult(unit, split.Hash, split.Description, scores, Recalibrated(unit.Method, net, split, cost.Seconds), cost, UnitEnvironment.Now);
            WholeFile.Write(Path.Combine(folder, ResultFile), JsonSerializer.Serialize(result, Json.Indented) + "\n");
        })));
    }

    /// <exception cref="ArgumentException">A setting outside its range or a network that has diverged; the message names the unit.</exception>
    private static T Named<T>(SweepUnit unit, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{unit}: {e.Message}", e);
        }
    }

    /// <summary>The unit's original with its weights, read or trained; null while another process trains it. It stays the desk's.</summary>
    private Net? Original(SweepUnit unit, Desk desk, ForgetSplit split, Pace pace)
    {
        var key = unit.OriginalKey;
        if (desk.Original(key) is { } known) return known;
        if (Store.Find(key) is not { } stored)
        {
            using var claim = Store.TryClaim(key);
            if (claim is null) return null;
            stored = Store.Do(key, folder =>
            {
                using var net = unit.Network.For(desk.Data(unit.Data), unit.TrainingSeed);
                using var rng = Seeds.Stream(unit.TrainingSeed, "original");
                using (var training = new TrainingRun(net, split.Train, unit.Training, rng))
                    Train(training, key, (unit with { Method = null }).Title, unit, net, split, pace);
                Weights.Save(net, Path.Combine(folder, WeightsFile));
            });
            File.Delete(Store.StateOf(key));
        }
        var original = unit.Network.For(desk.Data(unit.Data));
        Weights.Load(original, stored.File(WeightsFile));
        return desk.Keep(key, original);
    }

    /// <summary>Runs the method on <paramref name="net"/>.</summary>
    private Cost Apply(SweepUnit unit, Unlearner method, Net net, ForgetSplit split, Pace pace)
    {
        using var rng = Seeds.Stream(unit.TrainingSeed, "order");
        if (method is Retrain retrain)
        {
            using var training = retrain.Begin(net, split, rng);
            var cost = Train(training, unit.Key, unit.Title, unit, net, split, pace);
            File.Delete(Store.StateOf(unit.Key));
            return cost with { Samples = (long)split.Retain.Count * retrain.Training.Epochs };
        }
        pace.Begin(unit.Title, unit.Seed, method.Steps(split));
        return Unlearn.Run.Take(unit.Title, method.Run(net, split, rng), method.Steps(split), net, split, unit.Seed, new Meter(0), pace.Step).Cost;
    }

    /// <summary>Takes the steps that are left, keeping the state now and then; the seconds of earlier calls are counted, their samples are not.</summary>
    private Cost Train(TrainingRun training, UnitKey key, string name, SweepUnit unit, Net net, ForgetSplit split, Pace pace)
    {
        var (saved, clock, earlier) = (new SavedTraining(training, Store.StateOf(key), BetweenStates), Store.StateOf(key) + ".seconds", 0.0);
        try
        {
            if (saved.TryGoOn() && File.Exists(clock)) earlier = double.Parse(File.ReadAllText(clock), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            Store.OnDamage?.Invoke($"{e.Message} {name} begins anew.");
            saved.Finish();
        }
        pace.Begin(name, unit.Seed, training.Count, training.Done);
        var (watch, kept) = (Stopwatch.StartNew(), saved.Kept);
        var cost = Unlearn.Run.Take(name, saved.Steps(), training.Count, net, split, unit.Seed, new Meter(0), step =>
        {
            if (saved.Kept > kept) WholeFile.Write(clock, (earlier + watch.Elapsed.TotalSeconds).ToString("R", CultureInfo.InvariantCulture));
            kept = saved.Kept;
            pace.Step(step);
        }).Cost;
        File.Delete(clock);
        return cost with { Seconds = earlier + cost.Seconds };
    }

    /// <param name="method">What was run.</param>
    /// <param name="net">Changed.</param>
    /// <param name="split">Whose D_r.</param>
    /// <param name="seconds">What the method took; taking the statistics comes on top.</param>
    private static Scores? Recalibrated(Unlearner? method, Net net, ForgetSplit split, double seconds)
    {
        if (method is not AscendingUnlearner || !net.modules().OfType<TorchSharp.Modules.BatchNorm2d>().Any()) return null;
        var watch = Stopwatch.StartNew();
        BatchNorm.Recalibrate(net, split.Retain);
        seconds += watch.Elapsed.TotalSeconds;
        using var outputs = NetworkOutputs.Of(net, split);
        return outputs.Score(seconds);
    }
}
