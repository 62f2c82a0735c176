using Microsoft.Data.Analysis;

namespace Unlearn;

/// <summary>An evaluation as a frame: one row a number.</summary>
internal static class EvaluationFrame
{
    public static DataFrame Of(Evaluation e)
    {
        List<(string Name, string Unit, double Value, double? Good, double? Gap, string Says)> rows = [];
        var (mine, theirs, gap, floor) = (e.Unlearned, e.Retrained, e.Distance?.Gap, e.Floor);
        Add("UA ↑", "%", mine.UA, theirs?.UA, gap?.UA, floor?.UA);
        Add("MIA ↑", "%", mine.MIA, theirs?.MIA, gap?.MIA, floor?.MIA);
        Add("RA ↑", "%", mine.RA, theirs?.RA, gap?.RA, floor?.RA);
        Add("TA ↑", "%", mine.TA, theirs?.TA, gap?.TA, floor?.TA);
        Add("H ↑", "nats", mine.H, theirs?.H, gap?.H, floor?.H);
        if (e.Distance is { } d)
        {
            Add("Avg Gap ↓", "points", d.AverageGap, 0, d.AverageGap, floor?.AverageGap);
            Add("ToW ↑", "", d.TugOfWar, 1);
            Add("ToW-MIA ↑", "", d.TugOfWarMia, 1);
            foreach (var (set, v) in ((string, Divergence)[])[("D_f", d.Forget), ("D_r", d.Retain), ("test", d.Test)])
            {
                Add($"KL(Retrain ‖ unlearned), {set} ↓", "nats", v.Kl, 0);
                Add($"Jensen–Shannon, {set} ↓", "nats", v.Js, 0);
                Add($"disagreement, {set} ↓", "%", v.Disagreement, 0);
            }
            Add("W₁ of entropies, D_f ↓", "nats", d.EntropyDistance, 0);
        }
        var reference = e.RetrainedAttacks.ToDictionary(a => a.Name);
        foreach (var attack in e.Attacks)
        {
            var other = reference.GetValueOrDefault(attack.Name);
            Add($"{attack.Name} AUC", "", attack.Auc, other?.Auc);
            if (attack.TprAt1Percent is { } tpr) Add($"{attack.Name} TPR at 1 % FPR", "", tpr, other?.TprAt1Percent);
            if (attack.TprAt01Percent is { } rare) Add($"{attack.Name} TPR at 0.1 % FPR", "", rare, other?.TprAt01Percent);
        }
        Add("ECE, D_f", "", e.Calibration.Forget);
        Add("ECE, D_r", "", e.Calibration.Retain);
        Add("ECE, test", "", e.Calibration.Test);
        Add("prediction matrix, D_f from test", "", e.Streisand);
        return new(
            new StringDataFrameColumn("Metric", rows.Select(r => r.Name)),
            new StringDataFrameColumn("Unit", rows.Select(r => r.Unit)),
            new DoubleDataFrameColumn("Unlearned", rows.Select(r => (double?)r.Value)),
            new DoubleDataFrameColumn("Retrain", rows.Select(r => r.Good)),
            new DoubleDataFrameColumn("Gap", rows.Select(r => r.Gap)),
            new StringDataFrameColumn("Says", rows.Select(r => r.Says)));

        void Add(string name, string unit, double value, double? good = null, double? difference = null, double? noise = null) =>
            rows.Add((name, unit, value, good, difference, difference is { } x && noise is { } f ? NoiseFloor.Says(x, f) : ""));
    }
}
