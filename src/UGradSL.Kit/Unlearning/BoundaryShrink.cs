namespace Unlearn;

/// <summary>
/// BU by boundary shrink (Chen et al. 2023, section 4.2; paper, appendix D.2): every image of D_f is fine-tuned to the wrong class whose
/// decision boundary lies nearest, L = ℓ(h_θ, (x_f, y′)), y′ = argmax_{k≠y} h_0(x′)_k, where h_0 is the original network in evaluation mode
/// and x′ = x_f + ε·sign(∇_x ℓ(h_0, z_f)), clipped to [0, 1], lies across that boundary. One epoch is one pass over D_f.
/// </summary>
/// <remarks>
/// <see cref="Reading.AsReleased"/> is the authors' code: y′ is the argmax over <i>all</i> classes, so that an image whose class survives the
/// perturbation is trained on as what it is, and x′ is rounded to bytes. A text has no direction to be moved in: its y′ is taken at x itself.
/// </remarks>
/// <param name="Epochs">The authors' 10.</param>
/// <param name="LearningRate">The authors' code has 1e-5, for 5,000 images in batches of 64; it hardly moves a network here.</param>
/// <param name="Epsilon">ε, in units of the whole range of a pixel; the authors' 0.1.</param>
[Method("Chen et al. 2023, Boundary Unlearning", Needs.Teacher)]
public sealed record BoundaryShrink(int Epochs = 10, double LearningRate = 1e-3, double Epsilon = 0.1) : AscendingUnlearner
{
    /// <summary>The paper's nearest wrong class, or the released code's.</summary>
    public Reading Reading { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        Check();
        using var original = net.Clone();
        original.eval();
        using var sgd = Sgd(net, LearningRate, ClipNorm);
        for (var epoch = 0; epoch < Epochs && !Stops(net, data); epoch++)
            foreach (var forget in data.Forget.Batches(rng, BatchSize, Augmentation))
                yield return sgd.Take(epoch, (1, forget, b => cross_entropy(Forget(net, b.X), Nearest(original, b, data.Forget.Source.Normalization))));
    }

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Trainer.Steps(data.Forget, BatchSize, Epochs);

    /// <inheritdoc/>
    public override IEnumerable<string> Variants() => [.. base.Variants(), .. Reading.Variants()];

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        CheckDescent(Epochs, LearningRate);
        CheckNoCap();
        if (Epsilon is not (>= 0 and <= 1)) throw new ArgumentException($"ε = {Epsilon} is outside [0, 1], the range of a pixel (try 0.1).");
    }

    /// <summary>y′ of each image, int64 [B].</summary>
    internal Tensor Nearest(Net original, Batch batch, Normalization? normalization)
    {
        using var scope = NewDisposeScope();
        var x = normalization is null ? batch.X : Across(original, batch, normalization);
        using var quiet = no_grad();
        var logits = original.call(x);                                                                                // [B, K]
        if (Reading == Reading.AsPublished) logits = logits.scatter(1, batch.Y.unsqueeze(1), full(batch.Count, 1, float.NegativeInfinity, device: x.device));
        return logits.argmax(1).MoveToOuterDisposeScope();
    }

    /// <summary>x′: the fast gradient sign method (Goodfellow et al. 2015), in pixels.</summary>
    private Tensor Across(Net original, Batch batch, Normalization normalization)
    {
        using var scope = NewDisposeScope();
        var (mean, std) = (tensor(normalization.Mean.ToArray(), device: batch.X.device).view(1, -1, 1, 1), tensor(normalization.Std.ToArray(), device: batch.X.device).view(1, -1, 1, 1));
        var x = batch.X.detach().clone().requires_grad_();
        var direction = Gradients.Of([cross_entropy(original.call(x), batch.Y)], [x])[0].sign(); // [B, C, H, W]
        var pixels = (batch.X * std + mean + Epsilon * direction).clamp(0, 1);                                       // [B, C, H, W]
        if (Reading == Reading.AsReleased) pixels = (pixels * 255).round() / 255;
        return ((pixels - mean) / std).detach().MoveToOuterDisposeScope();
    }
}
