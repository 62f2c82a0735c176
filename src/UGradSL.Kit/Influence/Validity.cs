namespace Unlearn;

/// <summary>
/// How good b is, before any sign made of it is believed: its prediction of retraining held against retraining, for groups that are left
/// out one at a time. With u = θ_r − θ_tr the true way, b is good where cos(b, u) is near 1 and ‖u − b‖/‖u‖ small; its prediction of the
/// forgotten loss, R_f(θ_tr + b), may be good where the parameters are not.
/// </summary>
public static class Validity
{
    /// <summary>Holds b against retraining for each group.</summary>
    /// <param name="groups">One for each group left out: at least 3, better 20.</param>
    /// <param name="rng">For the bootstraps, on the CPU.</param>
    /// <exception cref="ArgumentException">Fewer than 3 groups, or the same loss for all.</exception>
    public static GroupValidity LeaveGroupOut(IReadOnlyList<LeftOut> groups, Generator rng)
    {
        if (groups.Count < 3) throw new ArgumentException($"{groups.Count} groups: at least 3 are needed, and 20 for an interval that says much.");
        Bounded Mean(Func<LeftOut, double> number)
        {
            double[] values = [.. groups.Select(number)];
            return new(values.Average(), MeanInterval.Of(values, rng)!);
        }
        return new(Agreement.Of([.. groups.Select(g => g.PredictedLoss - g.LossBefore)], [.. groups.Select(g => g.RetrainedLoss - g.LossBefore)], rng), Mean(g => g.Cosine), Mean(g => g.RelativeError), groups.Count);
    }

    /// <summary>Leaves one group out of a convex problem: retrained to the minimum, and predicted by b with the exact Hessian.</summary>
    /// <param name="x">float64 [N, d].</param>
    /// <param name="y">int64 [N].</param>
    /// <param name="original">W [K, d], the minimiser over all rows.</param>
    /// <param name="group">The rows left out.</param>
    /// <param name="ridge">μ.</param>
    public static LeftOut Exact(Tensor x, Tensor y, Tensor original, IReadOnlyList<int> group, double ridge)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor Rows(IEnumerable<int> rows) => tensor(rows.Select(i => (long)i).ToArray());
        var (left, kept) = (Rows(group), Rows(Enumerable.Range(0, (int)y.shape[0]).Except(group)));
        var (keptX, keptY) = (x.index_select(0, kept), y.index_select(0, kept));
        var retrained = SoftmaxFit.Minimise(keptX, keptY, (int)original.shape[0], ridge);                    // [K, d]
        SoftmaxRisk Forget(Tensor w) => new(x.index_select(0, left), y.index_select(0, left), w) { WeightDecay = ridge };
        using var solution = new Direct(1e-10).Solve(new SoftmaxRisk(keptX, keptY, original) { WeightDecay = ridge }.Hessian(), Forget(original).Gradient());
        var predicted = original + solution.X.view(original.shape);                                          // [K, d]
        double Loss(Tensor w) => new SoftmaxRisk(x.index_select(0, left), y.index_select(0, left), w).Value();
        return LeftOut.Of(Loss(original), Loss(predicted), Loss(retrained), solution.X, (retrained - original).reshape(-1));
    }

    /// <summary>Leaves one group out of a network's training samples: retrained by <paramref name="retrained"/>, predicted by b with damped Gauss–Newton.</summary>
    /// <param name="original">Trained on D_tr; its parameters are moved by b, and put back.</param>
    /// <param name="retrained">Trained without the group; left as it is.</param>
    /// <param name="retain">D_r.</param>
    /// <param name="forget">The group.</param>
    /// <param name="settings">Weight decay, damping (0 if null), solver, batch size.</param>
    /// <exception cref="InvalidOperationException">The solve did not converge.</exception>
    public static LeftOut Network(nn.Module<Tensor, Tensor> original, nn.Module<Tensor, Tensor> retrained, Examples retain, Examples forget, ProbeSettings settings)
    {
        using var scope = NewDisposeScope();
        var (here, there) = (ParameterBlock.All(original), ParameterBlock.All(retrained));
        NetRisk Over(nn.Module<Tensor, Tensor> net, Examples data, ParameterBlock block, double decay) => new(net, data, block) { WeightDecay = decay, BatchSize = settings.BatchSize };
        var map = Over(original, retain, here, settings.WeightDecay).Curvature(settings.Curvature).Damped(retain.Count * (settings.Damping ?? 0));
        using var solution = settings.Solver.Solve(map, Over(original, forget, here, settings.WeightDecay).Gradient());
        var b = solution.X;                                                                                  // [P]
        var (theta, loss) = (here.Read(), Over(original, forget, here, 0));
        var before = loss.Value();
        try
        {
            here.Write(theta + b);
            return LeftOut.Of(before, loss.Value(), Over(retrained, forget, there, 0).Value(), b, there.Read() - theta);
        }
        finally
        {
            here.Write(theta);
        }
    }
}

/// <summary>A group that was left out.</summary>
/// <param name="LossBefore">R_f(θ_tr), without weight decay.</param>
/// <param name="PredictedLoss">R_f(θ_tr + b).</param>
/// <param name="RetrainedLoss">R_f(θ_r).</param>
/// <param name="Cosine">cos(b, θ_r − θ_tr).</param>
/// <param name="RelativeError">‖θ_r − θ_tr − b‖/‖θ_r − θ_tr‖.</param>
public sealed record LeftOut(double LossBefore, double PredictedLoss, double RetrainedLoss, double Cosine, double RelativeError)
{
    internal static LeftOut Of(double before, double predicted, double retrained, Tensor b, Tensor moved)
    {
        using var scope = NewDisposeScope();
        return new(before, predicted, retrained, b.Dot(moved) / b.Norm() / moved.Norm(), (moved - b).Norm() / moved.Norm());
    }
}

/// <summary>What groups that were left out say of b.</summary>
/// <param name="ForgetLoss">Of the change in the forgotten loss, predicted against retrained.</param>
/// <param name="Cosine">Mean of cos(b, θ_r − θ_tr).</param>
/// <param name="RelativeError">Mean of ‖θ_r − θ_tr − b‖/‖θ_r − θ_tr‖: above 1, b is further off than no step at all.</param>
/// <param name="Groups">How many.</param>
public sealed record GroupValidity(Agreement ForgetLoss, Bounded Cosine, Bounded RelativeError, int Groups);
