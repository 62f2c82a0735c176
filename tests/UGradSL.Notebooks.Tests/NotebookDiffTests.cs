using System.Text.Json.Nodes;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

public sealed class NotebookDiffTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Fact]
    public void A_notebook_does_not_differ_from_itself_run_again_under_another_number()
    {
        var a = Save("a", ("x", "1", "one"));
        File.WriteAllText(scratch.File("b.ipynb"), File.ReadAllText(scratch.File("a.ipynb")).Replace("\"execution_count\":1", "\"execution_count\":9").Replace("\"metadata\":{}", "\"metadata\":{\"a\":1}"));
        Assert.Empty(NotebookDiff.Of(a, Notebook.Read(scratch.File("b.ipynb"))));
    }

    [Fact]
    public void An_edited_cell_shows_its_lines() => Assert.Equal(["@@ part 1 (code, x)", "-b", "+B"], Diff([("x", "a\nb\nc", "")], [("x", "a\nB\nc", "")]));

    [Fact]
    public void A_cell_is_told_by_its_id_where_another_was_put_before_it() =>
        Assert.Equal(["@@ only in the first: part 2 (code, z)", "-gone", "@@ only in the second: part 1 (code, y)", "+new"], Diff([("x", "1", ""), ("z", "gone", "")], [("y", "new", ""), ("x", "1", "")]));

    [Fact]
    public void Cells_in_another_order_are_a_difference() => Assert.Equal("@@ the order of cells", Diff([("x", "1", ""), ("y", "2", "")], [("y", "2", ""), ("x", "1", "")])[0]);

    [Theory]
    [InlineData(OutputComparison.Exact, true)]
    [InlineData(OutputComparison.Shape, false)]
    [InlineData(OutputComparison.None, false)]
    public void What_an_output_says_counts_if_asked(OutputComparison how, bool differs)
    {
        var found = Diff([("x", "1", "loss 0.31")], [("x", "1", "loss 0.32")], how);
        Assert.Equal(differs, found.Count > 0);
        if (differs) Assert.Equal("@@ outputs of part 1 (code, x)", found[0]);
    }

    [Theory]
    [InlineData(OutputComparison.Exact, true)]
    [InlineData(OutputComparison.Shape, true)]
    [InlineData(OutputComparison.None, false)]
    public void An_output_more_counts_in_shape_too(OutputComparison how, bool differs) => Assert.Equal(differs, Diff([("x", "1", "said")], [("x", "1", "")], how).Count > 0);

    [Theory]
    [InlineData("one", "one", 0)]
    [InlineData("one", "two", 1)]
    public void The_command_ends_as_diff_does(string a, string b, int code)
    {
        Save("a", ("x", a, ""));
        Save("b", ("x", b, ""));
        var ended = Ugradsl.Run("notebook", "diff", scratch.File("a.ipynb"), scratch.File("b.ipynb"));
        Assert.Equal((code, code == 0 ? "" : $"--- {scratch.File("a.ipynb")}\n+++ {scratch.File("b.ipynb")}\n@@ part 1 (code, x)\n-one\n+two\n"), (ended.Code, ended.Output));
        Assert.Equal(2, Ugradsl.Run("notebook", "diff", scratch.File("a.ipynb"), scratch.File("none.ipynb")).Code);
    }

    public void Dispose() => scratch.Dispose();

    private IReadOnlyList<string> Diff((string, string, string)[] a, (string, string, string)[] b, OutputComparison how = OutputComparison.Exact) => NotebookDiff.Of(Save("a", a), Save("b", b), how);

    private Notebook Save(string name, params (string Id, string Source, string Said)[] cells)
    {
        File.WriteAllText(scratch.File(name + ".ipynb"), new JsonObject
        {
            ["nbformat"] = 4,
            ["cells"] = new JsonArray([.. cells.Select(cell => new JsonObject
            {
                ["cell_type"] = "code",
                ["id"] = cell.Id,
                ["source"] = cell.Source,
                ["metadata"] = new JsonObject(),
                ["execution_count"] = 1,
                ["outputs"] = cell.Said == "" ? [] : new JsonArray(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = cell.Said }),
            })]),
        }.ToJsonString());
        return Notebook.Read(scratch.File(name + ".ipynb"));
    }
}
