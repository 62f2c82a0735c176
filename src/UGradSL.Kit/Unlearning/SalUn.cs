namespace Unlearn;

/// <summary>
/// SalUn: <see cref="RandomLabels"/> on the salient weights alone, θ ← m ⊙ (θ + Δθ) + (1 − m) ⊙ θ_o with m = 1(|∇_θ ℓ(θ_o; D_f)| ≥ γ)
/// (Fan et al. 2024, eqs. 3, 4 and 6). γ lets the given share of all weights through; the paper's is the median. The gradient is that
/// of the mean loss over D_f, in evaluation mode; ties at γ are salient.
/// AsReleased: m comes from the sum of the batches' mean gradients, and masks gradients only, so that weight decay moves every weight, as
/// the public code did until 2026; labels and order as <see cref="RandomLabels"/> says.
/// </summary>
/// <param name="Epochs">The paper's 10.</param>
/// <param name="LearningRate">The public code's 0.013.</param>
/// <param name="RetainWeight">α of eq. 6.</param>
/// <param name="Fraction">Share of the weights that are salient, in (0, 1]; 1 is <see cref="RandomLabels"/>.</param>
[Method("Fan et al. 2024, SalUn", Needs.Retain | Needs.Mask)]
public sealed record SalUn(int Epochs = 10, double LearningRate = 0.013, double RetainWeight = 1, double Fraction = 0.5)
    : RandomLabels(Epochs, LearningRate, RetainWeight)
{
    /// <summary>One step for each batch of D_f whose gradient is read; then the mask holds for all that follow.</summary>
    protected override IEnumerable<Step> Prepare(Descent sgd, Net net, ForgetSplit data)
    {
        using var sum = zeros_like(sgd.Parameters.Value).DetachFromDisposeScope();                          // [P]
        net.eval();
        foreach (var forget in data.Forget.InOrder(BatchSize))
        {
            var step = sgd.Differentiate(forget, b => cross_entropy(net.call(b.X), b.Y));
            sum.add_(sgd.Parameters.Gradient, alpha: Reading == Reading.AsPublished ? (double)forget.Count / data.Forget.Count : 1);
            yield return step;
        }
        net.train();
        sgd.Mask = Salient(sum, Fraction);                                                                  // [P]
        sgd.MasksGradientsOnly = Reading == Reading.AsReleased;
    }

    /// <summary>m, bool [P]: true where |g| is at least its ⌈share·P⌉-th largest value. Fresh.</summary>
    internal static Tensor Salient(Tensor gradient, double share)
    {
        using var scope = NewDisposeScope();
        var size = gradient.abs();                                                                          // [P]
        var count = (long)Math.Ceiling(share * size.numel());
        var least = size.kthvalue(size.numel() - count + 1, 0).values;                                      // []
        return size.ge(least).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Trainer.Steps(data.Forget, BatchSize, 1) + base.Steps(data);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (Fraction is not (> 0 and <= 1))
            throw new ArgumentException($"a salient share of {Fraction} is outside (0, 1]: try 0.5, or 1 for random labels on every weight.");
    }
}
