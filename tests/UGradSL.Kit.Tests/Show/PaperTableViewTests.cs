namespace Unlearn.Tests.Show;

public class PaperTableViewTests
{
    [Fact]
    public void A_table_is_shown_as_printed_with_footnotes_and_the_gap_to_Retrain()
    {
        var text = PaperTableView.Of(Paper.Table(4)).Single().ToString();
        Assert.StartsWith("Table 4, CelebA (section 5.4.2). The experiment results of group forgetting in CelebA.", text);
        Assert.Matches(@"(?m)^Method\s+UA % ↑\s+MIA % ↑\s+RA % ↑\s+TA % ↑\s+H ↑\s+RTE min ↓\s+Avg. gap ↓$", text);
        Assert.Matches(@"(?m)^UGradSL\+\s+15\.63 ± 8\.01 \(a\)\s+26\.95 ± 25\.80 \(a\)\s+89\.17 ± 5\.86\s+88\.29 ± 5\.75\s+0\.23\s+51\.41\s+8\.69$", text);
        Assert.Matches(@"(?m)^Retrain .* 258\.69$", text);
        Assert.Contains("\n(a) The spread is nearly as large as the mean", text);
    }

    [Fact]
    public void Bold_is_the_paper_s()
    {
        var markdown = PaperTableView.Of(Paper.Table(1))[1].ToMarkdown();
        Assert.Contains("| IU | 0.00 ± 0.00 | 0.25 ± 0.12 | **100.00 ± 0.00** | **85.58 ± 0.20** | 0.003 | 1.52 |", markdown);
        Assert.DoesNotContain("Table 2, ", markdown);
    }

    [Fact]
    public void Each_data_set_has_its_own_notes_and_a_note_on_the_whole_table_has_no_letter()
    {
        var views = PaperTableView.Of(Paper.Table(8));
        Assert.All(views, view => Assert.Contains(view.Notes, note => note.StartsWith("The caption says group forgetting", StringComparison.Ordinal)));
        Assert.Equal([7, 2, 3], views.Select(view => view.Notes.Count));
        Assert.DoesNotContain("Avg. gap ↓", views[1].ToString());
        Assert.Contains("Without a row of Retrain", views[1].ToString());
        Assert.Matches(@"(?m)^FF\s+–\s+–\s+–\s+–\s+–\s+145$", PaperTableView.Of(Paper.Table(1))[2].ToString());
    }
}
