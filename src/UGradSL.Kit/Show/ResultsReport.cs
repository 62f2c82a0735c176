using System.Net;

namespace Unlearn;

/// <summary>Stored results of experiments as one page: for each way to forget the verdict, the table, what separates methods from Retrain, and the costs; beside a table of the paper its own numbers.</summary>
public static class ResultsReport
{
    /// <summary>The page, which opens offline.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="results">One section each.</param>
    /// <exception cref="ArgumentException">No results, or none with a Retrain.</exception>
    public static string Of(string title, IReadOnlyList<ExperimentResults> results)
    {
        if (results.Count == 0) throw new ArgumentException("no results: give those of at least one experiment.");
        return OfflinePage.Of(title, string.Join('\n', results.Select(Section)));
    }

    private static string Section(ExperimentResults results)
    {
        var groups = results.Units.GroupBy(u => u.Settings.Forgetting).Select(g => Comparison.Of(g.SelectMany(u => u.Result.Runs))).ToList();
        return $"<h2>{WebUtility.HtmlEncode(results.Experiment.Name)}</h2>\n" + string.Join('\n', groups.Zip(SweepTable.Of(results), SweepTable.Costs(results)).Select(part => $"""
            <p class="verdict">{WebUtility.HtmlEncode(part.First.Verdict)}</p>
            <div class="wide">{part.Second.ToHtml()}</div>
            {Gaps(part.First)}
            <div class="wide">{part.Third.ToHtml()}</div>
            """)) + (PaperResultView.Beside(results) is { } beside ? $"\n<div class=\"wide\">{beside.ToHtml()}</div>" : "");
    }

    // Nothing where only Retrain and the original ran: Figure 5's experiments are such.
    private static string Gaps(Comparison comparison) => comparison.Nearest is null ? "" : $"""
        <p>A method that does what retraining does has no bar. Below zero is less than Retrain, above zero is more.</p>
        <div class="wide">{StudyCharts.Gaps(comparison).ToHtmlFrom(PlotlySource.OnPage)}</div>
        """;
}
