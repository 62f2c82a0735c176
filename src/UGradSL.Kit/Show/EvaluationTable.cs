using System.Globalization;

namespace Unlearn;

/// <summary>An evaluation as a table for terminals, notebooks and reports.</summary>
public static class EvaluationTable
{
    private static readonly string[] Numbers = ["Unlearned", "Retrain", "Gap"];

    /// <summary>One row a number, each with digits of its own (a column holds percents, nats, seconds and counts); what was left out stands under it.</summary>
    public static Table Of(Evaluation evaluation)
    {
        var frame = evaluation.ToDataFrame();
        var columns = frame.Columns.ToList();
        return new([.. columns.Select(c => c.Name)],
            Enumerable.Range(0, (int)frame.Rows.Count).Select(row => (IReadOnlyList<object?>)[.. columns.Select(c => Numbers.Contains(c.Name) ? Text((double?)c[row]) : c[row])]),
            "", [.. evaluation.Notes]);
    }

    /// <summary>Four digits: 12,345, 123.4, 12.34, 1.234, 0.1234; 1.2e-5 below a thousandth; a dash for no number.</summary>
    private static string? Text(double? value)
    {
        if (value is not { } v) return null;
        if (!double.IsFinite(v)) return "–";
        var format = Math.Abs(v) switch
        {
            0 => "0",
            < 1e-3 => "0.0e0",
            < 1 => "0.0000",
            < 10 => "0.000",
            < 100 => "0.00",
            < 1000 => "0.0",
            _ => "#,0",
        };
        return v.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
    }
}
