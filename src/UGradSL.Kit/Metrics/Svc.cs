using System.Numerics.Tensors;

namespace Unlearn;

/// <summary>
/// C-support vector classification with the kernel K(x, z) = exp(−γ·‖x − z‖²): f(x) = Σ yᵢαᵢ·K(xᵢ, x) + b, trained to minimise
/// ½·‖w‖² + C·Σ max(0, 1 − yᵢf(xᵢ)). It agrees with scikit-learn's SVC. Equal samples are merged into one of higher bound, and samples
/// are sorted first, so that their order has no influence: the same set gives the same classifier to the bit. Not for several threads at once.
/// </summary>
public sealed class Svc
{
    private readonly RbfKernel _kernel; // over the support vectors
    private readonly double[] _weights; // yᵢαᵢ
    private readonly double[] _row;

    private Svc(RbfKernel kernel, double[] weights, double bias)
    {
        (_kernel, _weights, Bias) = (kernel, weights, bias);
        _row = new double[weights.Length];
    }

    /// <summary>b.</summary>
    public double Bias { get; }

    /// <summary>How many distinct samples carry weight.</summary>
    public int SupportVectors => _weights.Length;

    /// <summary>Trains a classifier by sequential minimal optimization.</summary>
    /// <param name="features">The samples [n][d].</param>
    /// <param name="labels">The class of each [n]: f is trained towards +1 for true and −1 for false.</param>
    /// <param name="c">C > 0: the cost of a misfit.</param>
    /// <param name="gamma">γ > 0; null is 1/d, scikit-learn's "auto".</param>
    /// <param name="tolerance">How far from optimality it may stop, in units of f; 1e-3 is scikit-learn's.</param>
    /// <exception cref="ArgumentException">
    /// No samples, samples of one class only, lengths that differ, a number that is not finite, or a setting outside its range.
    /// </exception>
    /// <exception cref="InvalidOperationException">The tolerance was not reached.</exception>
    public static Svc Train(
        IReadOnlyList<double[]> features, IReadOnlyList<bool> labels, double c = 3, double? gamma = null, double tolerance = 1e-3)
    {
        Check(features, labels);
        var width = gamma ?? 1.0 / features[0].Length;
        CheckRange("C", c, double.MaxValue, "(0, ∞)", "the field's attack takes 3");
        CheckRange("γ", width, double.MaxValue, "(0, ∞)", "leave it out for 1/features");
        CheckRange("tolerance", tolerance, 1, "(0, 1]", "scikit-learn takes 1e-3");

        var samples = features.Zip(labels).ToArray();
        Array.Sort(samples, Compare);
        List<(double[] X, bool Y)> distinct = [];
        List<double> bounds = [];
        foreach (var sample in samples)
        {
            if (distinct.Count == 0 || Compare(distinct[^1], sample) != 0)
            {
                distinct.Add(sample);
                bounds.Add(0);
            }
            bounds[^1] += c;
        }
        double[] sign = [.. distinct.Select(s => s.Y ? 1.0 : -1.0)];
        var (beta, bias) = features[0].Length == 1
            ? new LineSvc(width).Solve([.. distinct.Select(s => s.X[0])], sign, [.. bounds], tolerance)
            : new Smo(new([.. distinct.Select(s => s.X)], width), sign, [.. bounds]).Solve(tolerance);
        int[] support = [.. Enumerable.Range(0, beta.Length).Where(i => beta[i] != 0)];
        return new(new([.. support.Select(i => distinct[i].X)], width), [.. support.Select(i => beta[i])], bias);
    }

    /// <summary>f(x): positive on the side of true.</summary>
    /// <param name="x">A sample [d].</param>
    /// <exception cref="ArgumentException">Another number of features than the samples of the training had.</exception>
    public double Decision(params ReadOnlySpan<double> x)
    {
        if (x.Length != _kernel.Features)
            throw new ArgumentException($"the sample has {x.Length} features, the training's had {_kernel.Features}: give it as many.");
        _kernel.Row(x, _row);
        return TensorPrimitives.Dot<double>(_row, _weights) + Bias;
    }

    /// <summary>f(x) ≥ 0: a sample on the boundary counts as true, as scikit-learn's class 1.</summary>
    /// <param name="x">A sample [d].</param>
    public bool Predict(params ReadOnlySpan<double> x) => Decision(x) >= 0;

    private static void Check(IReadOnlyList<double[]> features, IReadOnlyList<bool> labels)
    {
        if (features.Count == 0) throw new ArgumentException("no samples: a support vector classifier needs at least one of each class.");
        if (features.Count != labels.Count)
            throw new ArgumentException($"{features.Count} samples but {labels.Count} labels: give one label for each sample.");
        var width = features[0].Length;
        if (width == 0) throw new ArgumentException("sample 0 has no features: give each at least one.");
        for (var i = 0; i < features.Count; i++)
        {
            if (features[i].Length != width)
                throw new ArgumentException($"sample {i} has {features[i].Length} features, sample 0 has {width}: give each as many.");
            var f = Array.FindIndex(features[i], x => !double.IsFinite(x));
            if (f >= 0) throw new ArgumentException($"feature {f} of sample {i} is {features[i][f]}: only finite numbers can be classified.");
        }
        if (labels.All(y => y == labels[0]))
            throw new ArgumentException(
                $"all {labels.Count} samples are of class {(labels[0] ? "true" : "false")}: a support vector classifier needs both.");
    }

    private static void CheckRange(string name, double value, double highest, string range, string advice)
    {
        if (!(value > 0 && value <= highest)) throw new ArgumentException($"{name} = {value}, allowed is {range}: {advice}.");
    }

    private static int Compare((double[] X, bool Y) a, (double[] X, bool Y) b)
    {
        var order = a.X.AsSpan().SequenceCompareTo(b.X);
        return order != 0 ? order : a.Y.CompareTo(b.Y);
    }
}
