namespace Unlearn;

/// <summary>
/// Theorem 2 on whole networks at their minima: a small convolutional network, fitted by <see cref="NetworkFit"/> to ‖∇R‖/n ≤ 1e-3, and the
/// same for D_r, from the original's weights or from the first weights. By the Gauss–Newton matrix and conjugate gradients, and by the
/// Hessian and MINRES.
/// </summary>
public static class NetworkFindings
{
    /// <summary>Seeds of each question.</summary>
    public const int Seeds = 5;

    /// <summary>μ.</summary>
    public const double WeightDecay = 1e-2;

    private const int Samples = 500;

    private static readonly (string Name, ProbeSettings Settings)[] curvatures =
    [
        ("Gauss–Newton by CG", new(CurvatureKind.GaussNewton, WeightDecay, 0) { Solver = new ConjugateGradient(1e-3, 2000), Sweep = Finding.Dampings }),
        ("Hessian by MINRES", new(CurvatureKind.Hessian, WeightDecay, 0) { Solver = new Minres(1e-3, 500), Sweep = [] }), // a second opinion, undamped: a sweep takes minutes
    ];

    private static readonly (string Name, bool FromOriginal)[] models = [("SmoothCnn retrained from the original", true), ("SmoothCnn retrained from the first weights", false)];

    /// <summary>Answers what is not answered yet.</summary>
    /// <param name="known">Answers of an earlier call.</param>
    /// <param name="data">Coarse embedded images.</param>
    /// <param name="seeds">Fewer for a look.</param>
    /// <param name="onFit">Called after each step of a fit; throw from it to stop.</param>
    public static IEnumerable<Finding> Run(IReadOnlyList<Finding> known, Dataset data, int seeds = Seeds, Action<FitEnd>? onFit = null)
    {
        var done = known.Select(f => f.Key()).ToHashSet();
        foreach (var seed in Enumerable.Range(0, seeds))
        {
            var all = Scenario.All.Where(s => s.Name is "random 10 %" or "a whole class").ToList();
            var open = all.SelectMany(s => models.Select(m => (Scenario: s, Model: m))).Where(q => curvatures.Any(c => !done.Contains((data.Name, q.Model.Name, q.Scenario.Name, WeightDecay, seed, c.Name)))).ToList();
            if (open.Count == 0) continue;
            using var fitted = new FittedNetwork(data, Samples, seed, onFit);
            foreach (var (scenario, model) in open)
            {
                var gone = scenario.Rows(fitted.Labels, seed);
                using var retrained = fitted.Without(i => gone[i], !model.FromOriginal);
                var (retain, forget) = (fitted.Part(i => !gone[i]), fitted.Part(i => gone[i]));
                foreach (var (name, settings) in curvatures)
                    yield return Finding.Of(GradientProbe.Measure(fitted.Net, retrained, retain, forget, settings with { CurvatureSamples = null, Contributions = false, CheckDifference = false }),
                        data.Name, model.Name, scenario.Name, seed, name);
            }
        }
    }
}
