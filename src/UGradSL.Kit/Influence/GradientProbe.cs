namespace Unlearn;

/// <summary>
/// Asks of a model and a forget set whether Theorem 2's condition ⟨a − b, c − b⟩ &lt; 0 holds, and with what error. Three ways to ask:
/// a convex model whose minimisers are found exactly, the last layer on a network's features (exact too, another question), and two
/// networks as they were trained.
/// </summary>
public static class GradientProbe
{
    /// <summary>Measures on two networks of one split that share their first weights; their orders of batches cannot agree (docs/decisions/0010).</summary>
    /// <param name="original">Trained on D_tr; left as it is.</param>
    /// <param name="retrained">Trained on D_r; left as it is.</param>
    /// <param name="split">Who is forgotten.</param>
    /// <param name="settings">Null: the defaults.</param>
    /// <param name="splitHashes">The hashes of the splits that the two were trained on, where they are known.</param>
    /// <param name="journal">Where it keeps what it finds, to go on with after it was stopped; null: nowhere.</param>
    /// <exception cref="ArgumentException">Networks of different shapes, a hash that is not the split's, an empty part, or a setting outside its range.</exception>
    /// <exception cref="ArithmeticException">Gradients or products that are no finite numbers.</exception>
    public static Probe Measure(Net original, Net retrained, ForgetSplit split, ProbeSettings? settings = null, (string Original, string Retrained)? splitHashes = null, ProbeJournal? journal = null)
    {
        settings ??= new();
        if (splitHashes is { } hashes)
            foreach (var (name, hash) in ((string, string)[])[("original", hashes.Original), ("retrained", hashes.Retrained)])
                if (hash != split.Hash) throw new ArgumentException($"the {name} network was trained on split {hash[..Math.Min(12, hash.Length)]}, this one is {split.Hash[..12]}: probe each with its own data.");
        return Measure((nn.Module<Tensor, Tensor>)original, retrained, split.Retain, split.Forget, settings, journal);
    }

    /// <summary>The same for any modules and samples.</summary>
    /// <inheritdoc cref="Measure(Net, Net, ForgetSplit, ProbeSettings?, ValueTuple{string, string}?, ProbeJournal?)"/>
    public static Probe Measure(nn.Module<Tensor, Tensor> original, nn.Module<Tensor, Tensor> retrained, Examples retain, Examples forget, ProbeSettings? settings = null, ProbeJournal? journal = null)
    {
        settings ??= new();
        settings.Check();
        using var scope = NewDisposeScope();
        ParameterBlock Block(nn.Module net) => settings.Block is { } name ? ParameterBlock.Named(net, name) : ParameterBlock.All(net);
        var (here, there) = (Block(original), Block(retrained));
        var shapes = (ParameterBlock b) => b.Names.Zip(b.Tensors, (name, p) => $"{name} [{string.Join(", ", p.shape)}]").ToList();
        if (!shapes(here).SequenceEqual(shapes(there)))
            throw new ArgumentException($"the networks differ: {string.Join("; ", shapes(here).Except(shapes(there)).Concat(shapes(there).Except(shapes(here))).Take(4))}. Original and retrained must be of one architecture.");
        NetRisk Risk(nn.Module<Tensor, Tensor> net, Examples data, ParameterBlock over) => new(net, data, over) { WeightDecay = settings.WeightDecay, BatchSize = settings.BatchSize, OnBatch = journal is null ? null : journal.Batch };
        return new ProbeWork((Risk(original, retain, here), Risk(original, forget, here)), (Risk(retrained, retain, there), Risk(retrained, forget, there)), settings, exact: false, journal).Run();
    }

    /// <summary>
    /// Fits softmax regression with ridge to D_tr and to D_r, to ‖∇R‖ &lt; 1e-10, and measures on the two minimisers, undamped, with dense
    /// matrices or, above 1,500 parameters, by conjugate gradients to a residual of 1e-10: R_D(θ) = Σ_D ce + |D|·μ/2·‖θ‖² over all parameters, the ridge part of every sample's loss.
    /// </summary>
    /// <param name="x">float64 [N, d]; a bias is a column of ones.</param>
    /// <param name="y">int64 [N], 0..K−1.</param>
    /// <param name="forget">Which rows are D_f, [N].</param>
    /// <param name="classes">K ≥ 2.</param>
    /// <param name="ridge">μ > 0.</param>
    /// <param name="settings">Curvature, weight decay, solver and curvature samples are this method's own; the rest is taken.</param>
    /// <exception cref="ArgumentException">μ ≤ 0, fewer than two classes, or an empty D_f or D_r.</exception>
    /// <exception cref="ArithmeticException">The fit does not come down to 1e-10.</exception>
    public static Probe Exact(Tensor x, Tensor y, IReadOnlyList<bool> forget, int classes, double ridge, ProbeSettings? settings = null) =>
        Fitted(x, y, forget, classes, ridge, settings, SoftmaxBlocks.Dense);

    /// <summary><see cref="Exact"/> with matrices written down for at most <paramref name="dense"/> parameters: that is safer for columns of any scale, conjugate gradients are faster.</summary>
    internal static Probe Fitted(Tensor x, Tensor y, IReadOnlyList<bool> forget, int classes, double ridge, ProbeSettings? settings, int dense)
    {
        if (ridge is not (> 0 and < double.PositiveInfinity)) throw new ArgumentException($"μ = {ridge}: a positive ridge is needed, or there is no unique minimiser (try 0.01).");
        if (classes < 2) throw new ArgumentException($"{classes} class only: at least 2 are needed.");
        if (forget.Count != y.shape[0]) throw new ArgumentException($"{forget.Count} marks for {y.shape[0]} rows: mark each.");
        if (!forget.Contains(true)) throw new ArgumentException("the forget set is empty: mark at least one row.");
        if (!forget.Contains(false)) throw new ArgumentException("every row is to be forgotten: leave at least one to retain.");
        using var blocks = classes * x.shape[1] > dense ? new SoftmaxBlocks() : null;
        settings = (settings ?? new() { Sweep = [] }) with
        {
            Curvature = CurvatureKind.Hessian,
            WeightDecay = ridge,
            Solver = blocks is null ? new Direct(1e-12) : new ConjugateGradient(1e-10, 1000),
            CurvatureSamples = null,
            Damping = 0,
        };
        settings.Check();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        (Tensor X, Tensor Y) Part(bool chosen)
        {
            var rows = tensor(Enumerable.Range(0, forget.Count).Where(i => forget[i] == chosen).Select(i => (long)i).ToArray());
            return (x.index_select(0, rows), y.index_select(0, rows));
        }
        var (f, r) = (Part(true), Part(false));
        var trained = SoftmaxFit.Minimise(x, y, classes, ridge, null, blocks);            // [K, d]
        var retrained = SoftmaxFit.Minimise(r.X, r.Y, classes, ridge, blocks is null ? null : trained, blocks);
        SoftmaxRisk Risk((Tensor X, Tensor Y) part, Tensor w) => new(part.X, part.Y, w) { WeightDecay = ridge };
        return new ProbeWork((Risk(r, trained), Risk(f, trained)), (Risk(r, retrained), Risk(f, retrained)), settings, exact: true, blocks: blocks).Run();
    }

    /// <summary>
    /// The last layer alone: <paramref name="net"/>'s features are frozen, and both heads are fitted to them exactly. A convex question with
    /// a certain answer, and another one than the whole network's.
    /// </summary>
    /// <param name="net">With a linear last layer; left as it is.</param>
    /// <param name="split">Who is forgotten.</param>
    /// <param name="ridge">μ > 0.</param>
    /// <param name="settings">As of <see cref="Exact"/>.</param>
    /// <exception cref="ArgumentException">As of <see cref="Exact"/>, or a network whose logits do not come from a linear layer.</exception>
    public static Probe HeadOnly(Net net, ForgetSplit split, double ridge = 5e-4, ProbeSettings? settings = null)
    {
        using var scope = NewDisposeScope();
        var (retain, forget) = (Features.Of(net, split.Retain), Features.Of(net, split.Forget));
        var y = cat([Evaluate.Labels(split.Retain), Evaluate.Labels(split.Forget)]);
        var mask = Enumerable.Range(0, split.Retain.Count + split.Forget.Count).Select(i => i >= split.Retain.Count).ToList();
        return Exact(cat([retain, forget]), y, mask, split.Classes, ridge, settings);
    }
}
