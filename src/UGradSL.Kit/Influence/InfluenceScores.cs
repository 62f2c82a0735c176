namespace Unlearn;

/// <summary>
/// What each training sample does to each query's loss, to first order: removing sample i moves θ by H⁻¹g_i (the b of a single sample), so
/// having it changes the loss of query q by τ_qi = −∇ℓ_q·H⁻¹·g_i. H = H_tr(θ_tr) + |D_tr|·λ·I, g_i with the weight decay of the risk.
/// </summary>
public static class InfluenceScores
{
    /// <summary>τ, float64 [Q, N]. Fresh; it belongs to the scope that is open.</summary>
    /// <param name="train">R_tr at θ_tr, N samples.</param>
    /// <param name="queries">The queries' risk at the same θ, without weight decay, Q samples.</param>
    /// <param name="curvature">Which matrix; Gauss–Newton on a network.</param>
    /// <param name="damping">λ of every sample.</param>
    /// <param name="solver">Null: conjugate gradients to 1e-3.</param>
    /// <param name="atOnce">Right-hand sides that share a network's graph.</param>
    /// <exception cref="ArgumentException">Risks of different sizes, or a negative damping.</exception>
    /// <exception cref="InvalidOperationException">A solve that did not converge; the message says how far it came.</exception>
    public static Tensor Of(Risk train, Risk queries, CurvatureKind curvature = CurvatureKind.GaussNewton, double damping = 0, Solver? solver = null, int atOnce = 8)
    {
        if (train.Size != queries.Size) throw new ArgumentException($"{train.Size} and {queries.Size} parameters: training samples and queries need the same model.");
        if (damping is not (>= 0 and < double.PositiveInfinity)) throw new ArgumentException($"damping {damping}: 0 or more is needed.");
        using var scope = NewDisposeScope();
        var map = train.Curvature(curvature).Damped(train.Count * damping);
        var decay = train.WeightDecay * train.Theta();                                   // [P]: every g_i has it
        List<Tensor> rows = [];
        foreach (var some in Enumerable.Range(0, queries.Count).Chunk(atOnce))
        {
            using var part = NewDisposeScope();
            var solved = (solver ?? new ConjugateGradient()).Solve(map, [.. some.Select(q => queries.Pick([q]).PullBack(Cotangents.CrossEntropy))]);
            try
            {
                foreach (var x in solved) rows.Add(train.Along(Cotangents.CrossEntropy, x.X).add_(decay.Dot(x.X)).neg_().MoveToOuterDisposeScope()); // [N]
            }
            finally
            {
                foreach (var x in solved) x.Dispose();
            }
        }
        return stack(rows).MoveToOuterDisposeScope();
    }
}
