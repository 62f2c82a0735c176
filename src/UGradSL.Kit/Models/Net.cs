namespace Unlearn;

/// <summary>A classifier: images [B, C, H, W], or texts as int64 [B, 2, L] (token ids and mask), in; logits [B, K] out.</summary>
/// <param name="name">The architecture's name.</param>
public abstract class Net(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>A network of the same architecture with new weights, on the CPU; layers draw them from torch's global generator.</summary>
    public abstract Net Fresh();

    /// <summary>Architecture and settings, as checkpoints record them: "SmallCnn(classes: 10, channels: 1, width: 16)".</summary>
    public abstract override string ToString();

    /// <summary>A copy with the same weights, statistics and device; the caller disposes it.</summary>
    public Net Clone()
    {
        var copy = Fresh();
        copy.to(this.parameters().First().device);
        copy.CopyFrom(this);
        copy.train(training);
        return copy;
    }

    /// <summary>Starts again from the weights that <paramref name="seed"/> draws.</summary>
    public void Reset(int seed)
    {
        using var fresh = Seeds.Initialise(seed, Fresh);
        CopyFrom(fresh);
    }

    /// <summary>Takes every parameter and buffer of <paramref name="other"/>, a network of the same architecture.</summary>
    public void CopyFrom(Net other)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var theirs = other.state_dict();
        foreach (var (key, mine) in state_dict()) mine.copy_(theirs[key]);
    }
}
