namespace Unlearn.Tests.Show;

public sealed class FindingsPageTests
{
    private static readonly string Folder = Repository.PathOf("results"), Page = Repository.PathOf("docs/findings.md");

    [Fact]
    public void The_tables_of_the_findings_are_what_the_stored_rows_render_to()
    {
        var page = File.ReadAllText(Page);
        Assert.Equal(page, ResultsPage.Render(page, Folder));
    }

    [Fact]
    public void Every_file_of_findings_is_shown_on_the_page()
    {
        var page = File.ReadAllText(Page);
        Assert.All(Directory.GetFiles(Path.Combine(Folder, "findings"), "*.csv"), path => Assert.Contains($"<!-- results: findings/{Path.GetFileName(path)} -->", page));
    }

    [Fact]
    public void A_file_that_is_missing_or_of_another_name_is_told()
    {
        string Message(string file) => Assert.Throws<InvalidDataException>(() => ResultsPage.Render($"<!-- results: findings/{file} -->\n<!-- end -->\n", Folder)).Message;
        Assert.Contains("ugradsl findings makes it", Message("none.csv"));
    }
}
