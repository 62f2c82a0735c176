namespace Unlearn;

/// <summary>How often each class is predicted as each other: the paper's Figure 4 (D.10).</summary>
public static class PredictionMatrix
{
    /// <summary>Counts [K][K]: row the true class, column the predicted one.</summary>
    public static int[][] Of(Outputs outputs)
    {
        int[][] counts = [.. Enumerable.Range(0, outputs.Classes).Select(_ => new int[outputs.Classes])];
        for (var i = 0; i < outputs.Count; i++) counts[outputs.Label[i]][outputs.Predicted[i]]++;
        return counts;
    }

    /// <summary>
    /// Σ_k w_k · ½·Σ_j |share of k predicted as j in the first set − the same in the second| ↓, in [0, 1]: the chance that a sample of D_f is
    /// told from one of its class elsewhere by the best use of the predicted class alone. w is the first set's share of each class. Retrain's
    /// value is the good one.
    /// </summary>
    /// <param name="first">Usually D_f.</param>
    /// <param name="second">Usually the test set.</param>
    /// <returns>The distance, and how many samples of the first set counted: classes that the second lacks are left out. NaN where it has none of them.</returns>
    /// <exception cref="ArgumentException">Another number of classes.</exception>
    public static (double Distance, int Counted) Distance(Outputs first, Outputs second)
    {
        if (first.Classes != second.Classes) throw new ArgumentException($"{first.Classes} and {second.Classes} classes: one network has one K.");
        var (counted, sum) = (0, 0.0);
        foreach (var (mine, theirs) in Of(first).Zip(Of(second)))
        {
            var (own, other) = (mine.Sum(), theirs.Sum());
            if (own == 0 || other == 0) continue;
            counted += own;
            sum += own * mine.Zip(theirs, (a, b) => Math.Abs((double)a / own - (double)b / other)).Sum() / 2;
        }
        return (counted > 0 ? sum / counted : double.NaN, counted);
    }
}
