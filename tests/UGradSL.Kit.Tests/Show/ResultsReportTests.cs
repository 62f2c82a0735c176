namespace Unlearn.Tests.Show;

public sealed class ResultsReportTests
{
    [Theory, MemberData(nameof(ResultsPageTests.Stored), MemberType = typeof(ResultsPageTests))]
    public void A_report_has_a_chart_for_every_way_to_forget_in_which_a_method_ran(string file)
    {
        var results = ExperimentResults.Read(Path.Combine(Repository.PathOf("results"), file));
        var ways = results.Units.GroupBy(u => u.Settings.Forgetting).ToList();
        var compared = ways.Count(way => way.Any(u => u.Settings.Method is not (null or Retrain)));

        var page = ResultsReport.Of("Results", [results]);
        Assert.Equal(compared, Count(page, "Difference to Retrain, in points</text>"));
        Assert.Equal(ways.Count - compared, Count(page, "<p class=\"verdict\">Only Retrain ran"));
        Assert.Equal(ways.Count, Count(page, "Peak memory MiB"));
        Assert.Equal(file.StartsWith("table-", StringComparison.Ordinal) ? 1 : 0, Count(page, "Beside the paper&apos;s Table"));
    }

    private static int Count(string page, string words) => page.Split(words).Length - 1;
}
