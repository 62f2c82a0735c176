namespace Unlearn;

/// <summary>
/// Logistic regression: minimises ½·‖w‖² + C·Σ ln(1 + exp(−yᵢ·f(xᵢ))), f(x) = w·x + b, b unpenalised, by Newton's method to a gradient of
/// 1e-10 of its first. It agrees with scikit-learn's LogisticRegression.
/// </summary>
public sealed class LogisticRegression
{
    private LogisticRegression(double[] weights, double bias) => (Weights, Bias) = (weights, bias);

    /// <summary>w [d].</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>b.</summary>
    public double Bias { get; }

    /// <param name="features">The samples [n][d].</param>
    /// <param name="labels">y is +1 for true, −1 for false [n].</param>
    /// <param name="c">C > 0.</param>
    /// <exception cref="ArgumentException">No samples, samples of one class only, lengths that differ, numbers that are not finite, or C outside its range.</exception>
    public static LogisticRegression Train(IReadOnlyList<double[]> features, IReadOnlyList<bool> labels, double c = 1)
    {
        if (!(c > 0 && double.IsFinite(c))) throw new ArgumentException($"C = {c}, allowed is (0, ∞): scikit-learn takes 1.");
        if (features.Count == 0 || features.Count != labels.Count) throw new ArgumentException($"{features.Count} samples and {labels.Count} labels: give as many, at least one of each class.");
        if (labels.All(y => y == labels[0])) throw new ArgumentException($"all {labels.Count} samples are of class {(labels[0] ? "true" : "false")}: logistic regression needs both.");
        var d = features[0].Length;
        if (features.FirstOrDefault(x => x.Length != d || x.Any(v => !double.IsFinite(v))) is { } wrong)
            throw new ArgumentException($"a sample is [{string.Join(", ", wrong.Take(5))}]: needed are {d} finite numbers of each.");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var x = tensor(features.SelectMany(row => row.Append(1)).ToArray(), [features.Count, d + 1]);      // [n, d + 1]
        var y = tensor(labels.Select(l => l ? 1.0 : -1.0).ToArray());                                      // [n]
        var ridge = tensor(Enumerable.Repeat(1.0, d).Append(0).ToArray());                                 // [d + 1]
        var w = zeros(d + 1, ScalarType.Float64);                                                          // [d + 1]
        var first = 0.0;
        for (var step = 0; step < 200; step++)
        {
            using var inner = NewDisposeScope();
            var p = (-y * x.mv(w)).sigmoid();                                                                // [n], the chance of being wrong
            var gradient = ridge * w - c * x.t().mv(y * p);                                                // [d + 1]
            var size = gradient.abs().max().item<double>();
            if (step == 0) first = size;
            if (size <= 1e-10 * Math.Max(1, first)) break;
            var curvature = x.t().mm(x * (c * p * (1 - p)).unsqueeze(1)) + (ridge + 1e-12).diag();         // [d + 1, d + 1]
            var move = linalg.solve(curvature, gradient.unsqueeze(1)).squeeze(1);                          // [d + 1]
            var (before, slope, length) = (Loss(w), gradient.dot(move).item<double>(), 1.0);
            while (length > 1e-10 && Loss(w - length * move) > before - 1e-4 * length * slope) length /= 2;
            if (length <= 1e-10) break; // rounding is all that is left to gain
            w.sub_(length * move);
        }
        var found = w.data<double>().ToArray();
        return new(found[..d], found[d]);

        double Loss(Tensor at)
        {
            using var own = NewDisposeScope();
            return (0.5 * (ridge * at * at).sum() + c * softplus(-y * x.mv(at)).sum()).item<double>();
        }
    }

    /// <summary>f(x): positive on the side of true.</summary>
    /// <param name="x">A sample [d].</param>
    public double Decision(IReadOnlyList<double> x) => Weights.Zip(x, (w, v) => w * v).Sum() + Bias;
}
