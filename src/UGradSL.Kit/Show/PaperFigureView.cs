namespace Unlearn;

/// <summary>The paper's figures drawn anew from the units of their experiments.</summary>
public static class PaperFigureView
{
    private static readonly (string Name, Func<Scores, double> Of)[] measures =
        [("UA, %", s => s.UA), ("MIA, %", s => s.MIA), ("RA, %", s => s.RA), ("TA, %", s => s.TA)];

    /// <summary>Neither our star nor Retrain's circle.</summary>
    private static readonly MarkerShape[] rivals = [MarkerShape.Square, MarkerShape.Diamond, MarkerShape.Triangle, MarkerShape.TurnedTriangle, MarkerShape.Plus];

    /// <summary>The figure; Figure 4 is one chart a method.</summary>
    /// <param name="figure">Which.</param>
    /// <param name="experiment">What was run for it.</param>
    /// <param name="results">What came of it.</param>
    /// <param name="store">Where the networks' logits and weights are.</param>
    /// <param name="onStage">Called while Figure 5's probes are measured; throw from it to stop.</param>
    /// <exception cref="ArgumentException">No drawing of that figure, or no seed with a Retrain.</exception>
    public static IReadOnlyList<Figure> Of(PaperFigure figure, PaperExperiment experiment, ExperimentResults results, UnitStore store, Action<ProbeStage>? onStage = null)
    {
        var under = $"{experiment.Data}; {experiment.Network}; {results.Units[0].Result.Description} forgotten; scale {experiment.Scale}, {Seeds(results)}";
        return figure.Number switch
        {
            1 => [SpeedAndForgetting(results, under)],
            3 => [SmoothingRate(results, under)],
            4 => [.. Confusions(results, store, under)],
            5 => [Products(results, store, experiment.Scale, under, onStage)],
            var other => throw new ArgumentException($"Figure {other} shows no results: 1, 3, 4 and 5 do."),
        };
    }

    private static Figure SpeedAndForgetting(ExperimentResults results, string under)
    {
        var rows = Comparison.Of(results.Units.SelectMany(u => u.Result.Runs)).Rows.Where(row => !row.Recalibrated && row.Method != "Original").ToList();
        Panel Beside(string title, string axis, Func<ComparisonRow, Against> of) => new(title, new Axis("RTE, s", Log: true), new Axis(axis), [.. rows.Select((row, i) =>
            new Series(row.Name, [row.RTE.Value.Mean], [of(row).Value.Mean])
            {
                Error = row.RTE.Value.Count > 1 ? [of(row).Value.Std!.Value] : null,
                Marker = row.Method switch { nameof(UGradSL) or nameof(UGradSLPlus) => MarkerShape.Star, nameof(Retrain) => MarkerShape.Circle, _ => rivals[i % rivals.Length] },
            })]);
        return new(new($"Figure 1: forgetting and accuracy over run time\n{under}; nearest to Retrain's circle, and left of it, is best", Mark.Points,
            [Beside("Forget set", "MIA, %", row => row.MIA), Beside("Test set", "TA, %", row => row.TA)]));
    }

    private static Figure SmoothingRate(ExperimentResults results, string under)
    {
        var runs = results.Units.Select(u => u.Result).ToList();
        var goal = runs.Where(r => r.Unit.Method is Retrain).ToList();
        var byRate = runs.Where(r => r.Unit.Method is UGradSL { BatchNorm: BatchNormStatistics.RetainOnly }).GroupBy(r => ((UGradSL)r.Unit.Method!).Alpha).OrderBy(g => g.Key).ToList();
        if (goal.Count == 0 || byRate.Count == 0) throw new ArgumentException($"{results.Experiment.Name} has {goal.Count} runs of Retrain and {byRate.Count} smoothing rates: both are needed.");
        double[] rates = [.. byRate.Select(g => g.Key)];
        return Charts.Panels($"Figure 3: UGradSL+ over the smoothing rate α\n{under}; α = 0 is without smoothing, the dashed line is Retrain's", measures.Select(m => new Panel(m.Name, "α", m.Name,
        [
            new(Methods.Title(byRate[0].First().Unit.Method), rates, [.. byRate.Select(g => Spread.Of(g.Select(r => m.Of(r.Scores))).Mean)])
            {
                Error = byRate.All(g => g.Count() > 1) ? [.. byRate.Select(g => Spread.Of(g.Select(r => m.Of(r.Scores))).Std!.Value)] : null,
            },
            new($"{nameof(Retrain)} (goal)", [rates[0], rates[^1]], [.. Enumerable.Repeat(goal.Average(r => m.Of(r.Scores)), 2)]),
        ])));
    }

    /// <summary>Rows of a matrix sum to 100 %; the first seed's networks, two matrices a method.</summary>
    private static IEnumerable<Figure> Confusions(ExperimentResults results, UnitStore store, string under)
    {
        var seed = results.Units[0].Settings.Seed;
        foreach (var unit in results.Units.Where(u => u.Settings.Seed == seed && u.Settings.Method is not null and not AscendingUnlearner { BatchNorm: BatchNormStatistics.Both }))
        {
            var folder = store.Named(unit.Address).Folder;
            using var forget = LogitsFile.Read(folder, "forget");
            using var test = LogitsFile.Read(folder, "test");
            string[] classes = [.. Enumerable.Range(0, forget.Classes).Select(k => $"{k}")];
            Panel Matrix(string title, Outputs outputs) => new(title, "predicted class", "true class", [.. PredictionMatrix.Of(outputs).Index().Reverse()
                .Select(row => new Series(classes[row.Index], [.. row.Item.Select(n => row.Item.Sum() > 0 ? Math.Round(100.0 * n / row.Item.Sum(), 1) : double.NaN)]))]);
            var (distance, _) = PredictionMatrix.Distance(forget, test);
            yield return new(new($"Figure 4: confusion of the test set and of D_f, {unit.Settings.Name}\n{under}, the first shown; told apart by the predicted class with an advantage of {distance:0.000}", Mark.Cells,
                [Matrix("Test set", test), Matrix("D_f", forget)], classes)
            { Measure = "% of the true class" });
        }
    }

    /// <summary>
    /// The paper does not say over what its product is a distribution. Here it is over forgotten samples: each one's share in ⟨a − b, c − b⟩,
    /// as a part of ‖a − b‖·‖c − b‖, so that pairs of networks compare; a histogram a pair.
    /// </summary>
    private static Figure Products(ExperimentResults results, UnitStore store, PaperScale scale, string under, Action<ProbeStage>? onStage)
    {
        List<(string Name, Probe Probe)> probes = [];
        foreach (var unit in results.Units.Where(u => u.Settings.Method is Retrain))
        {
            using var pair = StoredPair.Open(store, unit.Settings);
            probes.Add(($"seed {unit.Settings.Seed}", StoredProbe.Of(pair, PairFindings.Settings(scale) with { WeightDecay = pair.WeightDecay }, onStage)));
        }
        var products = string.Join(", ", probes.Select(p => $"{Chart.Text(Math.Round(p.Probe.Two.Cosine, 3))} ({p.Probe.ThisPair})"));
        return Charts.Histogram($"Figure 5: ⟨a − b, c − b⟩ by forgotten sample\n{under}; each sample's share, n = {probes.Sum(p => p.Probe.Contributions.Count):N0}, in the unit ‖a − b‖·‖c − b‖; the cosines of the whole: {products}",
            "share of one sample", probes.Select(p => (p.Name, (IReadOnlyList<double>)[.. p.Probe.Contributions.Select(c => c / (2 * p.Probe.Two.UNorm * p.Probe.Two.VNorm))])));
    }

    private static string Seeds(ExperimentResults results) =>
        results.Units.Select(u => u.Settings.Seed).Distinct().Count() is 1 and var one ? $"{one} seed" : $"{results.Units.Select(u => u.Settings.Seed).Distinct().Count()} seeds";
}
