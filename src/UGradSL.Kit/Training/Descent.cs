namespace Unlearn;

/// <summary>One optimizer step seen from outside: numbers, never tensors.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Loss">The weighted sum that was descended, before the step.</param>
/// <param name="Images">How many images passed through the network for it.</param>
public readonly record struct Step(int Epoch, double Loss, int Images);

/// <summary>θ ← θ − η·∇_θ Σ_i w_i·L_i(batch_i).</summary>
public static class Descent
{
    /// <summary>
    /// Takes one step. A term of weight 0 is not computed: no forward pass, no BatchNorm update. Every temporary dies with the step's
    /// scope; only numbers leave it.
    /// </summary>
    /// <exception cref="ArgumentException">Every weight is 0: there is nothing to descend.</exception>
    public static Step Take(optim.Optimizer optimizer, int epoch, params ReadOnlySpan<(double Weight, Batch Batch, Func<Batch, Tensor> Loss)> terms)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
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
        optimizer.step();
        return new(epoch, sum.item<float>(), images);
    }
}
