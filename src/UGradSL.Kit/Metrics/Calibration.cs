namespace Unlearn;

/// <summary>Whether a network is as often right as it says.</summary>
public static class Calibration
{
    /// <summary>
    /// ECE ↓ = Σ_b |B_b|/N · |accuracy(B_b) − mean confidence(B_b)|, in [0, 1], over bins of equal width of the highest probability, ((b − 1)/B, b/B]
    /// (Guo et al. 2017, eq. 3). Retrain's value is the good one: a network that was pushed away from D_f is often unsure of what it gets right.
    /// </summary>
    /// <param name="outputs">Of one set.</param>
    /// <param name="bins">B ≥ 1; 15 is usual.</param>
    /// <exception cref="ArgumentException">No bins.</exception>
    public static double Error(Outputs outputs, int bins = 15)
    {
        if (bins < 1) throw new ArgumentException($"{bins} bins: at least 1 is needed (15 are usual).");
        var (right, sure) = (new int[bins], new double[bins]);
        for (var i = 0; i < outputs.Count; i++)
        {
            var bin = Math.Clamp((int)Math.Ceiling(outputs.Highest[i] * bins) - 1, 0, bins - 1);
            sure[bin] += outputs.Highest[i];
            if (outputs.Label[i] == outputs.Predicted[i]) right[bin]++;
        }
        return Enumerable.Range(0, bins).Sum(b => Math.Abs(right[b] - sure[b])) / outputs.Count;
    }
}
