using System.Text.Json;

namespace Unlearn;

/// <summary>
/// An evaluation as JSON. UA, MIA, RA, TA and their gaps are percents and points, H nats; AUC, TPR, ToW and ECE are fractions. What the inputs do
/// not give is not there; what a sample cannot resolve is null.
/// </summary>
public static class EvaluationJson
{
    /// <summary>Indented; the names stand in the README.</summary>
    public static string Of(Evaluation e)
    {
        var all = Paper(e.Unlearned);
        all["relativeH"] = e.RelativeEntropy;
        if (e.Distance is { } d)
        {
            all["gap"] = Paper(d.Gap);
            foreach (var (name, value) in Apart(d)) all[name] = value;
            all["overForgets"] = d.OverForgets;
        }
        if (e.Floor is { } floor) all["noiseFloor"] = new Dictionary<string, object?>(Apart(e.FloorDistance!))
        {
            ["UA"] = floor.UA,
            ["MIA"] = floor.MIA,
            ["RA"] = floor.RA,
            ["TA"] = floor.TA,
            ["H"] = floor.H,
            ["avgGap"] = floor.AverageGap,
            ["pairs"] = floor.Pairs,
        };
        if (e.Retrained is { } retrained) all["retrained"] = Paper(retrained);
        if (e.Original is { } original) all["original"] = Paper(original);
        all["attacks"] = Named(e.Attacks);
        if (e.RetrainedAttacks.Count > 0) all["retrainedAttacks"] = Named(e.RetrainedAttacks);
        if (e.Quality is { } quality) all["forgettingQuality"] = new { score = quality.Score, networks = quality.Networks, capped = quality.Capped(), ceiling = quality.Ceiling() };
        if (e.Inside is { } inside)
        {
            all["cka"] = inside.Layers;
            all["weightDistance"] = new { unlearned = inside.Weights, floor = inside.WeightFloor };
        }
        if (e.Zrf is { } zrf) all["zrf"] = new { zrf.Unlearned, zrf.Retrained, zrf.RetrainedAgain };
        if (e.ByHeart.Count > 0) all["byHeart"] = e.ByHeart.ToDictionary(part => part.Part, part => (object)new
        {
            count = part.Count,
            accuracy = part.Accuracy.Unlearned,
            retrained = part.Accuracy.Retrained,
            retrainedAgain = part.Accuracy.RetrainedAgain,
            original = part.Original,
            attack = part.Attack is null ? null : Shown(part.Attack),
            retrainedAttack = part.RetrainedAttack is null ? null : Shown(part.RetrainedAttack),
        });
        if (e.RetrainedCalibration is var (f, r, t)) all["retrainedEce"] = new { forget = f, retain = r, test = t };
        all["ece"] = new { forget = e.Calibration.Forget, retain = e.Calibration.Retain, test = e.Calibration.Test };
        all["predictionMatrixDistance"] = double.IsNaN(e.Streisand) ? null : e.Streisand;
        if (e.RetrainedStreisand is { } matrix) all["retrainedPredictionMatrixDistance"] = double.IsNaN(matrix) ? null : matrix;
        if (e.Damage.Count > 0) all["perClass"] = e.Damage.Select(c => new { @class = c.Group, count = c.Count, before = c.Before, after = c.After, change = c.Change });
        if (e.Siblings.Count > 0) all["siblings"] = e.Siblings.Select(c => new { subclass = c.Group, count = c.Count, before = c.Before, after = c.After, change = c.Change });
        if (e.Measured?.Relearned is { } again)
            all["relearning"] = new { steps = again.UnlearnedSteps, retrainedSteps = again.RetrainedSteps, ain = again.AnamnesisIndex, original = again.Original, margin = again.Margin };
        if (e.Measured?.Unlearned is { } cost)
            all["cost"] = new { unlearned = cost, retrained = e.Measured.Retrained, ratioToRetrain = e.Measured.RatioToRetrain };
        all["samples"] = new { forget = e.Sizes.Forget, retain = e.Sizes.Retain, test = e.Sizes.Test, classes = e.Sizes.Classes };
        all["notes"] = e.Notes;
        return JsonSerializer.Serialize(all, Json.Indented);
    }

    private static Dictionary<string, object?> Paper(Scores s)
    {
        Dictionary<string, object?> numbers = new() { ["UA"] = s.UA, ["MIA"] = s.MIA, ["RA"] = s.RA, ["TA"] = s.TA, ["H"] = s.H };
        if (!double.IsNaN(s.RTE)) numbers["RTE"] = s.RTE;
        return numbers;
    }

    private static Dictionary<string, object?> Apart(DistanceToRetrain d)
    {
        Dictionary<string, object?> all = new() { ["avgGap"] = d.AverageGap, ["tow"] = d.TugOfWar, ["towMia"] = d.TugOfWarMia };
        foreach (var (set, v) in ((string, Divergence)[])[("Forget", d.Forget), ("Retain", d.Retain), ("Test", d.Test)])
        {
            all[$"kl{set}"] = v.Kl;
            all[$"js{set}"] = v.Js;
            all[$"disagreement{set}"] = v.Disagreement;
        }
        all["entropyWasserstein"] = d.EntropyDistance;
        return all;
    }

    private static Dictionary<string, object> Named(IEnumerable<AttackResult> attacks) => attacks.ToDictionary(a => a.Name, a => (object)Shown(a));

    /// <summary>One attack.</summary>
    internal static Dictionary<string, object?> Shown(AttackResult a)
    {
        Dictionary<string, object?> all = new()
        {
            ["auc"] = a.Auc,
            ["aucLow"] = a.AucInterval.Low,
            ["aucHigh"] = a.AucInterval.High,
            ["tprAt1PercentFpr"] = a.TprAt1Percent,
            ["tprAt01PercentFpr"] = a.TprAt01Percent,
            ["accuracy"] = a.Accuracy,
            ["nonMemberShare"] = a.NonMemberShare,
            ["members"] = a.Members,
            ["nonMembers"] = a.NonMembers,
            ["good"] = a.Good,
            ["notes"] = a.Notes,
        };
        if (a.TprAt1PercentInterval is { } one) all["tprAt1PercentFprInterval"] = new[] { one.Low, one.High };
        if (a.TprAt01PercentInterval is { } tenth) all["tprAt01PercentFprInterval"] = new[] { tenth.Low, tenth.High };
        return all;
    }
}
