namespace Unlearn;

/// <summary>
/// The direct question behind Theorem 2, asked of the method itself and not of its approximation: how far from the retrained network does
/// UGradSL end, ‖θ_r − θ(α)‖, for each smoothing rate α? Every α starts from the original with the same order of samples.
/// </summary>
/// <param name="Method">All its settings but α.</param>
/// <param name="Seed">Of the order.</param>
/// <param name="AtOriginal">‖θ_r − θ_tr‖, before anything is unlearned.</param>
/// <param name="Points">In the order of α.</param>
public sealed record DistanceCurve(UGradSL Method, int Seed, double AtOriginal, IReadOnlyList<DistancePoint> Points)
{
    /// <summary>Runs the method once for each α.</summary>
    /// <param name="method">UGradSL or UGradSL+; its α is not read, and positive ones are allowed.</param>
    /// <param name="original">Trained on D_tr; left as it is.</param>
    /// <param name="retrained">Trained on D_r; left as it is.</param>
    /// <param name="split">Who is forgotten.</param>
    /// <param name="alphas">0 and at least one below, to be compared with 0.</param>
    /// <param name="seed">Of the order.</param>
    /// <param name="known">Points of an earlier, interrupted call with the same arguments.</param>
    /// <param name="onPoint">Called with the curve so far after each α.</param>
    /// <param name="onStep">Called after each optimizer step; throw from it to stop.</param>
    /// <exception cref="ArgumentException">No α = 0, none below, an α above 1, or a setting outside its range.</exception>
    /// <exception cref="ArithmeticException">A run's loss is no finite number any more.</exception>
    public static DistanceCurve Of(
        UGradSL method, Net original, Net retrained, ForgetSplit split, IReadOnlyList<double> alphas, int seed = 0,
        IReadOnlyList<DistancePoint>? known = null, Action<DistanceCurve>? onPoint = null, Action<double, Step>? onStep = null)
    {
        if (!alphas.Contains(0) || !alphas.Any(a => a < 0))
            throw new ArgumentException($"α of {string.Join(", ", alphas)}: 0 and at least one below are needed, to see whether negative smoothing brings the network nearer.");
        using var scope = NewDisposeScope();
        var goal = ParameterBlock.All(retrained).Read();                                 // θ_r [P]
        double Distance(Net net) => (goal - ParameterBlock.All(net).Read()).Norm();
        var curve = new DistanceCurve(method, seed, Distance(original), []);
        foreach (var alpha in alphas.Distinct().Order())
        {
            using var one = NewDisposeScope();
            var point = known?.FirstOrDefault(p => p.Alpha == alpha) ?? new(alpha, Run(method with { Alpha = alpha, AllowPositive = true }, original, split, seed, onStep, Distance));
            curve = curve with { Points = [.. curve.Points, point] };
            onPoint?.Invoke(curve);
        }
        return curve;
    }

    /// <summary>The nearest of those measured.</summary>
    public DistancePoint Best => Points.MinBy(p => p.Distance)!;

    /// <summary>Whether an α below 0 ends nearer than α = 0.</summary>
    public bool NegativeHelps => Points.Where(p => p.Alpha < 0).Min(p => p.Distance) < Points.First(p => p.Alpha == 0).Distance;

    /// <summary>The probe with its verdict held against the curve: withdrawn where the curve says otherwise (<see cref="ProbeVerdict.Against"/>).</summary>
    public Probe Judge(Probe probe) => probe.Against([.. Points.Select(p => (p.Alpha, p.Distance))]);

    private static double Run(UGradSL method, Net original, ForgetSplit split, int seed, Action<double, Step>? onStep, Func<Net, double> distance)
    {
        using var net = original.Clone();
        using var rng = Seeds.Stream(seed, "order");
        foreach (var step in method.Run(net, split, rng))
        {
            if (!double.IsFinite(step.Loss)) throw new ArithmeticException($"at α = {method.Alpha} the loss is {step.Loss}: lower the learning rate, or α towards 0.");
            onStep?.Invoke(method.Alpha, step);
        }
        return distance(net);
    }
}

/// <summary>A point of <see cref="DistanceCurve"/>.</summary>
/// <param name="Alpha">α.</param>
/// <param name="Distance">‖θ_r − θ(α)‖ over all trainable parameters.</param>
public sealed record DistancePoint(double Alpha, double Distance);
