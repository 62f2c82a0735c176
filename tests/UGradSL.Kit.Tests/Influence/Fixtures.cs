using System.Text.Json;

namespace Unlearn.Tests.Influence;

/// <summary>What numpy and PyTorch compute; make_influence_fixtures.py wrote it.</summary>
internal sealed record Fixtures(IReadOnlyList<ProblemFixture> Problems, ConvFixture Conv)
{
    public static Fixtures All { get; } = JsonSerializer.Deserialize<Fixtures>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Influence", "influence.json")), JsonSerializerOptions.Web)!;
}

internal sealed record ProblemFixture(string Name, double Ridge, double[][] X, long[] Y, int[] Forget, Dictionary<string, double> Expected)
{
    /// <summary>With a bias column.</summary>
    public Tensor Inputs() => tensor(X.SelectMany(row => row.Append(1)).ToArray()).view(X.Length, -1);

    public int Classes => (int)Expected["classes"];

    public Probe Measure(ProbeSettings? settings = null)
    {
        using var scope = NewDisposeScope();
        return GradientProbe.Exact(Inputs(), tensor(Y), [.. Forget.Select(f => f == 1)], Classes, Ridge, settings);
    }

    public string Csv() => string.Join('\n', X.Select((row, i) => string.Join(',', row.Select(v => v.ToString("R")).Append($"{Y[i]}").Append($"{Forget[i]}")))
        .Prepend(string.Join(',', X[0].Select((_, j) => $"x{j}").Append("label").Append("forget"))));
}

internal sealed record ConvFixture(
    double[] Conv, double[] Gamma, double[] Beta, double[] Mean, double[] Variance, double[] Head, double[] Bias, double[] X, long[] Y, double[] Hessian, double[] GaussNewton);
