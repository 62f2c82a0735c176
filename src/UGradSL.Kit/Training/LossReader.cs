namespace Unlearn;

/// <summary>
/// Reads the losses of steps from their device. On the CPU each is read as it comes. To read a number from a CUDA device, the processor
/// waits until the card has done all it was given, and the card then waits for the processor; so there losses stay on the card, and
/// after the first they are read together, every <paramref name="every"/> steps: in between, the newest that has been read stands for them.
/// </summary>
/// <param name="every">Steps from one reading to the next, at least 1.</param>
internal sealed class LossReader(int every) : IDisposable
{
    /// <summary>Seldom enough that waiting is a small part of a step's time, often enough that progress and a stop come within a second.</summary>
    public const int EveryOnCuda = 16;

    private readonly List<Tensor> waiting = []; // float32 [] each
    private readonly double[] read = new double[every];
    private int count;

    /// <summary>What reading suits a device.</summary>
    public static LossReader On(torch.Device device) => new(device.type == DeviceType.CUDA ? EveryOnCuda : 1);

    /// <summary>The newest loss that has been read; NaN before the first.</summary>
    public double Newest { get; private set; } = double.NaN;

    /// <summary>What the newest step's call has read: the losses of the steps up to and with that one, oldest first, or none.</summary>
    public ReadOnlySpan<double> Read => read.AsSpan(0, count);

    /// <summary>Takes the loss of one more step.</summary>
    /// <param name="loss">float32 []; it stays the caller's.</param>
    public void Add(Tensor loss)
    {
        var first = double.IsNaN(Newest) && waiting.Count == 0;
        if (every == 1 || first)
        {
            (read[0], count) = (loss.item<float>(), 1);
            Newest = read[0];
            return;
        }
        count = 0;
        waiting.Add(loss.detach().DetachFromDisposeScope());
        if (waiting.Count < every) return;
        using var scope = NewDisposeScope();
        foreach (var value in stack(waiting).cpu().data<float>()) read[count++] = value; // [every]
        Newest = read[count - 1];
        Forget();
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    private void Forget()
    {
        foreach (var loss in waiting) loss.Dispose();
        waiting.Clear();
    }
}
