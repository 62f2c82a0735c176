namespace Unlearn;

/// <summary>One optimizer step seen from outside: numbers, never tensors.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Loss">
/// The weighted sum that was descended, before the step. On CUDA the newest that has been read: the first step's at first, then that of
/// every 16th step, since reading each would make card and processor wait for one another.
/// </param>
/// <param name="Images">How many images passed through the network for it.</param>
public readonly record struct Step(int Epoch, double Loss, int Images);

/// <summary>
/// Takes steps θ ← θ − η·∇_θ Σ_i w_i·L_i(batch_i) on a network. While it lives the network's parameters are views into one vector
/// (<see cref="ParameterVector"/>), images pass channels-last, and with <see cref="Precision.Mixed"/> convolutions and linear layers
/// compute in bfloat16, logits still coming out as float32. Disposing it leaves an ordinary float32 network.
/// </summary>
public sealed class Descent : IDisposable
{
    private readonly Optimizer optimizer;
    private readonly List<Tensor> states;
    private readonly List<IDisposable> hooks = [];
    private Tensor? start; // [P], θ when Mask was set
    private LossReader losses;
    private int step;

    /// <param name="net">Trained in place.</param>
    /// <param name="optimizer">The rule of a step.</param>
    /// <param name="learningRate">η at first.</param>
    /// <param name="precision">Auto is decided for the network's device.</param>
    public Descent(Net net, Optimizer optimizer, double learningRate, Precision precision = Precision.Float32)
    {
        (this.optimizer, LearningRate) = (optimizer, learningRate);
        var device = net.parameters().First().device;
        Parameters = new(net, precision.On(device));
        losses = LossReader.On(device);
        states = [.. Enumerable.Range(0, optimizer.States).Select(_ => zeros_like(Parameters.Value).DetachFromDisposeScope())]; // [P] each
        hooks.Add(new Hook(net.register_forward_pre_hook((_, x) => x.AsTaken())));
        if (Parameters.Low.Count == 0) return;
        hooks.Add(new Hook(net.register_forward_hook((_, _, logits) => logits.to(ScalarType.Float32))));
        foreach (var layer in Parameters.Low.Cast<nn.Module<Tensor, Tensor>>())
            hooks.Add(new Hook(layer.register_forward_pre_hook((_, x) => x.to(ScalarType.BFloat16))));
    }

    /// <summary>θ and its gradient.</summary>
    public ParameterVector Parameters { get; }

    /// <summary>η.</summary>
    public double LearningRate { get; set; }

    /// <summary>The longest that a gradient may be, in its Euclidean norm; longer ones are shortened. Null: as long as they are.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Steps from one reading of losses to the next, in place of what suits the device; set before the first step.</summary>
    internal int ReadLossEvery { set => losses = new(value); }

    /// <summary>The losses that the newest step has read, its own last; none where it has read none (<see cref="LossReader"/>).</summary>
    internal ReadOnlySpan<double> LossesRead => losses.Read;

    /// <summary>
    /// Which entries of θ may move, bool [P] in the order of <see cref="Parameters"/>; the others keep their bits, whatever momentum and
    /// weight decay would do, and do not count towards <see cref="ClipNorm"/>. Null: all may. The descent disposes it.
    /// </summary>
    /// <exception cref="ArgumentException">Another type or length.</exception>
    public Tensor? Mask
    {
        get;
        set
        {
            if (value is not null && (value.dtype != ScalarType.Bool || value.dim() != 1 || value.numel() != Parameters.Count))
                throw new ArgumentException($"the mask is {value.dtype} [{string.Join(", ", value.shape)}]; bool [{Parameters.Count}], one entry a parameter, is needed.");
            field?.Dispose();
            start?.Dispose();
            field = value?.DetachFromDisposeScope();
            start = value is null ? null : Parameters.Value.clone().DetachFromDisposeScope();
        }
    }

    /// <summary>Whether <see cref="Mask"/> holds gradients back and nothing else, so that weight decay moves every weight.</summary>
    public bool MasksGradientsOnly { get; set; }

    /// <summary>Puts ∇_θ L(batch) into <see cref="ParameterVector.Gradient"/> and takes no step. The step has no epoch: it counts the images.</summary>
    public Step Differentiate(Batch batch, Func<Batch, Tensor> loss)
    {
        StopRequest.Check();
        using var scope = NewDisposeScope();
        Parameters.ClearGradient();
        var value = loss(batch);                          // []
        value.backward();
        Parameters.CollectGradient();
        return new(0, value.item<float>(), batch.Count);
    }

    /// <summary>
    /// Takes one step. A term of weight 0 is not computed: no forward pass, no BatchNorm update. Every temporary dies with the step's
    /// scope; only numbers leave it.
    /// </summary>
    /// <exception cref="ArgumentException">Every weight is 0: there is nothing to descend.</exception>
    public Step Take(int epoch, params ReadOnlySpan<(double Weight, Batch Batch, Func<Batch, Tensor> Loss)> terms)
    {
        StopRequest.Check();
        using var scope = NewDisposeScope();
        Parameters.ClearGradient();
        Tensor? sum = null;
        var images = 0;
        foreach (var (weight, batch, loss) in terms)
        {
            if (weight == 0) continue;
            var term = loss(batch);                       // []
            if (weight != 1) term = term * weight;
            sum = sum is null ? term : sum + term;
            images += batch.Count;
        }
        if (sum is null) throw new ArgumentException("every term has weight 0, so there is nothing to descend: give one a weight.");
        sum.backward();
        Update();
        losses.Add(sum);
        return new(epoch, losses.Newest, images);
    }

    /// <summary>Everything that the next step depends on besides the number of steps taken: θ, and the optimizer's vectors. The tensors stay this one's.</summary>
    internal IEnumerable<(string Name, Tensor Tensor)> State() =>
        states.Select((state, i) => ($"optimizer.{i}", state)).Prepend(("parameters", Parameters.Value));

    /// <summary>Goes on after <paramref name="taken"/> steps, from the state that has been written into <see cref="State"/>.</summary>
    internal void Restored(int taken)
    {
        step = taken;
        Parameters.Publish();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var hook in hooks) hook.Dispose();
        foreach (var state in states) state.Dispose();
        Mask = null;
        losses.Dispose();
        Parameters.Dispose();
    }

    private void Update()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Parameters.CollectGradient();
        if (Mask is not null) Parameters.Gradient.mul_(Mask);
        if (ClipNorm is { } longest)
        {
            var shorten = longest / (Parameters.Gradient.norm() + 1e-6);   // []
            Parameters.Gradient.mul_(shorten.clamp_max(1));
        }
        optimizer.Update(Parameters.Value, Parameters.Gradient, states, LearningRate, ++step);
        if (Mask is not null && !MasksGradientsOnly) Parameters.Value.copy_(where(Mask, Parameters.Value, start!));
        Parameters.Publish();
    }

    private sealed class Hook(nn.Module<Tensor, Tensor>.HookRemover remover) : IDisposable
    {
        public void Dispose() => remover.remove();
    }
}
