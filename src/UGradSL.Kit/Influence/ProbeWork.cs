using System.Text.Json;

namespace Unlearn;

/// <summary>The measuring behind <see cref="GradientProbe"/>: six risks in, numbers out.</summary>
internal sealed class ProbeWork
{
    private readonly ProbeSettings settings;
    private readonly (Risk Retain, Risk Forget) original, retrained;
    private readonly bool exact;
    private readonly int[] retainRows, forgetRows;
    private readonly ProbeStages stages;
    private readonly SoftmaxBlocks? blocks; // of R_r or R_tr, whichever was fitted last: near enough to both
    private readonly ProbeGradients gradients;
    private readonly int n, retain;

    /// <summary>Works in the scope that is open.</summary>
    public ProbeWork((Risk Retain, Risk Forget) original, (Risk Retain, Risk Forget) retrained, ProbeSettings settings, bool exact, ProbeJournal? journal = null, SoftmaxBlocks? blocks = null)
    {
        (this.original, this.retrained, this.settings, this.exact, stages, this.blocks) = (original, retrained, settings, exact, new(journal), blocks);
        (retain, n) = (original.Retain.Count, original.Retain.Count + original.Forget.Count);
        using var rng = Seeds.Stream(settings.Seed, "curvature");
        var share = Math.Min(1, (settings.CurvatureSamples ?? n) / (double)n);
        (retainRows, forgetRows) = (Rows(retain, share, rng), Rows(n - retain, share, rng));
        gradients = Gradients();
    }

    private ProbeGradients Gradients()
    {
        var found = stages.Do("gradients", () =>
            new([retrained.Forget.Gradient(), retrained.Retain.Gradient(), original.Forget.Gradient(), original.Retain.Gradient(), original.Forget.PullBack(Cotangents.Smoothing)]));
        var (forgetThere, rest, forgetHere, kept) = (found[0], found[1], found[2], found[3]);
        return new(rest + forgetThere, forgetThere, forgetHere, found[4], kept + forgetHere, rest.Norm());
    }

    public Probe Run()
    {
        using var systems = new ProbeSystems(settings, stages, original, retrained, blocks);
        return Measured(systems);
    }

    private Probe Measured(ProbeSystems systems)
    {
        var maps = systems.Build(retainRows, forgetRows);
        var eigenvalue = settings.Sweep.Count == 0 ? (double?)null : MeanEigenvalue(maps.Retain);
        var moved = retrained.Retain.Theta() - original.Retain.Theta();                  // θ_r − θ_tr
        List<SweepPoint> sweep = [];
        ProbeLevel? chosen = null, last = null;
        var damping = settings.Damping ?? 0;
        foreach (var relative in settings.Sweep.OrderDescending())
        {
            var lambda = relative * eigenvalue!.Value;
            var level = systems.Solve("", maps, lambda, gradients, last);
            sweep.Add(new(lambda, relative, Two(level), Theorems.Two(moved - level.B.Iterate, level.V.Iterate, Classes).Cosine, level.All.Max(s => s.Solution.Residual), level.All.All(s => s.Solution.Converged)));
            if (settings.Damping is null && (chosen is null || sweep[^1].Converged)) (chosen, damping) = (level, lambda);
            last = level;
        }
        var at = settings.Damping is { } wanted ? systems.Solve("", maps, wanted, gradients, null) : chosen!.Value;
        var (a, b, v, u) = (at.A.Iterate, at.B.Iterate, at.V.Iterate, at.A.Iterate - at.B.Iterate);
        var (contributions, deviation) = settings.Contributions ? Shares(systems, maps, damping, u, v) : ([], null);
        return new Probe
        {
            Settings = settings,
            Classes = Classes,
            Parameters = original.Retain.Size,
            Count = n,
            ForgetCount = n - retain,
            Exact = exact,
            Damping = damping,
            MeanEigenvalue = eigenvalue,
            ANorm = a.Norm(),
            BNorm = b.Norm(),
            One = One(ProbeSystems.Damped(maps.Train, n, damping), a, b),
            Two = Two(at),
            Corrected = Theorems.Two(u - at.DriftThere.Iterate + at.Drift.Iterate, v, Classes),
            Direct = Theorems.Two(moved - b, v, Classes),
            Displacement = moved.Norm(),
            SignBound = Bound(at, damping, u, v),
            OriginalStationarity = gradients.Drift.Norm() / gradients.ForgetHere.Norm(),
            RetrainedStationarity = gradients.OfRetrain / gradients.ForgetThere.Norm(),
            DifferenceOfTwo = at.C is { } c ? (c.Iterate - b - v).Norm() / v.Norm() : null,
            Solves = [.. at.All.Select(s => new SolveReport(s.Name, s.Solution.Iterations, s.Solution.Residual, s.Solution.End, s.Solution.SmallestCurvature))],
            Sweep = sweep,
            Identity = Theorems.Two(gradients.AtRetrained - gradients.ForgetHere, gradients.Smoothing, Classes),
            Contributions = contributions,
            DrawDeviation = deviation,
            Jackknife = [.. Enumerable.Range(0, settings.Jackknife).Select(g => LeaveOut(systems, g, damping, at))],
            Cost = 5 + stages.Cost / (double)n,
        }.Judged();
    }

    private TheoremOne One(LinearMap train, Tensor a, Tensor b)
    {
        stages.Do("theorem 1", () => new([], JsonSerializer.Serialize(Theorems.One(train, gradients.ForgetThere, a, b), Json.Compact)), out var facts);
        return JsonSerializer.Deserialize<TheoremOne>(facts, Json.Compact)!;
    }

    private int Classes => original.Retain.Classes;

    private static int[] Rows(int count, double share, Generator rng)
    {
        if (share >= 1) return [.. Enumerable.Range(0, count)];
        return [.. Draw.Order(count, rng).Take(Math.Max(1, (int)Math.Round(share * count))).Select(i => (int)i).Order()];
    }

    private double MeanEigenvalue(LinearMap map)
    {
        stages.Do("trace", () =>
        {
            using var rng = Seeds.Stream(settings.Seed, "trace");
            return new([], JsonSerializer.Serialize(Hutchinson.Trace(map, rng).Mean / map.Size / retain, Json.Compact));
        }, out var facts);
        return JsonSerializer.Deserialize<double>(facts, Json.Compact) is > 0 and var mean ? mean
            : throw new ArithmeticException($"the curvature's mean eigenvalue is {facts}: there is no scale to sweep over. Give a damping, or take the Gauss–Newton matrix.");
    }

    private TheoremTwo Two(ProbeLevel level) => Theorems.Two(level.A.Iterate - level.B.Iterate, level.V.Iterate, Classes);

    /// <summary>|δ⟨u, v⟩| ≤ ‖δu‖‖v‖ + ‖u‖‖δv‖ + ‖δu‖‖δv‖ with ‖δx‖ ≤ ‖residual‖/λ_min. In a fit, its own gradients count as residuals, to first order.</summary>
    private double? Bound(ProbeLevel level, double lambda, Tensor u, Tensor v)
    {
        var smallest = settings.Curvature == CurvatureKind.Identity ? 1 + lambda : lambda + original.Retain.WeightDecay;
        var definite = exact || settings.Curvature != CurvatureKind.Hessian;
        if (!definite || smallest <= 0) return null;
        double Error(Solution x, double count, double more) => (x.Residual * x.RightHandSide + (exact ? more : 0)) / (count * smallest);
        var du = Error(level.A, n, gradients.OfRetrain) + Error(level.B, retain, gradients.Drift.Norm());
        var dv = Error(level.V, retain, 0);
        return du * v.Norm() + u.Norm() * dv + du * dv;
    }

    /// <summary>c_i = g_i(θ_r)·H_tr⁻¹v − g_i(θ_tr)·H_r⁻¹v + q_i·H_r⁻¹u, and √Σ(c_i − c̄)².</summary>
    private (double[] Shares, double? Deviation) Shares(ProbeSystems systems, ProbeMaps maps, double lambda, Tensor u, Tensor v)
    {
        var there = systems.There("shares a", maps, lambda, [v])[0].Iterate;
        var here = systems.Here("shares b", maps, lambda, [v, u]);
        var sum = stages.Do("shares", () => new(
            [Slopes(retrained.Forget, there) - Slopes(original.Forget, here[0].Iterate) + original.Forget.Along(Cotangents.Smoothing, here[1].Iterate)]))[0]; // [|D_f|]
        double[] shares = [.. sum.cpu().data<double>()];
        var mean = shares.Average();
        return (shares, Math.Sqrt(shares.Sum(c => (c - mean) * (c - mean))));
    }

    /// <summary>g_i(θ)·w of every sample, weight decay included.</summary>
    private static Tensor Slopes(Risk risk, Tensor w) => risk.Along(Cotangents.CrossEntropy, w).add_(risk.WeightDecay * risk.Theta().Dot(w));

    private double LeaveOut(ProbeSystems systems, int group, double lambda, ProbeLevel near)
    {
        using var scope = NewDisposeScope();
        int[] Without(int[] rows) => [.. rows.Where((_, i) => i % settings.Jackknife != group)];
        return Two(systems.Solve($"without {group} of {settings.Jackknife} ", systems.Build(Without(retainRows), Without(forgetRows)), lambda, gradients, near)).Inner;
    }
}
