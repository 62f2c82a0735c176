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
        if (e.Distance is { OverForgets: true }) rows[0] = rows[0] with { Says = "over-forgetting" };
        Add("MIA ↑", "%", mine.MIA, theirs?.MIA, gap?.MIA, floor?.MIA);
        Add("RA ↑", "%", mine.RA, theirs?.RA, gap?.RA, floor?.RA);
        Add("TA ↑", "%", mine.TA, theirs?.TA, gap?.TA, floor?.TA);
        Add("H ↑", "nats", mine.H, theirs?.H, gap?.H, floor?.H);
        if (e.Distance is { } d)
        {
            Add("Avg Gap ↓", "points", d.AverageGap, 0, d.AverageGap, floor?.AverageGap);
            Add("ToW ↑", "", d.TugOfWar, 1, d.TugOfWar - 1, 1 - e.FloorDistance?.TugOfWar);
            Add("ToW-MIA ↑", "", d.TugOfWarMia, 1, d.TugOfWarMia - 1, 1 - e.FloorDistance?.TugOfWarMia);
            foreach (var (set, v, noise) in ((string, Divergence, Divergence?)[])[("D_f", d.Forget, e.FloorDistance?.Forget), ("D_r", d.Retain, e.FloorDistance?.Retain), ("test", d.Test, e.FloorDistance?.Test)])
            {
                Add($"KL(Retrain ‖ unlearned), {set} ↓", "nats", v.Kl, 0, v.Kl, noise?.Kl);
                Add($"Jensen–Shannon, {set} ↓", "nats", v.Js, 0, v.Js, noise?.Js);
                Add($"disagreement, {set} ↓", "%", v.Disagreement, 0, v.Disagreement, noise?.Disagreement);
            }
            Add("W₁ of entropies, D_f ↓", "nats", d.EntropyDistance, 0, d.EntropyDistance, e.FloorDistance?.EntropyDistance);
        }
        if (e.Inside is { } inside)
        {
            // Retrain's own value is another seed's: 1 and 0 are out of reach.
            foreach (var layer in inside.Layers) Add($"CKA, {layer.Set}, {layer.Layer} ↑", "", layer.Cka, layer.Floor, layer.Cka - layer.Floor, layer.Cka >= layer.Floor ? double.PositiveInfinity : null);
            Add("‖θ_u − θ_r‖ ↓", "", inside.Weights, inside.WeightFloor, inside.Weights - inside.WeightFloor, inside.Weights <= inside.WeightFloor ? double.PositiveInfinity : null);
        }
        if (e.Zrf is { } zrf) Add("ZRF, D_f", "", zrf.Unlearned, zrf.Retrained, zrf.Gap, zrf.Floor);
        var reference = e.RetrainedAttacks.ToDictionary(a => a.Name);
        foreach (var attack in e.Attacks) Attack(attack, reference.GetValueOrDefault(attack.Name));
        if (e.Quality is { } quality) Add($"forgetting quality F, N = {quality.Networks} ↑", "", quality.Score);
        foreach (var part in e.ByHeart)
        {
            Add($"accuracy, {part.Part} of D_f ↓", "%", part.Accuracy.Unlearned, part.Accuracy.Retrained, part.Accuracy.Gap, part.Accuracy.Floor);
            if (part.Attack is { } attack) Attack(attack, part.RetrainedAttack);
        }
        Add("ECE, D_f", "", e.Calibration.Forget, e.RetrainedCalibration?.Forget);
        Add("ECE, D_r", "", e.Calibration.Retain, e.RetrainedCalibration?.Retain);
        Add("ECE, test", "", e.Calibration.Test, e.RetrainedCalibration?.Test);
        Add("prediction matrix, D_f from test", "", e.Streisand, e.RetrainedStreisand);
        if (e.Damage.MinBy(c => c.Change) is { } worst) Add($"accuracy, class {worst.Group}, the most damaged ↑", "%", worst.After, worst.Before, worst.Change);
        foreach (var sibling in e.Siblings) Add($"accuracy, sub-class {sibling.Group}, a sibling ↑", "%", sibling.After, sibling.Before, sibling.Change);
        if (e.Measured?.Relearned is { } again)
        {
            if (again.UnlearnedSteps is { } steps) Add("relearn time ↑", "steps", steps, again.RetrainedSteps, steps - again.RetrainedSteps);
            if (again.AnamnesisIndex is { } index) Add("AIN", "", index, 1, index - 1);
        }
        if (e.Measured?.Unlearned is { } cost)
        {
            var other = e.Measured.Retrained;
            Add("RTE ↓", "s", cost.Seconds, other?.Seconds, cost.Seconds - other?.Seconds);
            if (e.Measured.RatioToRetrain is { } ratio) Add("RTE / Retrain's ↓", "", ratio, 1);
            Add("samples passed ↓", "", cost.Samples, other?.Samples, cost.Samples - other?.Samples);
            if (cost.PeakBytes is { } peak) Add("peak memory ↓", "MiB", peak / 1048576.0, other?.PeakBytes / 1048576.0);
        }
        return new(
            new StringDataFrameColumn("Metric", rows.Select(r => r.Name)),
            new StringDataFrameColumn("Unit", rows.Select(r => r.Unit)),
            new DoubleDataFrameColumn("Unlearned", rows.Select(r => (double?)r.Value)),
            new DoubleDataFrameColumn("Retrain", rows.Select(r => r.Good)),
            new DoubleDataFrameColumn("Gap", rows.Select(r => r.Gap)),
            new StringDataFrameColumn("Says", rows.Select(r => r.Says)));

        void Attack(AttackResult attack, AttackResult? other)
        {
            Add($"{attack.Name} AUC", "", attack.Auc, other?.Auc);
            if (attack.IsChance) rows[^1] = rows[^1] with { Says = "0.5 is in its interval" };
            if (attack.TprAt1Percent is { } tpr) Add($"{attack.Name} TPR at 1 % FPR", "", tpr, other?.TprAt1Percent);
            if (attack.TprAt01Percent is { } rare) Add($"{attack.Name} TPR at 0.1 % FPR", "", rare, other?.TprAt01Percent);
        }

        void Add(string name, string unit, double value, double? good = null, double? difference = null, double? noise = null) =>
            rows.Add((name, unit, value, good, difference, difference is { } x && noise is { } f ? NoiseFloor.Says(x, f) : ""));
    }
}
