using System.Globalization;

namespace Unlearn;

/// <summary>How good b was, as tables with 95 % intervals.</summary>
public static class ValidityTable
{
    /// <summary>Groups left out: a row a model.</summary>
    public static Table Of(IReadOnlyList<GroupFinding> groups) => new(
        ["data", "model", "groups", "cos(b, θ_r − θ_tr)", "‖θ_r − θ_tr − b‖/‖θ_r − θ_tr‖", "forgotten loss: Pearson", "Spearman", "slope, retrained over predicted"],
        groups.GroupBy(g => (g.Data, g.Model)).Select(g =>
        {
            using var rng = Seeds.Stream(0, "interval");
            var validity = Validity.LeaveGroupOut([.. g.Select(row => row.LeftOut())], rng);
            return (IReadOnlyList<object?>)[g.Key.Data, g.Key.Model, validity.Groups, F(validity.Cosine), F(validity.RelativeError), F(validity.ForgetLoss.Pearson), F(validity.ForgetLoss.Spearman), F(validity.ForgetLoss.Slope)];
        }), "Leave-group-out: b against retraining");

    /// <summary>Linear datamodelling scores: a row a model.</summary>
    public static Table Of(IReadOnlyList<QueryFinding> queries) => new(
        ["data", "model", "subsets", "queries", "score"],
        queries.GroupBy(q => (q.Data, q.Model, q.Subsets)).Select(g =>
        {
            using var rng = Seeds.Stream(0, "interval");
            double[] each = [.. g.Select(q => q.Rho)];
            return (IReadOnlyList<object?>)[g.Key.Data, g.Key.Model, g.Key.Subsets, each.Length, F(new(each.Average(), MeanInterval.Resampled(each, rng, 0.95)))];
        }), "Linear datamodelling score: mean over the queries of Spearman's ρ over random halves");

    private static string F(Bounded b) => string.Create(CultureInfo.InvariantCulture, $"{b.Value:0.00} ({b.Interval.Low:0.00} to {b.Interval.High:0.00})").Replace('-', '−');
}
