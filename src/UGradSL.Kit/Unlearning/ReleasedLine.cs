namespace Unlearn;

/// <summary>
/// The recursion of released WoodFisher code, k ← k − (k·g_n)/(N + o·g_n)·o and o ← o − (o·g_n)/(N + o·g_n)·o from o = g_0: o is always a
/// multiple c·g_0 and k always v − s·g_0, so two numbers are carried on in place of two vectors.
/// </summary>
/// <param name="n">N.</param>
/// <param name="v">float64 [P]; it stays the caller's.</param>
internal sealed class ReleasedLine(double n, Tensor v) : IDisposable
{
    private const int AtATime = 64;

    private Tensor? both; // float32 [2, P]: g_0 and v
    private double c = 1, s;

    /// <summary>Takes in the samples of a batch, in their order.</summary>
    /// <param name="samples">Of the network.</param>
    /// <param name="batch">Samples and labels.</param>
    public void Add(SampleGradients samples, Batch batch)
    {
        for (var at = 0; at < batch.Count; at += AtATime)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(AtATime, batch.Count - at);
            var (x, y) = (batch.X.narrow(0, at, count), batch.Y.narrow(0, at, count));
            var first = both is null;
            both ??= cat([samples.Matrix(x.narrow(0, 0, 1), z => Cotangents.CrossEntropy(z, y.narrow(0, 0, 1))), v.to(ScalarType.Float32).unsqueeze(0)]).DetachFromDisposeScope();
            var products = samples.Dots(x, z => Cotangents.CrossEntropy(z, y), both).to(ScalarType.Float64).data<double>().ToArray(); // [B, 2]: g_0·g_n and v·g_n
            for (var i = first ? 1 : 0; i < count; i++)
            {
                var (t, k) = (c * products[2 * i], products[2 * i + 1] - s * products[2 * i]);
                s += k / (n + t) * c;
                c -= t / (n + t) * c;
            }
        }
    }

    /// <summary>k, float64 [P]; the caller disposes it.</summary>
    public Tensor Step()
    {
        using var scope = NewDisposeScope();
        return (both is null ? v.clone() : v - s * both[0].to(ScalarType.Float64)).MoveToOuterDisposeScope();
    }

    public void Dispose() => both?.Dispose();
}
