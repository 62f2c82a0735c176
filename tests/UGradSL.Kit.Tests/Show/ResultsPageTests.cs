namespace Unlearn.Tests.Show;

public sealed class ResultsPageTests
{
    private static readonly string Folder = Repository.PathOf("results");

    [Fact]
    public void The_page_of_results_is_what_the_stored_results_render_to()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/results.md"));
        Assert.Equal(page, ResultsPage.Render(page, Folder));
    }

    [Fact]
    public void Every_stored_result_is_shown_on_the_page()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/results.md"));
        foreach (var file in Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Concat(Directory.GetFiles(Path.Combine(Folder, "presets"), "*.json").Select(path => $"presets/{Path.GetFileName(path)}")))
            Assert.Contains($"<!-- results: {file} -->", page);
    }

    [Fact]
    public void A_block_without_an_end_is_refused() =>
        Assert.Contains("no <!-- end -->", Assert.Throws<InvalidDataException>(() => ResultsPage.Render("<!-- results: a.json -->\nand no more\n", Folder)).Message);

    [Fact]
    public void A_file_that_is_missing_is_named() =>
        Assert.Contains("none.json", Assert.Throws<InvalidDataException>(() => ResultsPage.Render("<!-- results: none.json -->\n<!-- end -->\n", Folder)).Message);
}
