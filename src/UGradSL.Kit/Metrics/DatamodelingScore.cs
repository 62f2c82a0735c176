namespace Unlearn;

/// <summary>
/// The linear datamodelling score (Park et al., TRAK, 2023): networks are trained on random subsets, and for each query the output that a
/// subset gives is compared with Σ_{i in the subset} τ_i, the sum of the influences ascribed to its samples, by Spearman's ρ over the subsets;
/// the score is the mean over the queries. 1: the order of the subsets is foretold. Good methods have about 0.3 on networks.
/// </summary>
/// <param name="Score">Mean over the queries, with a 95 % interval from a bootstrap over the queries.</param>
/// <param name="PerQuery">ρ of each query.</param>
/// <param name="Subsets">m.</param>
public sealed record DatamodelingScore(Bounded Score, IReadOnlyList<double> PerQuery, int Subsets)
{
    /// <summary>Of numbers that are already there.</summary>
    /// <param name="scores">τ, float64 [Q, N]: what having sample i among the training samples adds to the output of query q.</param>
    /// <param name="subsets">bool [m, N]: which samples each network was trained on.</param>
    /// <param name="outputs">float64 [m, Q]: what it said, a mean over seeds where there are several.</param>
    /// <param name="rng">For the bootstrap, on the CPU.</param>
    /// <exception cref="ArgumentException">Types or shapes that do not fit, fewer than 3 subsets, or an output that is the same for all.</exception>
    public static DatamodelingScore Of(Tensor scores, Tensor subsets, Tensor outputs, Generator rng)
    {
        string Shape(Tensor t) => $"{t.dtype} [{string.Join(", ", t.shape)}]";
        if (scores.dtype != ScalarType.Float64 || subsets.dtype != ScalarType.Bool || outputs.dtype != ScalarType.Float64 || scores.dim() != 2 || subsets.dim() != 2 || outputs.dim() != 2
            || scores.shape[1] != subsets.shape[1] || outputs.shape[0] != subsets.shape[0] || outputs.shape[1] != scores.shape[0])
            throw new ArgumentException($"scores {Shape(scores)}, subsets {Shape(subsets)}, outputs {Shape(outputs)}; float64 [Q, N], bool [m, N] and float64 [m, Q] are needed.");
        if (subsets.shape[0] < 3) throw new ArgumentException($"{subsets.shape[0]} subsets: at least 3 are needed, and 100 for a score that says much.");
        using var scope = NewDisposeScope();
        var sums = scores.mm(subsets.to(ScalarType.Float64).t());                        // [Q, m]
        var measured = outputs.t().contiguous();                                        // [Q, m]
        double[] each = [.. Enumerable.Range(0, (int)scores.shape[0]).Select(q => Agreement.SpearmanOf([.. sums[q].data<double>()], [.. measured[q].data<double>()]))];
        return new(new(each.Average(), MeanInterval.Resampled(each, rng, 0.95)), each, (int)subsets.shape[0]);
    }
}
