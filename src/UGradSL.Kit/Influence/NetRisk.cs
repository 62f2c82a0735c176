namespace Unlearn;

/// <summary>
/// The risk of a network, by automatic differentiation: in evaluation mode, in a fixed order, batch by batch, so that neither the batch
/// size nor an earlier call matters. It leaves the network's mode, statistics and gradients as they are. Products with ReLU and max-pool
/// are those of the almost-everywhere derivative.
/// </summary>
public sealed class NetRisk : Risk
{
    private readonly nn.Module<Tensor, Tensor> net;
    private readonly Examples data;

    /// <param name="net">Samples in, logits [B, K] out, in float32 or float64; its samples are cast to that type.</param>
    /// <param name="data">D.</param>
    /// <param name="over">What is varied; null: every parameter that requires a gradient.</param>
    public NetRisk(nn.Module<Tensor, Tensor> net, Examples data, ParameterBlock? over = null)
    {
        (this.net, this.data, Parameters) = (net, data, over ?? ParameterBlock.All(net));
        using var scope = NewDisposeScope();
        using var mode = new EvaluationMode(net);
        using var quiet = no_grad();
        foreach (var batch in data.Batches(1))
        {
            var z = Call(batch.X); // [1, K]
            if (z.dim() != 2) throw new ArgumentException($"the network answers [{string.Join(", ", z.shape)}]; logits [B, K] are needed.");
            Classes = (int)z.shape[1];
            break;
        }
    }

    /// <summary>What is varied.</summary>
    public ParameterBlock Parameters { get; }

    /// <summary>Samples at a time, at least 1. Larger is faster and takes more memory; the numbers are the same.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>α of generalised label smoothing: ℓ is then ℓ(h, z^GLS,α), eq. 9. It changes the Hessian and no other curvature.</summary>
    public double Smoothing { get; init; }

    /// <summary>Called after each batch that has gone through the network.</summary>
    internal Action? OnBatch { get; init; }

    /// <inheritdoc/>
    public override int Count => data.Count;

    /// <inheritdoc/>
    public override long Size => Parameters.Size;

    /// <inheritdoc/>
    public override int Classes { get; }

    /// <inheritdoc/>
    public override torch.Device Device => Parameters.Device;

    /// <inheritdoc/>
    public override Tensor Theta() => Parameters.Read();

    /// <inheritdoc/>
    public override Risk Pick(IReadOnlyList<int> rows) =>
        new NetRisk(net, data.Pick(rows), Parameters) { WeightDecay = WeightDecay, BatchSize = BatchSize, Smoothing = Smoothing, OnBatch = OnBatch };

    /// <inheritdoc/>
    public override double Value()
    {
        using var scope = NewDisposeScope();
        using var mode = new EvaluationMode(net);
        using var quiet = no_grad();
        var sum = 0.0;
        foreach (var batch in data.Batches(BatchSize))
        {
            using var step = NewDisposeScope();
            sum += Loss(Call(batch.X).to(ScalarType.Float64), batch.Y).item<double>();
        }
        return sum + (WeightDecay == 0 ? 0 : Count * WeightDecay / 2 * Theta().square().sum().item<double>());
    }

    /// <inheritdoc/>
    public override Tensor PullBack(Func<Tensor, Tensor, Tensor> cotangent) => Sum(1, (z, y) => Pull(z, cotangent(z.detach(), y))).view(-1);

    /// <inheritdoc/>
    public override Tensor Along(Func<Tensor, Tensor, Tensor> cotangent, Tensor w)
    {
        using var scope = NewDisposeScope();
        using var mode = new EvaluationMode(net);
        using var graph = enable_grad();
        var parts = Parameters.Split(w);
        List<Tensor> along = [];
        foreach (var batch in data.Batches(BatchSize))
        {
            using var step = NewDisposeScope();
            var z = Call(batch.X);
            var change = Push(z, [parts]).Single() * cotangent(z.detach(), batch.Y);                 // [B, K]
            along.Add(change.detach().sum(1).to(ScalarType.Float64).MoveToOuterDisposeScope());
        }
        return cat(along).MoveToOuterDisposeScope();                                     // [N]
    }

    private protected override LinearMap LossCurvature(CurvatureKind kind)
    {
        // Asked on a few samples: what would break it, such as dropout written into forward, does so on any.
        var few = Count <= 32 ? this : (NetRisk)Pick([.. Enumerable.Range(0, 32)]);
        new LinearMap(Size, Device, v => few.Products(kind, v)).Checked(Parameters.Type == ScalarType.Float64 ? 1e-9 : 1e-3, kind != CurvatureKind.Hessian);
        return new(Size, Device, v => Products(kind, v));
    }

    /// <summary>The products of <paramref name="v"/>'s rows [m, P] with the curvature of the loss.</summary>
    private Tensor Products(CurvatureKind kind, Tensor v)
    {
        var rows = Enumerable.Range(0, (int)v.shape[0]).Select(i => Parameters.Split(v[i])).ToList();
        return Sum(rows.Count, kind switch
        {
            CurvatureKind.Hessian => (z, y) => Twice(Loss(z, y), rows),
            CurvatureKind.GaussNewton => (z, _) => Twice(SoftmaxLoss.Surrogate(z), rows),
            CurvatureKind.Fisher => (z, _) => Through(z, rows, SoftmaxLoss.FisherTimes),
            CurvatureKind.EmpiricalFisher => (z, y) => EmpiricalFisherTimes(z, y, rows),
            _ => throw new ArgumentException($"{kind} is no curvature of a network."),
        });
    }

    /// <summary>[m, P]: the second derivative of <paramref name="value"/> times each row. All rows share the graph of the first derivative.</summary>
    private Tensor Twice(Tensor value, IReadOnlyList<Tensor[]> rows)
    {
        var first = Gradients.Of([value], Parameters.Tensors, again: true);
        return stack(rows.Select(row => ParameterBlock.Join(Gradients.Of(first, Parameters.Tensors, row))).ToArray());
    }

    /// <summary>[m, P]: Jᵀ·M·J times each row, with M of each sample's logits. All rows share the graphs of z and of Jᵀ; a row costs more than one of <see cref="Twice"/>.</summary>
    private Tensor Through(Tensor z, IReadOnlyList<Tensor[]> rows, Func<Tensor, Tensor, Tensor> middle) =>
        stack(Push(z, rows).Select(jv => Pull(z, middle(z.detach(), jv.detach()))).ToArray());

    private Tensor EmpiricalFisherTimes(Tensor z, Tensor y, IReadOnlyList<Tensor[]> rows)
    {
        var g = z.detach().requires_grad_();                                             // [B, K]
        var c = Gradients.Of([Loss(g, y)], [g])[0].detach();                             // [B, K]: one row's gradient is Jᵀ of its own
        return Through(z, rows, (_, jv) => c * (c * jv).sum(1, keepdim: true));
    }

    /// <summary>Jᵀ·c [P].</summary>
    private Tensor Pull(Tensor z, Tensor c) => ParameterBlock.Join(Gradients.Of([z], Parameters.Tensors, [c]));

    /// <summary>J·v [B, K] of each row without forward mode: Jᵀw is linear in w, and its derivative along v is J·v.</summary>
    private IEnumerable<Tensor> Push(Tensor z, IReadOnlyList<Tensor[]> rows)
    {
        var w = zeros_like(z).requires_grad_();                                          // [B, K]
        var pulled = Gradients.Of([z], Parameters.Tensors, [w], again: true);
        return rows.Select(v => Gradients.Of(pulled, [w], v)[0]);
    }

    private Tensor Loss(Tensor z, Tensor y) => SoftmaxLoss.Of(z, y, Smoothing);

    private Tensor Call(Tensor x) => net.call(x.is_floating_point() ? x.to(Parameters.Type) : x);

    /// <summary>Sums a contribution [m, P], or [P], over the batches in float64.</summary>
    private Tensor Sum(int rows, Func<Tensor, Tensor, Tensor> contribution)
    {
        using var scope = NewDisposeScope();
        using var mode = new EvaluationMode(net);
        using var graph = enable_grad();
        var sum = zeros(rows, Size, ScalarType.Float64, Device);                         // [m, P]
        foreach (var batch in data.Batches(BatchSize))
        {
            using var step = NewDisposeScope();
            sum.add_(contribution(Call(batch.X), batch.Y).detach().view(rows, Size));
            OnBatch?.Invoke();
        }
        return sum.MoveToOuterDisposeScope();
    }
}
