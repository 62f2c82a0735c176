using System.Text.Json;

namespace Unlearn.Tests.Metrics;

/// <summary>What scikit-learn's SVC and the attack on it say at a tolerance of 1e-6; make_svc_fixtures.py wrote it.</summary>
internal sealed record SvcFixtures(IReadOnlyList<SvcFixture> Svc, IReadOnlyList<AttackFixture> Attacks)
{
    public static SvcFixtures All { get; } = JsonSerializer.Deserialize<SvcFixtures>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Metrics", "svc.json")), JsonSerializerOptions.Web)!;
}

internal sealed record SvcFixture(
    string Name, double C, double? Gamma, double[][] Features, int[] Labels, double[][] Queries, double[] Decisions, int[] Predictions)
{
    public bool[] Classes => [.. Labels.Select(y => y == 1)];

    public Svc Train() => Unlearn.Svc.Train(Features, Classes, C, Gamma, 1e-6);
}

internal sealed record AttackFixture(string Name, double[] Members, double[] NonMembers, double[] Forgotten, double Percent);
