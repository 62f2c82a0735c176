namespace Unlearn;

/// <summary>
/// Theorem 2 where its answer is certain: softmax regression with ridge on made data, on optdigits and on what a trained network's last layer
/// sees, for each way to forget, ridge and seed, undamped and damped, and with H = I as a control.
/// </summary>
public static class ExactFindings
{
    /// <summary>Seeds of each question.</summary>
    public const int Seeds = 10;

    private const int Samples = 1000;

    /// <summary>μ.</summary>
    public static IReadOnlyList<double> Ridges { get; } = [5e-4, 5e-3, 5e-2];

    /// <summary>Answers what is not answered yet, one question after the other.</summary>
    /// <param name="known">Answers of an earlier call.</param>
    /// <param name="optDigits">Null where it is not at hand: then its rows are left out.</param>
    /// <param name="embedded">For the networks and their features.</param>
    /// <param name="seeds">Fewer for a look.</param>
    public static IEnumerable<Finding> Run(IReadOnlyList<Finding> known, Dataset? optDigits, Dataset embedded, int seeds = Seeds)
    {
        var done = known.Select(f => f.Key()).ToHashSet();
        foreach (var seed in Enumerable.Range(0, seeds))
            foreach (var (data, make) in Sources(optDigits, embedded))
            {
                (string Scenario, double Ridge)[] open = [.. Scenario.All.SelectMany(s => Ridges.Select(ridge => (s.Name, ridge))).Where(q => !done.Contains((data, Model, q.Name, q.ridge, seed, Curvature)))];
                if (open.Length == 0) continue;
                using var problem = make(seed);
                foreach (var (scenario, ridge) in open)
                {
                    var forget = Scenario.All.First(s => s.Name == scenario).Rows(problem.Labels, seed);
                    yield return Finding.Of(problem.Probe(forget, ridge), data, Model, scenario, seed, Curvature);
                }
            }
    }

    private const string Model = "softmax regression", Curvature = "Hessian";

    private static IEnumerable<(string Data, Func<int, TableProblem> Make)> Sources(Dataset? optDigits, Dataset embedded)
    {
        yield return ("150 made samples", seed => TableProblem.Made(150, seed));
        yield return ("1500 made samples", seed => TableProblem.Made(1500, seed));
        if (optDigits is not null) yield return ("optdigits", seed => TableProblem.Pixels(optDigits.Train, Samples, seed));
        yield return ("features of a network", seed => TableProblem.Features(embedded, Samples, seed));
    }
}
