namespace Unlearn;

/// <summary>How many samples of each class the parts of a split hold.</summary>
public static class SplitTable
{
    /// <summary>A row a class, in the order of the labels, then one for all of them.</summary>
    /// <param name="split">The split.</param>
    /// <param name="notes">Stand under the table.</param>
    public static Table Of(ForgetSplit split, params string[] notes)
    {
        Subset[] parts = [split.Forget, split.Retain, split.Validation, split.Test];
        int[][] counts = [.. parts.Select(part => part.CountPerClass())];
        var names = split.Retain.Source.ClassNames;
        var rows = Enumerable.Range(0, split.Classes).Select(k => (IReadOnlyList<object?>)[names[k], .. counts.Select(part => (object)part[k])])
            .Append(["all", .. parts.Select(part => (object)part.Count)]);
        return new(["class", "D_f", "D_r", "validation", "tested on"], rows, $"Forgetting {split.Description}", notes)
        {
            Bold = (row, column) => row == split.Classes || (column == "D_f" && counts[0][row] > 0),
        };
    }
}
