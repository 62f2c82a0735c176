using System.Globalization;
using System.Text.Json;

namespace Unlearn;

/// <summary>H_tr(θ_r) and H_r(θ_tr).</summary>
internal readonly record struct ProbeMaps(LinearMap Train, LinearMap Retain);

/// <summary>What was solved for at one damping.</summary>
internal readonly record struct ProbeLevel(Solution A, Solution DriftThere, Solution B, Solution V, Solution Drift, Solution? C)
{
    public IEnumerable<(string Name, Solution Solution)> All =>
        ((string, Solution?)[])[("a", A), ("a's correction", DriftThere), ("b", B), ("c − b", V), ("b's correction", Drift), ("c", C)] is var all ? all.Where(p => p.Item2 is not null).Select(p => (p.Item1, p.Item2!)) : [];
}

/// <summary>The linear systems of a probe, each a stage of its own: those of θ_tr share their products, and so do those of θ_r.</summary>
internal sealed class ProbeSystems(ProbeSettings settings, ProbeStages stages, (Risk Retain, Risk Forget) original, (Risk Retain, Risk Forget) retrained, SoftmaxBlocks? blocks) : IDisposable
{
    private readonly List<Solution> solutions = [];
    private readonly int retain = original.Retain.Count, n = original.Retain.Count + original.Forget.Count;

    /// <summary>Both curvatures from some of the samples, scaled to stand for all.</summary>
    public ProbeMaps Build(int[] retainRows, int[] forgetRows)
    {
        if (settings.Curvature == CurvatureKind.Identity)
            return new(LinearMap.Identity(original.Retain.Size, original.Retain.Device), LinearMap.Identity(original.Retain.Size, original.Retain.Device));
        LinearMap Of(Risk risk, int[] rows)
        {
            var map = stages.Counted((rows.Length == risk.Count ? risk : risk.Pick(rows)).Curvature(settings.Curvature), rows.Length);
            return rows.Length == risk.Count ? map : (double)risk.Count / rows.Length * map;
        }
        return new(Of(retrained.Retain, retainRows) + Of(retrained.Forget, forgetRows), Of(original.Retain, retainRows));
    }

    /// <summary>a, b, c − b and their corrections at one damping of every sample, from what another one gave.</summary>
    public ProbeLevel Solve(string kind, ProbeMaps maps, double lambda, ProbeGradients right, ProbeLevel? near)
    {
        kind += string.Create(CultureInfo.InvariantCulture, $"damping {lambda:R}");
        var there = There($"{kind} a", maps, lambda, [right.AtRetrained, right.Drift], near is { } before ? [before.A.Iterate, before.DriftThere.Iterate] : null);
        List<Tensor> here = [right.ForgetHere, right.Smoothing, right.Drift];
        if (settings.CheckDifference) here.Add(right.ForgetHere + right.Smoothing);
        var solved = Here($"{kind} b", maps, lambda, here, near is { } l ? [.. l.All.Skip(2).Select(s => s.Solution.Iterate)] : null);
        return new(there[0], there[1], solved[0], solved[1], solved[2], solved.ElementAtOrDefault(3));
    }

    /// <summary>Systems of H_tr(θ_r).</summary>
    public List<Solution> There(string name, ProbeMaps maps, double lambda, IReadOnlyList<Tensor> right, IReadOnlyList<Tensor>? starts = null) => Solved(name, maps.Train, n, lambda, right, starts);

    /// <summary>Systems of H_r(θ_tr).</summary>
    public List<Solution> Here(string name, ProbeMaps maps, double lambda, IReadOnlyList<Tensor> right, IReadOnlyList<Tensor>? starts = null) => Solved(name, maps.Retain, retain, lambda, right, starts);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var solution in solutions) solution.Dispose();
    }

    /// <summary>λ of every one of <paramref name="count"/> samples.</summary>
    public static LinearMap Damped(LinearMap map, int count, double lambda) => lambda == 0 ? map : map.Damped(count * lambda);

    private List<Solution> Solved(string name, LinearMap map, int count, double lambda, IReadOnlyList<Tensor> right, IReadOnlyList<Tensor>? starts)
    {
        var iterates = stages.Do(name, () =>
        {
            var found = settings.Solver.Solve(Damped(map, count, lambda), right, blocks?.Inverse(count / (double)retain, count * (original.Retain.WeightDecay + lambda)), starts);
            return new([.. found.Select(s => s.Iterate)], JsonSerializer.Serialize(found.Select(s => s.Facts), Json.Compact));
        }, out var facts);
        List<Solution> solved = [.. JsonSerializer.Deserialize<SolutionFacts[]>(facts, Json.Compact)!.Zip(iterates, (f, x) => new Solution(x.DetachFromDisposeScope(), f))];
        solutions.AddRange(solved);
        return solved;
    }
}
