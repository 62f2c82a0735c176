namespace Unlearn;

/// <summary>
/// Tells when training has come apart: a loss is no finite number, or its mean m ← 0.9·m + 0.1·ℓ is above <see cref="Bound"/> times the
/// larger of the first loss and ln K, the loss of a uniform guess. Batches that go up and down do not reach that.
/// </summary>
/// <param name="classes">K.</param>
internal sealed class LossWatch(int classes)
{
    public const double Bound = 10;

    /// <summary>The first loss; NaN before it.</summary>
    public double First { get; private set; } = double.NaN;

    /// <summary>m.</summary>
    public double Mean { get; private set; } = double.NaN;

    /// <summary>The newest loss that was a finite number; NaN before it.</summary>
    public double LastFinite { get; private set; } = double.NaN;

    /// <summary>Looks at the next loss: null while all is well, else what is wrong with it, as the beginning of a sentence.</summary>
    public string? Add(double loss)
    {
        if (!double.IsFinite(loss)) return $"the loss is {loss}";
        LastFinite = loss;
        if (double.IsNaN(First)) First = Mean = loss;
        Mean = 0.9 * Mean + 0.1 * loss;
        var bound = Bound * Math.Max(First, Math.Log(classes));
        return Mean > bound ? $"the loss diverges: it is {loss:0.####}, its mean {Mean:0.####} is above {bound:0.####} ({Bound} times what it began with)" : null;
    }

    /// <summary>Goes on from what another watch had seen.</summary>
    public void Restore(double first, double mean, double lastFinite) => (First, Mean, LastFinite) = (first, mean, lastFinite);
}
