using System.Diagnostics;

namespace Unlearn;

/// <summary>One method, on one split, with one seed: what it did and what it left.</summary>
/// <param name="Method">"Original", or the method's record name: "UGradSLPlus".</param>
/// <param name="Settings">The method's record; null for the original network.</param>
/// <param name="Seed">The seed of split, initialisation and order.</param>
/// <param name="Split">The split's hash.</param>
/// <param name="Scores">UA, MIA, RA, TA, H and RTE. RTE leaves out all measuring.</param>
/// <param name="Steps">Every optimizer step.</param>
/// <param name="Curve">Accuracies measured along the way.</param>
/// <param name="Forgotten">What the network says in the end of the first images of D_f.</param>
public sealed record Run(
    string Method,
    [property: System.Text.Json.Serialization.JsonIgnore] Unlearner? Settings,
    int Seed,
    string Split,
    Scores Scores,
    IReadOnlyList<Step> Steps,
    IReadOnlyList<CurvePoint> Curve,
    IReadOnlyList<Prediction> Forgotten)
{
    /// <summary>How many images of D_f a run keeps the predictions of.</summary>
    public const int ForgottenImages = 12;

    /// <summary>
    /// The largest memory that the process held while the method ran, measuring for the curve included, bytes; null where the system does not tell.
    /// It is not kept with the run: it belongs to the process that ran it.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long? PeakBytes { get; init; }

    /// <summary>What it took, for <see cref="Measured"/>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Cost Cost => new(Scores.RTE, Steps.Sum(step => (long)step.Images), PeakBytes);

    /// <summary>Which batches moved BatchNorm's statistics, for a method that climbs; null for the others.</summary>
    public BatchNormStatistics? BatchNorm => (Settings as AscendingUnlearner)?.BatchNorm;

    /// <summary>One line: "seed 0 · UGradSL+ · UA 100.0 · MIA 100.0 · RA 91.0 · TA 89.2 · H 1.21 · 1.1 s".</summary>
    public override string ToString() =>
        $"seed {Seed} · {Name} · "
        + $"UA {Scores.UA:0.0} · MIA {Scores.MIA:0.0} · RA {Scores.RA:0.0} · TA {Scores.TA:0.0} · H {Scores.H:0.00} · {Scores.RTE:0.0} s";

    /// <summary>Whether BatchNorm's statistics were taken anew on D_r before the network was scored.</summary>
    public bool Recalibrated { get; init; }

    /// <summary>The paper's name, and in parentheses the literal reading of BatchNorm and what was recalibrated: "UGradSL+ (BN both, recalibrated)".</summary>
    public string Name => NameWith([]);

    /// <summary>The name with more in its parentheses.</summary>
    internal string NameWith(IEnumerable<string> more) => Settings is null ? Methods.PaperName(Method) : Methods.Title(Settings, [.. more, .. Recalibrated ? (string[])["recalibrated"] : []]);

    /// <summary>Runs <paramref name="method"/> on <paramref name="net"/>, in place, and scores it.</summary>
    public static Run Of(Unlearner method, Net net, ForgetSplit split, int seed, Meter meter, Action<Step>? onStep = null)
    {
        using var rng = Seeds.Stream(seed, "order");
        return Of(method.GetType().Name, method, method.Run(net, split, rng), method.Steps(split), net, split, seed, meter, onStep);
    }

    /// <summary>Trains <paramref name="net"/> on D_tr, in place, and scores it: the row "Original".</summary>
    public static Run Original(Net net, ForgetSplit split, TrainSettings training, int seed, Meter meter, Action<Step>? onStep = null)
    {
        using var rng = Seeds.Stream(seed, "original");
        var steps = Trainer.Steps(split.Train, training.BatchSize, training.Epochs);
        return Of("Original", null, Trainer.Run(net, split.Train, training, rng), steps, net, split, seed, meter, onStep);
    }

    private static Run Of(
        string name, Unlearner? method, IEnumerable<Step> run, int expected, Net net, ForgetSplit split, int seed, Meter meter, Action<Step>? onStep)
    {
        var taken = Take(name, run, expected, net, split, seed, meter, onStep);
        return new(name, method, seed, split.Hash, Meter.Score(net, split, taken.Time), taken.Steps, taken.Curve, Meter.Forgotten(net, split, ForgottenImages)) { PeakBytes = taken.PeakBytes };
    }

    /// <summary>Takes the steps of <paramref name="run"/>; the time leaves out all measuring.</summary>
    /// <exception cref="ArithmeticException">A loss that is no finite number.</exception>
    internal static Taken Take(
        string name, IEnumerable<Step> run, int expected, Net net, ForgetSplit split, int seed, Meter meter, Action<Step>? onStep)
    {
        List<Step> steps = [];
        List<CurvePoint> curve = [meter.Measure(net, split, 0)];
        var told = PeakMemory.Reset();
        var watch = Stopwatch.StartNew();
        foreach (var step in run)
        {
            steps.Add(step);
            if (!double.IsFinite(step.Loss))
                throw new ArithmeticException($"{name}, seed {seed}: the loss is {step.Loss} at step {steps.Count}: lower the learning rate, or α towards 0.");
            watch.Stop();
            onStep?.Invoke(step);
            if (meter.IsDue(steps.Count, expected)) curve.Add(meter.Measure(net, split, steps.Count));
            watch.Start();
        }
        watch.Stop();
        return new(steps, curve, watch.Elapsed, told ? PeakMemory.Read() : null);
    }
}

/// <summary>Accuracies along a run, in percent, on parts of the three sets.</summary>
/// <param name="Step">Optimizer steps taken.</param>
/// <param name="Forget">On D_f.</param>
/// <param name="Retain">On D_r.</param>
/// <param name="Test">On the split's test set.</param>
public readonly record struct CurvePoint(int Step, double Forget, double Retain, double Test);

/// <summary>What a network says of one image.</summary>
/// <param name="Label">The most probable class.</param>
/// <param name="Confidence">Its probability.</param>
/// <param name="Truth">The probability of the true class.</param>
public readonly record struct Prediction(int Label, double Confidence, double Truth);

/// <summary>What taking the steps of a run gave.</summary>
/// <param name="Steps">Every one.</param>
/// <param name="Curve">Accuracies along the way.</param>
/// <param name="Time">Without measuring.</param>
/// <param name="PeakBytes">As <see cref="Cost"/> has it.</param>
internal sealed record Taken(IReadOnlyList<Step> Steps, IReadOnlyList<CurvePoint> Curve, TimeSpan Time, long? PeakBytes)
{
    /// <summary>Time, samples and memory.</summary>
    public Cost Cost => new(Time.TotalSeconds, Steps.Sum(step => (long)step.Images), PeakBytes);
}
