namespace Unlearn;

/// <summary>The zero retrain forgetting score of Chundawat et al. (2023, "Can Bad Teaching Induce Forgetting?").</summary>
public static class Zrf
{
    /// <summary>
    /// 1 − mean JS(h_u(x) ‖ h_random(x)) over D_f, JS in nats, so in [1 − ln 2, 1]: 1 is as ignorant of D_f as a network that was never trained.
    /// More is not better: a retrained network guesses D_f from what it kept, and its value is the good one.
    /// </summary>
    /// <param name="unlearned">On D_f.</param>
    /// <param name="random">Of the same architecture with fresh weights, on D_f.</param>
    /// <exception cref="ArgumentException">Other samples.</exception>
    public static double Of(Outputs unlearned, Outputs random) => 1 - Divergence.Of(random, unlearned).Js;
}
