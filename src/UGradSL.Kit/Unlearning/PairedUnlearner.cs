namespace Unlearn;

/// <summary>How a step's retain and forget batches pass through the network.</summary>
public enum Forward
{
    /// <summary>One pass each, the retain batch first. BatchNorm normalises each by its own statistics.</summary>
    Separate,

    /// <summary>
    /// One pass for both, faster. BatchNorm normalises both by the statistics of the two together, so D_f reaches into what D_r is
    /// normalised by. Running statistics move once, towards the mixture, with <see cref="BatchNormStatistics.Both"/>; with
    /// <see cref="BatchNormStatistics.RetainOnly"/> not at all, since half a pass cannot move them.
    /// </summary>
    Concatenated,
}

/// <summary>A method whose steps descend L = w_r·L_r(retain batch) + w_f·L_f(forget batch).</summary>
public abstract record PairedUnlearner : AscendingUnlearner
{
    /// <summary>One forward pass for each batch, or one for both. The same without BatchNorm.</summary>
    public Forward Forward { get; init; }

    /// <inheritdoc/>
    public override long SamplesPassed(ForgetSplit data) => 2 * base.SamplesPassed(data);

    /// <summary>
    /// One step. A loss gets logits [B, K] and its batch; <see cref="AscendingUnlearner.LossCap"/> bounds the forget loss where its weight
    /// is below 0. A term of weight 0 is not computed: the other batch then passes alone, as with <see cref="Forward.Separate"/>.
    /// </summary>
    protected Step Descend(
        Descent sgd, Net net, int epoch,
        (double Weight, Batch Batch, Func<Tensor, Batch, Tensor> Loss) retain,
        (double Weight, Batch Batch, Func<Tensor, Batch, Tensor> Loss) forget)
    {
        if (Forward == Forward.Separate || retain.Weight == 0 || forget.Weight == 0)
            return sgd.Take(epoch,
                (retain.Weight, retain.Batch, b => retain.Loss(net.call(b.X), b)),
                (forget.Weight, forget.Batch, b => Bounded(forget.Loss(Forget(net, b.X), b))));
        using var both = new Batch(cat([retain.Batch.X, forget.Batch.X]), cat([retain.Batch.Y, forget.Batch.Y]));
        return sgd.Take(epoch, (1, both, b =>
        {
            var logits = Forget(net, b.X);                                                                     // [B_r + B_f, K]
            return retain.Weight * retain.Loss(logits.narrow(0, 0, retain.Batch.Count), retain.Batch)
                + forget.Weight * Bounded(forget.Loss(logits.narrow(0, retain.Batch.Count, forget.Batch.Count), forget.Batch));
        }
        ));

        Tensor Bounded(Tensor loss) => forget.Weight < 0 ? Cap(loss) : loss;
    }

    /// <summary>
    /// One pass over D_r, an endless reshuffled D_f going along. The companion has a generator of its own: with only one term of weight
    /// above 0, the order is that of a method that knows no other set.
    /// </summary>
    protected IEnumerable<(Batch Forget, Batch Retain)> OverRetain(ForgetSplit data, Generator rng, Generator companion) =>
        data.Retain.Batches(rng, BatchSize, Augmentation).Zip(data.Forget.Cycle(companion, BatchSize, Augmentation), (retain, forget) => (forget, retain));

    /// <summary>One pass over D_f, an endless reshuffled D_r going along.</summary>
    protected IEnumerable<(Batch Forget, Batch Retain)> OverForget(ForgetSplit data, Generator rng, Generator companion) =>
        data.Forget.Batches(rng, BatchSize, Augmentation).Zip(data.Retain.Cycle(companion, BatchSize, Augmentation));
}
