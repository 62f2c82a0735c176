using System.Text.Json;

namespace Unlearn;

/// <summary>The measuring behind <see cref="GradientProbe"/>: six risks in, numbers out.</summary>
internal sealed class ProbeWork
{
    private readonly record struct Maps(LinearMap Train, LinearMap Retain);

    private readonly record struct Level(Solution A, Solution DriftThere, Solution B, Solution V, Solution Drift, Solution? C)
    {
        public IEnumerable<(string Name, Solution Solution)> All =>
            ((string, Solution?)[])[("a", A), ("a's correction", DriftThere), ("b", B), ("c − b", V), ("b's correction", Drift), ("c", C)] is var all ? all.Where(p => p.Item2 is not null).Select(p => (p.Item1, p.Item2!)) : [];
    }

    private readonly ProbeSettings settings;
    private readonly (Risk Retain, Risk Forget) original, retrained;
    private readonly bool exact;
    private readonly int[] retainRows, forgetRows;
    private readonly ProbeJournal? journal;
    private readonly SoftmaxBlocks? blocks; // of R_r or R_tr, whichever was fitted last: near enough to both
    private readonly List<(LinearMap Map, long Samples)> paid = [];
    private readonly List<Solution> solutions = [];
    private readonly Tensor atRetrained, forgetThere, forgetHere, smoothing, drift;
    private readonly int n, retain;
    private readonly double ofRetrain;
    private long cost; // in gradients of one sample

    /// <summary>Works in the scope that is open.</summary>
    public ProbeWork((Risk Retain, Risk Forget) original, (Risk Retain, Risk Forget) retrained, ProbeSettings settings, bool exact, ProbeJournal? journal = null, SoftmaxBlocks? blocks = null)
    {
        (this.original, this.retrained, this.settings, this.exact, this.journal, this.blocks) = (original, retrained, settings, exact, journal, blocks);
        (retain, n) = (original.Retain.Count, original.Retain.Count + original.Forget.Count);
        using var rng = Seeds.Stream(settings.Seed, "curvature");
        var share = Math.Min(1, (settings.CurvatureSamples ?? n) / (double)n);
        (retainRows, forgetRows) = (Rows(retain, share, rng), Rows(n - retain, share, rng));
        var gradients = Stage("gradients", Gradients);
        (forgetThere, var rest, forgetHere, var kept, smoothing) = (gradients[0], gradients[1], gradients[2], gradients[3], gradients[4]);
        (atRetrained, drift, ofRetrain) = (rest + forgetThere, kept + forgetHere, rest.Norm()); // ∇R_tr(θ_r), ∇R_tr(θ_tr), ‖∇R_r(θ_r)‖
    }

    /// <summary>∇R_f(θ_r), ∇R_r(θ_r), ∇R_f(θ_tr), ∇R_r(θ_tr), and H_r·(c − b).</summary>
    private KeptStage Gradients() =>
        new([retrained.Forget.Gradient(), retrained.Retain.Gradient(), original.Forget.Gradient(), original.Retain.Gradient(), original.Forget.PullBack(Cotangents.Smoothing)]);

    /// <summary>Does a stage, or takes it from the journal; its cost counts either way. The tensors belong to the scope that is open.</summary>
    private IReadOnlyList<Tensor> Stage(string name, Func<KeptStage> work) => Stage(name, work, out _);

    private IReadOnlyList<Tensor> Stage(string name, Func<KeptStage> work, out string facts)
    {
        KeptStage Costed()
        {
            var before = Spent;
            return work() with { Cost = Spent - before };
        }
        var kept = journal is null ? Costed() : journal.Do(name, Costed);
        (cost, facts) = (cost + kept.Cost, kept.Facts);
        return kept.Tensors;
    }

    private long Spent => paid.Sum(p => p.Samples * (p.Map.Calls + p.Map.Products));

    public Probe Run()
    {
        try
        {
            return Measured();
        }
        finally
        {
            foreach (var solution in solutions) solution.Dispose();
        }
    }

    private Probe Measured()
    {
        var maps = Build(retainRows, forgetRows);
        var eigenvalue = settings.Sweep.Count == 0 ? (double?)null : MeanEigenvalue(maps.Retain);
        var moved = retrained.Retain.Theta() - original.Retain.Theta();                  // θ_r − θ_tr
        List<SweepPoint> sweep = [];
        Level? chosen = null, last = null;
        var damping = settings.Damping ?? 0;
        foreach (var relative in settings.Sweep.OrderDescending())
        {
            var lambda = relative * eigenvalue!.Value;
            var level = Solve("", maps, lambda, last);
            sweep.Add(new(lambda, relative, Two(level), Theorems.Two(moved - level.B.Iterate, level.V.Iterate, Classes).Cosine, level.All.Max(s => s.Solution.Residual), level.All.All(s => s.Solution.Converged)));
            if (settings.Damping is null && (chosen is null || sweep[^1].Converged)) (chosen, damping) = (level, lambda);
            last = level;
        }
        var at = settings.Damping is { } wanted ? Solve("", maps, wanted, null) : chosen!.Value;
        var (a, b, v, u) = (at.A.Iterate, at.B.Iterate, at.V.Iterate, at.A.Iterate - at.B.Iterate);
        var (contributions, deviation) = settings.Contributions ? Shares(maps, damping, u, v) : ([], null);
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
            One = One(Damped(maps.Train, n, damping), a, b),
            Two = Two(at),
            Corrected = Theorems.Two(u - at.DriftThere.Iterate + at.Drift.Iterate, v, Classes),
            Direct = Theorems.Two(moved - b, v, Classes),
            Displacement = moved.Norm(),
            SignBound = Bound(at, damping, u, v),
            OriginalStationarity = drift.Norm() / forgetHere.Norm(),
            RetrainedStationarity = ofRetrain / forgetThere.Norm(),
            DifferenceOfTwo = at.C is { } c ? (c.Iterate - b - v).Norm() / v.Norm() : null,
            Solves = [.. at.All.Select(s => new SolveReport(s.Name, s.Solution.Iterations, s.Solution.Residual, s.Solution.End, s.Solution.SmallestCurvature))],
            Sweep = sweep,
            IdentityCosine = Theorems.Two(atRetrained - forgetHere, smoothing, Classes).Cosine,
            Contributions = contributions,
            DrawDeviation = deviation,
            Jackknife = [.. Enumerable.Range(0, settings.Jackknife).Select(g => LeaveOut(g, damping, at))],
            Cost = 5 + cost / (double)n,
        }.Judged();
    }

    private TheoremOne One(LinearMap train, Tensor a, Tensor b)
    {
        Stage("theorem 1", () => new([], JsonSerializer.Serialize(Theorems.One(train, forgetThere, a, b), Json.Compact)), out var facts);
        return JsonSerializer.Deserialize<TheoremOne>(facts, Json.Compact)!;
    }

    private int Classes => original.Retain.Classes;

    private static int[] Rows(int count, double share, Generator rng)
    {
        if (share >= 1) return [.. Enumerable.Range(0, count)];
        return [.. Draw.Order(count, rng).Take(Math.Max(1, (int)Math.Round(share * count))).Select(i => (int)i).Order()];
    }

    /// <summary>H_tr(θ_r) and H_r(θ_tr) from some of the samples, scaled to stand for all.</summary>
    private Maps Build(int[] retainRows, int[] forgetRows)
    {
        if (settings.Curvature == CurvatureKind.Identity)
            return new(LinearMap.Identity(original.Retain.Size, original.Retain.Device), LinearMap.Identity(original.Retain.Size, original.Retain.Device));
        LinearMap Of(Risk risk, int[] rows)
        {
            var map = (rows.Length == risk.Count ? risk : risk.Pick(rows)).Curvature(settings.Curvature);
            paid.Add((map, rows.Length));
            return rows.Length == risk.Count ? map : (double)risk.Count / rows.Length * map;
        }
        return new(Of(retrained.Retain, retainRows) + Of(retrained.Forget, forgetRows), Of(original.Retain, retainRows));
    }

    private double MeanEigenvalue(LinearMap map)
    {
        Stage("trace", () =>
        {
            using var rng = Seeds.Stream(settings.Seed, "trace");
            return new([], JsonSerializer.Serialize(Hutchinson.Trace(map, rng).Mean / map.Size / retain, Json.Compact));
        }, out var facts);
        return JsonSerializer.Deserialize<double>(facts, Json.Compact) is > 0 and var mean ? mean
            : throw new ArithmeticException($"the curvature's mean eigenvalue is {facts}: there is no scale to sweep over. Give a damping, or take the Gauss–Newton matrix.");
    }

    private static LinearMap Damped(LinearMap map, int count, double lambda) => lambda == 0 ? map : map.Damped(count * lambda);

    private Level Solve(string kind, Maps maps, double lambda, Level? near)
    {
        kind += string.Create(System.Globalization.CultureInfo.InvariantCulture, $"damping {lambda:R}");
        var there = Solved($"{kind} a", (maps.Train, n, lambda), [atRetrained, drift], near is { } before ? [before.A.Iterate, before.DriftThere.Iterate] : null);
        List<Tensor> right = [forgetHere, smoothing, drift];
        if (settings.CheckDifference) right.Add(forgetHere + smoothing);
        var solved = Solved($"{kind} b", (maps.Retain, retain, lambda), right, near is { } l ? [.. l.All.Skip(2).Select(s => s.Solution.Iterate)] : null);
        return new(there[0], there[1], solved[0], solved[1], solved[2], solved.ElementAtOrDefault(3));
    }

    private List<Solution> Solved(string name, (LinearMap Map, int Count, double Damping) system, IReadOnlyList<Tensor> right, IReadOnlyList<Tensor>? starts = null)
    {
        var iterates = Stage(name, () =>
        {
            var found = settings.Solver.Solve(Damped(system.Map, system.Count, system.Damping), right, blocks?.Inverse(system.Count / (double)retain, system.Count * (original.Retain.WeightDecay + system.Damping)), starts);
            return new([.. found.Select(s => s.Iterate)], JsonSerializer.Serialize(found.Select(s => s.Facts), Json.Compact));
        }, out var facts);
        List<Solution> solved = [.. JsonSerializer.Deserialize<SolutionFacts[]>(facts, Json.Compact)!.Zip(iterates, (f, x) => new Solution(x.DetachFromDisposeScope(), f))];
        solutions.AddRange(solved);
        return solved;
    }

    private TheoremTwo Two(Level level) => Theorems.Two(level.A.Iterate - level.B.Iterate, level.V.Iterate, Classes);

    /// <summary>|δ⟨u, v⟩| ≤ ‖δu‖‖v‖ + ‖u‖‖δv‖ + ‖δu‖‖δv‖ with ‖δx‖ ≤ ‖residual‖/λ_min. In a fit, its own gradients count as residuals, to first order.</summary>
    private double? Bound(Level level, double lambda, Tensor u, Tensor v)
    {
        var smallest = settings.Curvature == CurvatureKind.Identity ? 1 + lambda : lambda + original.Retain.WeightDecay;
        var definite = exact || settings.Curvature != CurvatureKind.Hessian;
        if (!definite || smallest <= 0) return null;
        double Error(Solution x, double count, double more) => (x.Residual * x.RightHandSide + (exact ? more : 0)) / (count * smallest);
        var du = Error(level.A, n, ofRetrain) + Error(level.B, retain, drift.Norm());
        var dv = Error(level.V, retain, 0);
        return du * v.Norm() + u.Norm() * dv + du * dv;
    }

    /// <summary>c_i = g_i(θ_r)·H_tr⁻¹v − g_i(θ_tr)·H_r⁻¹v + q_i·H_r⁻¹u, and √Σ(c_i − c̄)².</summary>
    private (double[] Shares, double? Deviation) Shares(Maps maps, double lambda, Tensor u, Tensor v)
    {
        var there = Solved("shares a", (maps.Train, n, lambda), [v])[0].Iterate;
        var here = Solved("shares b", (maps.Retain, retain, lambda), [v, u]);
        var sum = Stage("shares", () => new(
            [Slopes(retrained.Forget, there) - Slopes(original.Forget, here[0].Iterate) + original.Forget.Along(Cotangents.Smoothing, here[1].Iterate)]))[0]; // [|D_f|]
        double[] shares = [.. sum.cpu().data<double>()];
        var mean = shares.Average();
        return (shares, Math.Sqrt(shares.Sum(c => (c - mean) * (c - mean))));
    }

    /// <summary>g_i(θ)·w of every sample, weight decay included.</summary>
    private static Tensor Slopes(Risk risk, Tensor w) => risk.Along(Cotangents.CrossEntropy, w).add_(risk.WeightDecay * risk.Theta().Dot(w));

    private double LeaveOut(int group, double lambda, Level near)
    {
        using var scope = NewDisposeScope();
        int[] Without(int[] rows) => [.. rows.Where((_, i) => i % settings.Jackknife != group)];
        return Two(Solve($"without {group} of {settings.Jackknife} ", Build(Without(retainRows), Without(forgetRows)), lambda, near)).Inner;
    }
}
