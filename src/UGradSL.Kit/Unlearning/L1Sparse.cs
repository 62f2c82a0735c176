namespace Unlearn;

/// <summary>
/// ℓ1-sparse: L = ℓ(h_θ, z_r) + γ_t·‖θ‖₁. Fine-tuning that prunes on its way (Jia et al. 2023, eq. 4 and section 4), ‖·‖₁ over all
/// trained parameters. In epoch t = 0, 1, … of E, of which the last E₀ have no penalty:
/// decaying γ_t = γ·(1 − t/(E − E₀)), constant γ_t = γ, growing γ_t = γ·t/(E − E₀).
/// The paper finds the decaying one best.
/// </summary>
/// <param name="Epochs">E; the paper's 10.</param>
/// <param name="LearningRate">The paper's 0.01.</param>
/// <param name="Gamma">γ; the paper's 5e-4.</param>
[Method("Jia et al. 2023, Model Sparsity Can Simplify Machine Unlearning", Needs.Retain)]
public sealed record L1Sparse(int Epochs = 10, double LearningRate = 0.01, double Gamma = 5e-4) : Unlearner
{
    /// <summary>How γ_t goes from epoch to epoch.</summary>
    public SparsitySchedule Schedule { get; init; }

    /// <summary>E₀: epochs at the end without the penalty, fewer than E.</summary>
    public int EpochsWithout { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        using var sgd = Sgd(net, LearningRate);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            var gamma = GammaIn(epoch);
            foreach (var retain in data.Retain.Batches(rng, BatchSize, Augmentation))
                yield return sgd.Take(epoch, (1, retain, b =>
                {
                    var loss = cross_entropy(net.call(b.X), b.Y);                                           // []
                    return gamma == 0 ? loss : loss + gamma * Norm(net);
                }
                ));
        }
    }

    /// <summary>γ_t of epoch t, from 0.</summary>
    internal double GammaIn(int epoch) => epoch >= Epochs - EpochsWithout ? 0 : Schedule switch
    {
        SparsitySchedule.Constant => Gamma,
        SparsitySchedule.Growing => Gamma * epoch / (Epochs - EpochsWithout),
        _ => Gamma * (1 - epoch / (double)(Epochs - EpochsWithout)),
    };

    /// <summary>‖θ‖₁, [].</summary>
    private static Tensor Norm(Net net) =>
        net.parameters().Where(p => p.requires_grad).Select(p => p.to(ScalarType.Float32).abs().sum()).Aggregate((a, b) => a + b);

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Trainer.Steps(data.Retain, BatchSize, Epochs);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        CheckDescent(Epochs, LearningRate);
        if (Gamma is not (>= 0 and < double.PositiveInfinity)) throw new ArgumentException($"γ = {Gamma}: 0 or more is needed (try 5e-4).");
        if (EpochsWithout < 0 || EpochsWithout >= Epochs)
            throw new ArgumentException($"{EpochsWithout} epochs without the penalty: 0 to {Epochs - 1} of the {Epochs} can be meant.");
    }
}

/// <summary>How the penalty of <see cref="L1Sparse"/> goes from epoch to epoch.</summary>
public enum SparsitySchedule
{
    /// <summary>γ_t falls evenly from γ.</summary>
    Decaying,

    /// <summary>γ_t = γ.</summary>
    Constant,

    /// <summary>γ_t rises evenly from 0.</summary>
    Growing,
}
