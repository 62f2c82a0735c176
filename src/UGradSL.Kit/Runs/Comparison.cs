namespace Unlearn;

/// <summary>A study in numbers: one row a method, over its seeds, each against the network retrained with the same seed.</summary>
/// <param name="Rows">Retrain first, then the order in which they ran.</param>
public sealed record Comparison(IReadOnlyList<ComparisonRow> Rows)
{
    /// <summary>Gathers runs; a seed counts only once its Retrain is among them.</summary>
    /// <exception cref="ArgumentException">No run of Retrain: there is nothing to compare with.</exception>
    public static Comparison Of(IEnumerable<Run> runs)
    {
        List<Run> all = [.. runs];
        var retrained = all.Where(run => run.Method == nameof(Retrain)).ToDictionary(run => run.Seed, run => run.Scores);
        if (retrained.Count == 0) throw new ArgumentException("no run of Retrain: a comparison needs one for each seed; add it to the methods.");
        var apart = Methods.Distinctions(all.Select(run => run.Settings).OfType<Unlearner>());
        var rows = all.Where(run => retrained.ContainsKey(run.Seed)).GroupBy(run => (run.Method, run.Settings, run.Recalibrated))
            .Select(group => ComparisonRow.Of([.. group], retrained, group.Key.Settings is { } method ? apart[method] : []));
        return new([.. rows.OrderBy(row => row.Method == nameof(Retrain) ? 0 : 1)]);
    }

    /// <summary>The method nearest to Retrain, of those that unlearn; a recalibrated network is no method's.</summary>
    public ComparisonRow? Nearest => Rows.Where(row => !row.Recalibrated && row.Method is not (nameof(Retrain) or "Original")).MinBy(row => row.AverageGap.Mean);

    /// <summary>In a sentence or two: which method is nearest to Retrain, which forget more than Retrain does, and which pay for it with what was to be kept.</summary>
    public string Verdict
    {
        get
        {
            if (Nearest is not { } nearest) return "Only Retrain ran: there is nothing to compare.";
            List<ComparisonRow> over = [.. Rows.Where(row => row.OverForgets && !row.Recalibrated)], costly = [.. Rows.Where(row => row.LosesRetention && !row.OverForgets && !row.Recalibrated)];
            return $"Nearest to Retrain is {nearest.Name}, with an average gap of {nearest.AverageGap.Mean:0.00} points. "
                + (over.Count == 0 ? "No method over-forgets (UA above Retrain's with RA or TA more than 2 points below)"
                    : $"Over-forgetting, UA above Retrain's with RA or TA more than 2 points below: {Names(over)}")
                + (costly.Count == 0 ? "." : $"; more than 2 points of RA or TA are lost without it by {Names(costly)}.");
        }
    }

    private static string Names(List<ComparisonRow> rows) =>
        rows is [var one] ? one.Name : $"{string.Join(", ", rows.Take(rows.Count - 1).Select(row => row.Name))} and {rows[^1].Name}";
}

/// <summary>One method over its seeds.</summary>
/// <param name="Name">The paper's name, with what tells rows of one method apart: "UGradSL+ (BN both, α -0.5)".</param>
/// <param name="Method">"Original", or the record's name.</param>
/// <param name="BatchNorm">Which batches moved BatchNorm's statistics, for a method that climbs.</param>
/// <param name="Settings">The method's settings, as they print; null for the original.</param>
/// <param name="UA">Unlearning accuracy, percent.</param>
/// <param name="MIA">Membership inference efficacy, percent.</param>
/// <param name="RA">Retain accuracy, percent.</param>
/// <param name="TA">Test accuracy, percent.</param>
/// <param name="H">Entropy on D_f, nats.</param>
/// <param name="RTE">Run time, seconds.</param>
/// <param name="AverageGap">Mean of |Δ| over UA, MIA, RA and TA, points; smaller is better.</param>
/// <param name="OverForgets">On average over the seeds.</param>
public sealed record ComparisonRow(
    string Name, string Method, BatchNormStatistics? BatchNorm, string? Settings,
    Against UA, Against MIA, Against RA, Against TA, Against H, Against RTE, Spread AverageGap, bool OverForgets)
{
    /// <inheritdoc cref="Run.Recalibrated"/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Recalibrated { get; init; }

    /// <summary>RA or TA more than <see cref="Gap.Allowance"/> points below Retrain's, on average over the seeds.</summary>
    public bool LosesRetention => Math.Min(RA.Gap.Mean, TA.Gap.Mean) < -Gap.Allowance;

    internal static ComparisonRow Of(IReadOnlyList<Run> runs, Dictionary<int, Scores> retrained, IEnumerable<string> apart)
    {
        var pairs = runs.Select(run => (Mine: run.Scores, Theirs: retrained[run.Seed])).ToList();
        var (ua, ra, ta) = (Compare(s => s.UA), Compare(s => s.RA), Compare(s => s.TA));
        return new(runs[0].NameWith(apart), runs[0].Method, runs[0].BatchNorm, runs[0].Settings?.ToString(),
            ua, Compare(s => s.MIA), ra, ta, Compare(s => s.H), Compare(s => s.RTE),
            Spread.Of(pairs.Select(pair => Gap.Average(pair.Mine, pair.Theirs))),
            Gap.OverForgets(ua.Gap.Mean, ra.Gap.Mean, ta.Gap.Mean))
        { Recalibrated = runs[0].Recalibrated };

        Against Compare(Func<Scores, double> metric) =>
            new(Spread.Of(pairs.Select(pair => metric(pair.Mine))), Spread.Of(pairs.Select(pair => metric(pair.Mine) - metric(pair.Theirs))));
    }
}

/// <summary>A metric of a method, and what separates it from Retrain's of the same seed.</summary>
/// <param name="Value">Over the seeds.</param>
/// <param name="Gap">Value − Retrain's, over the seeds.</param>
public readonly record struct Against(Spread Value, Spread Gap);
