using System.Text.Json;

namespace Unlearn;

/// <summary>What attacks found of one method over T pairs of shadows.</summary>
/// <param name="Forgetting">How D_f was chosen.</param>
/// <param name="Description">Who was forgotten, in words.</param>
/// <param name="Method">Null: the original as it is, which forgot nothing. A Retrain is attacked as if it had unlearned, by half of the shadows against the other half.</param>
/// <param name="Share">Of D_r that each pair drew.</param>
/// <param name="Population">AUC of the attack that knows nothing of single samples: φ of D_f against φ of the test set, on each of the T networks.</param>
/// <param name="PopulationInterval">Of its mean over the networks; 95 %.</param>
/// <param name="PerExample">U-LiRA, RMIA and the forgetting quality.</param>
public sealed record MethodAttacked(
    Forgetting Forgetting, string Description, Unlearner? Method, double Share, Spread Population, Interval PopulationInterval, PerExampleAttacks PerExample)
{
    /// <summary>T.</summary>
    public int Pairs => Population.Count;

    /// <summary>"UGradSL+"; "Retrain (half against half)".</summary>
    public string Name => Methods.Title(Method, Method is Retrain ? ["half against half"] : []);

    /// <summary>As JSON: AUC and TPR are fractions, F a fraction, ε without unit.</summary>
    public static string Json(IEnumerable<MethodAttacked> all) => JsonSerializer.Serialize(all.Select(a => new
    {
        forgotten = a.Description,
        forgetting = a.Forgetting,
        name = a.Name,
        method = a.Method,
        pairs = a.Pairs,
        share = a.Share,
        population = new { auc = a.Population.Mean, aucLow = a.PopulationInterval.Low, aucHigh = a.PopulationInterval.High },
        uLira = EvaluationJson.Shown(a.PerExample.Lira),
        rmia = EvaluationJson.Shown(a.PerExample.Rmia),
        forgettingQuality = new
        {
            score = a.PerExample.Quality.Score,
            low = a.PerExample.QualityInterval.Low,
            high = a.PerExample.QualityInterval.High,
            networks = a.PerExample.Quality.Networks,
            capped = a.PerExample.Quality.Capped(),
            ceiling = a.PerExample.Quality.Ceiling(),
            epsilons = a.PerExample.Quality.Epsilons,
        },
    }), Unlearn.Json.Indented);
}
