using System.Text.Json;

namespace Unlearn.Tests.Metrics;

/// <summary>What numpy, scipy and scikit-learn say; make_metric_fixtures.py wrote it.</summary>
internal sealed record MetricFixtures(
    OutputsFixture Outputs, OutputsFixture Other, DivergenceFixture Divergence, IReadOnlyList<RocFixture> Roc, WassersteinFixture Wasserstein,
    IReadOnlyList<LogisticFixture> Logistic, FoldedFixture Folded, ThresholdsFixture Thresholds, IReadOnlyList<CkaFixture> Cka,
    IReadOnlyList<QuantileFixture> T, QualityFixture Quality)
{
    public static MetricFixtures All { get; } = JsonSerializer.Deserialize<MetricFixtures>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Metrics", "metrics.json")), JsonSerializerOptions.Web)!;
}

internal sealed record OutputsFixture(
    double[][] Logits, long[] Labels, double[] Loss, double[] LogOdds, double[] Entropy, double[] ModifiedEntropy, double[] Released, double Accuracy, double Ece)
{
    public Outputs Make(ScalarType type = ScalarType.Float64, double shift = 0)
    {
        using var scope = NewDisposeScope();
        return new((tensor(Logits.SelectMany(z => z).ToArray(), [Logits.Length, Logits[0].Length]) + shift).to(type), tensor(Labels));
    }
}

internal sealed record DivergenceFixture(double Kl, double Js, double Disagreement);

internal sealed record RocFixture(string Name, double[] Members, double[] NonMembers, double Auc, double[] Rates, double[] Tpr, double Balanced);

internal sealed record WassersteinFixture(double[] First, double[] Second, double Distance);

internal sealed record LogisticFixture(string Name, double[][] X, int[] Y, double C, double[] Weights, double Bias);

internal sealed record FoldedFixture(double[] Members, double[] NonMembers, int[] Folds, double[] ForMembers, double[] ForNonMembers);

internal sealed record ThresholdsFixture(double[] Members, int[] MemberLabels, double[] NonMembers, int[] NonMemberLabels, double[] Thresholds);

internal sealed record CkaFixture(double[][] X, double[][] Y, double Cka);

internal sealed record QuantileFixture(double P, int Dof, double Quantile);

internal sealed record QualityFixture(double[][] Unlearned, double[][] Retrained, double[] Epsilons, double Score);

/// <summary>Outputs that look like a network's: the truth is favoured by a margin that differs from sample to sample.</summary>
internal static class MadeOutputs
{
    public static Outputs Of(int count, double margin, ulong seed, int classes = 5)
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(seed, CPU);
        var labels = randint(0, classes, [count], ScalarType.Int64, generator: rng);                         // [N]
        var favour = one_hot(labels, classes) * (randn(count, 1, ScalarType.Float64, generator: rng).abs() * margin / 2 + margin); // [N, K]
        return new(randn(count, classes, ScalarType.Float64, generator: rng) + favour, labels);
    }

    public static NetworkOutputs Network(double forget, double retain, double test, ulong seed = 1, int count = 400) =>
        new(Of(count, forget, seed), Of(2 * count, retain, seed + 1), Of(count, test, seed + 2));
}
