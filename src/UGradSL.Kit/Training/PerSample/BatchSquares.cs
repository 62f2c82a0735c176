namespace Unlearn;

/// <summary>
/// What released code computes in place of the Fisher information: squares of the gradient of a batch's <i>mean</i> loss, averaged over
/// batches. Over the data's labels it is smaller by about the batch's size where samples agree little; over the network's it need not be, since
/// each sample is asked about a class with the weight that the whole batch gives it.
/// </summary>
public sealed class BatchSquares : SquaredGradients
{
    private readonly Net net;
    private readonly FisherLabels labels;
    private readonly EvaluationMode mode;
    private readonly List<Tensor> sums;
    private int batches;

    /// <param name="net">In evaluation mode until this is disposed.</param>
    /// <param name="labels">The data's, or each class in turn for the whole batch, weighted with the mean of its probability.</param>
    public BatchSquares(Net net, FisherLabels labels)
    {
        (this.net, this.labels, mode) = (net, labels, new(net));
        Parameters = [.. net.named_parameters().Where(p => p.parameter.requires_grad).Select(p => (p.name, (Tensor)p.parameter))];
        sums = [.. Parameters.Select(p => zeros(p.Tensor.shape, device: p.Tensor.device).DetachFromDisposeScope())];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Tensor Tensor)> Parameters { get; }

    /// <inheritdoc/>
    public override double Add(Batch batch)
    {
        using var scope = NewDisposeScope();
        using var graph = enable_grad();
        var logits = net.call(batch.X.AsTaken());                                      // [B, K]
        var p = softmax(logits.detach(), 1);                                           // [B, K]
        var means = p.mean([0]).data<float>().ToArray();                               // [K]
        var classes = eye(p.shape[1], device: p.device);                               // [K, K]
        if (labels == FisherLabels.Data) Accumulate(p - classes.index_select(0, batch.Y), 1);
        else
            foreach (var (k, weight) in means.Index()) Accumulate(p - classes[k], weight);
        batches++;
        return cross_entropy(logits.detach(), batch.Y).item<float>();

        void Accumulate(Tensor direction, double weight)
        {
            using var step = NewDisposeScope();
            foreach (var (sum, gradient) in sums.Zip(Gradients.Of([logits], [.. Parameters.Select(q => q.Tensor)], [direction / batch.Count])))
                sum.addcmul_(gradient, gradient, weight);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Mean() => batches > 0 ? [.. sums.Select(sum => sum / batches)]
        : throw new InvalidOperationException("no batch was added, so there is nothing to take the mean of: add one first.");

    /// <inheritdoc/>
    public override void Dispose()
    {
        mode.Dispose();
        foreach (var sum in sums) sum.Dispose();
    }
}
