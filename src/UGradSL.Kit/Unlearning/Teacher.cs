namespace Unlearn;

/// <summary>A network that another one is pulled towards or pushed away from: in evaluation mode, without a graph, unchanged.</summary>
internal sealed class Teacher : IDisposable
{
    private readonly Net net;

    private Teacher(Net net)
    {
        this.net = net;
        net.eval();
    }

    /// <summary>The network as it is now.</summary>
    public static Teacher Of(Net net) => new(net.Clone());

    /// <summary>A network of the same architecture with weights that <paramref name="seed"/> draws: it knows nothing.</summary>
    public static Teacher Ignorant(Net net, int seed)
    {
        var copy = net.Clone();
        copy.Reset(seed);
        return new(copy);
    }

    /// <summary>[B, K], float32; it belongs to the scope that is open.</summary>
    public Tensor Logits(Tensor x)
    {
        using var quiet = no_grad();
        return net.call(x);
    }

    /// <summary>T²·KL(softmax(t/T) ‖ softmax(s/T)), mean over the batch: []. T² keeps the size of its gradient (Hinton et al. 2015).</summary>
    /// <param name="teacher">t [B, K].</param>
    /// <param name="student">s [B, K].</param>
    /// <param name="temperature">T.</param>
    public static Tensor Distance(Tensor teacher, Tensor student, double temperature)
    {
        using var scope = NewDisposeScope();
        var (t, s) = (log_softmax(teacher / temperature, 1), log_softmax(student / temperature, 1));        // [B, K] each
        return ((t.exp() * (t - s)).sum(1).mean() * (temperature * temperature)).MoveToOuterDisposeScope();  // []
    }

    /// <exception cref="ArgumentException">T is 0 or less, or no number.</exception>
    public static void CheckTemperature(double temperature)
    {
        if (temperature is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentException($"temperature {temperature}: a positive number is needed (1 leaves probabilities as they are).");
    }

    public void Dispose() => net.Dispose();
}
