using Unlearn.Cli;
using Xunit;

namespace Unlearn.Tests;

public sealed class NotebookCommandTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Fact]
    public void A_run_tells_each_cell_and_the_time_on_standard_error()
    {
        var path = scratch.Write("Console.WriteLine(1);", "2");
        var (code, said, error) = Invoke("notebook", "run", path);
        Assert.Equal((0, ""), (code, said));
        Assert.Matches($@"^{path}: cell 1 of 2\n{path}: cell 2 of 2\n{path}: 2 cells in \d+\.\d s\n$", error);
        Assert.DoesNotContain("execution_count\":1", File.ReadAllText(path));
    }

    [Fact]
    public void Write_stores_the_outputs()
    {
        var path = scratch.Write("\"stored\"");
        Assert.Equal(0, Invoke("notebook", "run", path, "--write").Code);
        Assert.Contains("\"stored\"\n", File.ReadAllText(path));
    }

    [Fact]
    public void A_failing_cell_is_1_with_file_cell_line_and_message()
    {
        var path = scratch.Write("1", "\nthrow new Exception(\"why\");");
        var (code, _, error) = Invoke("notebook", "run", path);
        Assert.Equal(1, code);
        Assert.EndsWith($"{path}, cell 2, line 2: why\n", error);
    }

    [Fact]
    public void A_missing_or_unreadable_file_is_2_and_the_others_still_run()
    {
        File.WriteAllText(scratch.File("bad.ipynb"), "no json");
        var path = scratch.Write("1");
        var (code, _, error) = Invoke("notebook", "run", scratch.File("none.ipynb"), scratch.File("bad.ipynb"), path);
        Assert.Equal(2, code);
        Assert.Contains("none.ipynb: there is no such file.\n", error);
        Assert.Contains("bad.ipynb is not a readable notebook", error);
        Assert.Contains($"{path}: 1 cells in", error);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("lint")]
    [InlineData("clear")]
    [InlineData("export")]
    public void A_folder_is_told_to_be_one(string what)
    {
        var (code, _, error) = Invoke("notebook", what, scratch.Folder);
        Assert.Equal((2, $"{scratch.Folder}: this is a folder; name its notebooks: {scratch.Folder}/*.ipynb.\n"), (code, error));
    }

    [Fact]
    public void No_file_is_bad_usage() => Assert.Contains("Required argument 'file' missing", Invoke("notebook", "run").Error);

    public void Dispose() => scratch.Dispose();

    private static (int Code, string Said, string Error) Invoke(params string[] arguments)
    {
        var (said, error) = (new StringWriter(), new StringWriter());
        var root = new System.CommandLine.RootCommand { NotebookCommand.Create() };
        var code = root.Parse(arguments).Invoke(new() { Output = said, Error = error });
        return (code, said.ToString(), error.ToString());
    }
}
