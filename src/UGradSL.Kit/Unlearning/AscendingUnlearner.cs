using System.Globalization;

namespace Unlearn;

/// <summary>A method that raises the loss of D_f by batches of it, which pass through the network in training mode.</summary>
/// <remarks>
/// A climbed loss has no highest point, least of all under negative smoothing, where even the gradient at the logits never vanishes
/// (docs/paper.md). What ends the climb is the number of steps; three optional bounds are here, off by default.
/// </remarks>
public abstract record AscendingUnlearner : Unlearner
{
    /// <summary>Whether forget batches move BatchNorm's running statistics. On class forgetting this decides most of the damage.</summary>
    public BatchNormStatistics BatchNorm { get; init; } = BatchNormStatistics.RetainOnly;

    /// <summary>The longest that a step's gradient may be, in its Euclidean norm; null: as long as it is.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Where a forget loss ℓ is climbed, min(ℓ, this) is climbed: beyond it the term has no gradient. Null: no bound.</summary>
    public double? LossCap { get; init; }

    /// <summary>Stops before the first epoch at whose start accuracy on D_f is no higher than on data never seen (<see cref="UnseenAccuracy"/>).</summary>
    public bool StopAtUnseen { get; init; }

    /// <summary>Logits [B, K] of a forget batch, as <see cref="BatchNorm"/> says.</summary>
    protected Tensor Forget(Net net, Tensor x) => net.CallForget(x, BatchNorm);

    /// <summary>min(ℓ, <see cref="LossCap"/>).</summary>
    protected Tensor Cap(Tensor loss) => LossCap is { } cap ? loss.clamp_max(cap) : loss;

    /// <summary>Whether to take no further epoch, as <see cref="StopAtUnseen"/> says.</summary>
    protected bool Stops(Net net, ForgetSplit data) => StopAtUnseen && UnseenAccuracy.IsReached(net, data);

    /// <inheritdoc/>
    public override IEnumerable<string> Variants()
    {
        if (BatchNorm == BatchNormStatistics.Both) yield return "BN both";
        if (ClipNorm is { } norm) yield return string.Create(CultureInfo.InvariantCulture, $"clip {norm:G3}");
        if (LossCap is { } cap) yield return string.Create(CultureInfo.InvariantCulture, $"cap {cap:G3}");
        if (StopAtUnseen) yield return "stop at unseen";
    }

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (ClipNorm is not (null or (> 0 and < double.PositiveInfinity)))
            throw new ArgumentException($"a gradient of norm {ClipNorm} at most: a positive bound is needed (try 1), or null for none.");
        if (LossCap is { } cap && !double.IsFinite(cap))
            throw new ArgumentException($"a forget loss of {cap} at most: a finite bound is needed (try ln K, the loss of a network that knows nothing), or null for none.");
    }

    /// <summary>Refuses <see cref="LossCap"/> where no loss is climbed.</summary>
    protected void CheckNoCap()
    {
        if (LossCap is { } cap)
            throw new ArgumentException($"LossCap {cap}: {GetType().Name} descends towards other labels and climbs no loss, so there is nothing to bound; leave it null.");
    }
}
