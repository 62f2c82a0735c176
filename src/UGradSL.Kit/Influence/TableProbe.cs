namespace Unlearn;

/// <summary>The exact probe on a user's own table.</summary>
public static class TableProbe
{
    /// <summary>Softmax regression with ridge on a table: every column but two is a feature, and a bias column is appended (<see cref="GradientProbe.Exact"/>).</summary>
    /// <param name="table">The numbers.</param>
    /// <param name="label">The column of labels, 0..K−1, each at least once.</param>
    /// <param name="forget">The column that marks D_f with 1, all else with 0.</param>
    /// <param name="ridge">μ > 0.</param>
    /// <exception cref="ArgumentException">No such column, one class only, an empty D_f or D_r, no feature, or μ ≤ 0.</exception>
    /// <exception cref="InvalidDataException">A label or a mark that is none, with line and column.</exception>
    /// <exception cref="ArithmeticException">The fit does not come down to ‖∇R‖ &lt; 1e-10.</exception>
    public static Probe Of(NumberTable table, string label, string forget, double ridge)
    {
        if (ridge is not (> 0 and < double.PositiveInfinity)) throw new ArgumentException($"--ridge {ridge}: μ must be above 0, or there is no unique minimiser (try 0.01).");
        var (labelAt, forgetAt) = (table[label], table[forget]);
        if (labelAt == forgetAt) throw new ArgumentException($"'{label}' is named for labels and for the forget set: name two columns.");
        int[] features = [.. Enumerable.Range(0, table.Columns.Count).Where(c => c != labelAt && c != forgetAt)];
        if (features.Length == 0) throw new ArgumentException($"{table.Name}, line 1: no column is left for features beside '{label}' and '{forget}': add at least one.");
        var (y, marks) = (table.Whole(label, 999), table.Whole(forget, 1));
        var classes = (int)y.Max() + 1;
        var where = $"{table.Name}, line {table.Lines[0]}, column {labelAt + 1} ('{label}')";
        if (y.Distinct().Count() == 1) throw new ArgumentException($"{where}: from there on every label is {y[0]}, one class only: at least two are needed, numbered from 0.");
        if (Enumerable.Range(0, classes).Except(y.Select(k => (int)k)).ToList() is { Count: > 0 } missing)
            throw new ArgumentException($"{where}: labels go up to {classes - 1}, but {missing[0]} never occurs: number the classes 0 to K − 1.");
        if (!marks.Contains(1)) throw new ArgumentException($"{table.Name}, line {table.Lines[0]}, column {forgetAt + 1} ('{forget}'): from there on every mark is 0, the forget set is empty: mark at least one row with 1.");
        if (!marks.Contains(0)) throw new ArgumentException($"{table.Name}, line {table.Lines[0]}, column {forgetAt + 1} ('{forget}'): from there on every mark is 1, nothing is retained: mark at least one row with 0.");
        using var scope = NewDisposeScope();
        var x = tensor(table.Rows.SelectMany(row => features.Select(c => row[c]).Append(1)).ToArray()).view(table.Rows.Count, features.Length + 1); // [N, d]
        return GradientProbe.Exact(x, tensor(y), [.. marks.Select(m => m == 1)], classes, ridge, new() { Sweep = [], Contributions = false, CheckDifference = false });
    }
}
