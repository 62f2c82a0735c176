using System.Globalization;

namespace Unlearn;

/// <summary>Attacks per sample beside the population attack, a table for each way to forget.</summary>
public static class AttackTable
{
    /// <summary>A row a method: AUC and TPR with their 95 % intervals, the forgetting quality with the number of samples at its cap.</summary>
    /// <param name="attacked">As <see cref="ShadowAttack.Read"/> yields it.</param>
    public static IEnumerable<Table> Of(IEnumerable<MethodAttacked> attacked) => attacked.GroupBy(a => a.Forgetting).Select(group =>
    {
        List<MethodAttacked> rows = [.. group];
        return new Table(["Method", "T", "Population AUC", "U-LiRA AUC", "TPR at 1 % FPR", "TPR at 0.1 % FPR", "RMIA AUC", "RMIA TPR at 1 % FPR", "F ↑", "ε at cap"],
            rows.Select(a => (IReadOnlyList<object?>)
            [
                a.Name, a.Pairs, Cell(a.Population.Mean, a.PopulationInterval), Cell(a.PerExample.Lira.Auc, a.PerExample.Lira.AucInterval),
                Cell(a.PerExample.Lira.TprAt1Percent, a.PerExample.Lira.TprAt1PercentInterval), Cell(a.PerExample.Lira.TprAt01Percent, a.PerExample.Lira.TprAt01PercentInterval),
                Cell(a.PerExample.Rmia.Auc, a.PerExample.Rmia.AucInterval), Cell(a.PerExample.Rmia.TprAt1Percent, a.PerExample.Rmia.TprAt1PercentInterval),
                Cell(a.PerExample.Quality.Score, a.PerExample.QualityInterval), $"{a.PerExample.Quality.Capped()} / {a.PerExample.Quality.Epsilons.Count}",
            ]),
            $"Attacks on networks that unlearned {rows[0].Description}", [.. Notes(rows)])
        { ColoredBy = "Method" };
    });

    private static IEnumerable<string> Notes(List<MethodAttacked> rows)
    {
        var all = rows[^1];
        yield return $"T = {all.Pairs} pairs of shadows, {(all.Share < 1 ? string.Create(CultureInfo.InvariantCulture, $"each on a draw of {100 * all.Share:0.#} % of D_r") : "seeds alone differ")}; "
            + "the good AUC is 0.5, the good TPR is the FPR, whatever Retrain's row shows is chance.";
        yield return "Population: the log-odds of D_f against those of the test set on one network, mean over the T networks; Retrain's value is the good one. "
            + "U-LiRA and RMIA: D_f by a network that unlearned it against D_f by one that never saw it, each pair by all other pairs; 95 % bootstrap over pairs and samples.";
        yield return string.Create(CultureInfo.InvariantCulture, $"F: forgetting quality of the NeurIPS 2023 competition, N = T networks of each kind (it had 512); from ε = ⌈ln(N − 1)⌉ on ({all.PerExample.Quality.Ceiling():0} for {all.Pairs}) a sample gives nothing, "
            + $"ε is capped at {ForgettingQuality.Cap:0}. Interval over samples.");
        foreach (var note in rows.SelectMany(r => r.PerExample.Lira.Notes).Where(n => n.StartsWith("no TPR", StringComparison.Ordinal)).Distinct()) yield return note;
    }

    private static string Cell(double? value, Interval? interval) => value is not { } v || interval is null ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{v:0.000} ({interval.Low:0.000} to {interval.High:0.000})");
}
