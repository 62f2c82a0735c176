namespace Unlearn;

/// <summary>
/// Takes a network to a minimum of its risk, where the theorems put θ_tr and θ_r and where stochastic gradient descent does not end: in
/// evaluation mode, with BatchNorm's statistics as they are, over all samples at once. Damped Newton steps θ ← θ − (H + n·λ·I)⁻¹∇R with the
/// Hessian H, by conjugate gradients that stop where the curvature turns negative (Steihaug 1983); λ falls where the quadratic model foretold
/// the risk, and rises where it did not. A risk with kinks, as ReLU and max-pool make them, may have its minimum in one: there the gradient does not vanish.
/// </summary>
public static class NetworkFit
{
    /// <summary>Moves the network's parameters to where ‖∇R‖/n is at most <paramref name="tolerance"/>, or as near as the steps bring it.</summary>
    /// <param name="net">Moved in place; statistics and modes stay.</param>
    /// <param name="data">D, n samples.</param>
    /// <param name="weightDecay">μ of R_D = Σ_D ℓ + n·μ/2·‖θ‖².</param>
    /// <param name="tolerance">Of ‖∇R‖/n. Float32 comes down to some 1e-5, float64 much further.</param>
    /// <param name="steps">At most.</param>
    /// <param name="batchSize">Samples at a time.</param>
    /// <param name="onStep">Called with where it stands after each step; throw from it to stop.</param>
    /// <returns>Where it ended, converged or not.</returns>
    /// <exception cref="ArgumentException">A setting outside its range.</exception>
    /// <exception cref="ArithmeticException">A gradient or a product that is no finite number.</exception>
    public static FitEnd Minimise(
        nn.Module<Tensor, Tensor> net, Examples data, double weightDecay, double tolerance = 1e-4, int steps = 200, int batchSize = 500, Action<FitEnd>? onStep = null)
    {
        if (tolerance is not (> 0 and < double.PositiveInfinity)) throw new ArgumentException($"tolerance {tolerance}: a positive ‖∇R‖/n is needed (try 1e-4).");
        if (weightDecay is not (>= 0 and < double.PositiveInfinity)) throw new ArgumentException($"weight decay {weightDecay}: 0 or more is needed (the trainer's is 5e-4).");
        if (steps < 1) throw new ArgumentException($"{steps} steps: at least 1 is needed (try 200).");
        using var scope = NewDisposeScope();
        var (block, lambda) = (ParameterBlock.All(net), 0.1);
        var risk = new NetRisk(net, data, block) { WeightDecay = weightDecay, BatchSize = batchSize };
        var (n, map) = ((double)data.Count, risk.Hessian());
        var gradient = risk.Gradient();                                                  // [P]
        var first = gradient.Norm() / n;
        var end = new FitEnd(0, first, risk.Value() / n, first <= tolerance);
        while (!end.Converged && end.Steps < steps && lambda < 1e8)
        {
            using var one = NewDisposeScope();
            // As exact as the way that is left deserves (Eisenstat and Walker, 1996).
            using var solution = new ConjugateGradient(Math.Clamp(Math.Sqrt(end.Gradient / first), 1e-3, 0.5), 200) { NamesCure = false }.Solve(map.Damped(n * lambda), gradient);
            // Where the curvature turns negative, what was found before still goes down.
            var step = solution.Iterate;                                                 // [P]
            if (step.Norm() == 0)
            {
                lambda *= 4;
                onStep?.Invoke(end = end with { Steps = end.Steps + 1 });
                continue;
            }
            // What the quadratic model foretells for the mean risk, also for a step that is not solved to the end.
            var foretold = (gradient.Dot(step) - step.Dot(map.Multiply(step)) / 2) / n;
            var before = block.Read();                                                   // [P]
            block.Write(before - step);
            var (value, next) = (risk.Value() / n, risk.Gradient());
            // Near the minimum rounding hides the fall of the value: there a smaller gradient is what counts.
            var better = end.Value - value > 1e-7 * Math.Abs(end.Value) || (Math.Abs(end.Value - value) <= 1e-7 * Math.Abs(end.Value) && next.Norm() / n < end.Gradient);
            if (!better) block.Write(before);
            else gradient = next.MoveToOuterDisposeScope();
            lambda = !better || end.Value - value < 0.25 * foretold ? 4 * lambda : end.Value - value > 0.75 * foretold ? Math.Max(lambda / 3, 1e-9) : lambda;
            end = better ? new(end.Steps + 1, next.Norm() / n, value, next.Norm() / n <= tolerance) : end with { Steps = end.Steps + 1 };
            onStep?.Invoke(end);
        }
        return end;
    }
}

/// <summary>Where a fit stands.</summary>
/// <param name="Steps">Taken, those that were taken back included.</param>
/// <param name="Gradient">‖∇R‖/n.</param>
/// <param name="Value">R/n.</param>
/// <param name="Converged">Whether the gradient is within the tolerance.</param>
public sealed record FitEnd(int Steps, double Gradient, double Value, bool Converged);
