namespace Unlearn;

/// <summary>
/// SSD, selective synaptic dampening (Foster et al. 2024, eqs. 6 and 7): with I_D and I_f the mean squared gradients of the loss over D_tr and
/// over D_f, every weight that is much more important to D_f, I_f > α·I_D, becomes β·θ, β = min(λ·I_D/I_f, 1). Nothing is trained: one
/// pass over D_f, one over D_tr, then one move.
/// </summary>
/// <remarks>
/// Gradients are squared sample by sample, as the paper's importance is defined. <see cref="Reading.AsReleased"/> squares the gradient of
/// each batch's mean, as the released code does.
/// </remarks>
/// <param name="Alpha">Threshold α; ∞ dampens nothing. The paper's 10 selects nothing where D_f is a tenth of D_tr: I_D is at least n_f/n·I_f.</param>
/// <param name="Lambda">Strength λ: the smaller, the nearer to 0. The paper's 1.</param>
[Method("Foster et al. 2024, Fast Machine Unlearning Without Retraining Through Selective Synaptic Dampening", Needs.Retain | Needs.Mask | Needs.SecondOrder)]
public sealed record SelectiveDampening(double Alpha = 5, double Lambda = 1) : Unlearner
{
    /// <summary>The paper's importance, or the released code's.</summary>
    public Reading Reading { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        Check();
        SquaredGradients Importance() => Reading == Reading.AsReleased ? new BatchSquares(net, FisherLabels.Data) : new FisherDiagonal(net, FisherLabels.Data);
        using SquaredGradients forget = Importance(), whole = Importance();
        var (taken, steps) = (0, Steps(data));
        foreach (var (importance, part) in new[] { (forget, data.Forget), (whole, data.Train) })
            foreach (var batch in part.Batches(rng, BatchSize, Augmentation))
            {
                var loss = importance.Add(batch);
                if (++taken == steps) Dampen(forget, whole);
                yield return new(0, loss, batch.Count);
            }
    }

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) =>
        Trainer.Steps(data.Forget, BatchSize, 1) + Trainer.Steps(data.Train, BatchSize, 1);

    /// <inheritdoc/>
    public override IEnumerable<string> Variants() => Reading.Variants();

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (!(Alpha > 0)) throw new ArgumentException($"α = {Alpha}: the threshold is a positive number (try 10), or ∞ to dampen nothing.");
        if (Lambda is not (> 0 and < double.PositiveInfinity)) throw new ArgumentException($"λ = {Lambda}: the strength is a positive number (try 1).");
    }

    private void Dampen(SquaredGradients forget, SquaredGradients whole)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var ((_, parameter), (f, d)) in forget.Parameters.Zip(forget.Mean().Zip(whole.Mean())))
        {
            using var one = NewDisposeScope();
            var chosen = f.gt(0).logical_and((f / Alpha).gt(d));   // divided, not multiplied: ∞·0 would be no number
            var beta = (Lambda * d / f).clamp_max(1);
            parameter.copy_(where(chosen, parameter * beta, parameter));
        }
    }
}
