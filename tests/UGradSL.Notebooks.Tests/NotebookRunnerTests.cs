using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

public sealed class NotebookRunnerTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Fact]
    public void Execution_counts_run_from_1() =>
        Assert.Equal([1, 2, 3], scratch.Run("1", "", "2").Notebook.CodeCells.Select(cell => cell.ExecutionCount!.Value));

    [Fact]
    public void Without_Write_the_file_stays_as_it_is()
    {
        var path = scratch.Write("1");
        var before = File.ReadAllBytes(path);
        NotebookRunner.Run(path);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void With_Write_a_second_run_gives_the_same_file()
    {
        var path = scratch.Write("display(\"a\");", "throw_away = 1", "Console.WriteLine(throw_away);");
        File.WriteAllText(path, File.ReadAllText(path).Replace("throw_away = 1", "var throw_away = 1;"));
        NotebookRunner.Run(path, new(Write: true));
        var first = File.ReadAllText(path);
        Assert.Contains("\"1\\n\"", first);
        NotebookRunner.Run(path, new(Write: true));
        Assert.Equal(first, File.ReadAllText(path));
        Assert.Equal(["try.ipynb"], Directory.GetFiles(scratch.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_failing_cell_leaves_the_file_as_it_is()
    {
        var path = scratch.Write("1", "throw new Exception();");
        var before = File.ReadAllBytes(path);
        Assert.NotNull(NotebookRunner.Run(path, new(Write: true)).Failure);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_folder_that_takes_no_file_leaves_the_notebook_as_it_is()
    {
        var path = scratch.Write("1");
        var before = File.ReadAllBytes(path);
        Directory.CreateDirectory($"{path}.{Environment.ProcessId}.tmp"); // where WholeFile would write first; root may write anywhere else
        Assert.ThrowsAny<SystemException>(() => NotebookRunner.Run(path, new(Write: true)));
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void What_somebody_saves_during_the_run_is_not_lost()
    {
        var path = scratch.Write("System.IO.File.AppendAllText(\"try.ipynb\", \" \");");
        var thrown = Assert.Throws<IOException>(() => NotebookRunner.Run(path, new(Write: true)));
        Assert.Contains("was changed by somebody else while it ran", thrown.Message);
        Assert.EndsWith(" ", File.ReadAllText(path));
    }

    [Fact]
    public void Each_cell_is_announced_and_the_one_who_hears_may_stop_the_run()
    {
        List<string> heard = [];
        var path = scratch.Write("System.IO.File.WriteAllText(\"ran\", \"\");", "System.IO.File.WriteAllText(\"ran too\", \"\");");
        Assert.Throws<OperationCanceledException>(() => NotebookRunner.Run(path, new(Write: true, OnCell: (cell, of) =>
        {
            heard.Add($"{cell} of {of}");
            if (cell == 2) throw new OperationCanceledException();
        })));
        Assert.Equal(["1 of 2", "2 of 2"], heard);
        Assert.Equal((true, false), (File.Exists(scratch.File("ran")), File.Exists(scratch.File("ran too"))));
        Assert.DoesNotContain("execution_count\":1", File.ReadAllText(path));
        Assert.Null(scratch.Run("1").Failure); // the process is free for the next
    }

    [Fact]
    public void Notebooks_share_nothing()
    {
        scratch.Run("var a = 1;");
        Assert.StartsWith("CS0103", scratch.Run("a").Failure!.Message);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Equal("nowhere.ipynb: there is no such file.", Assert.Throws<FileNotFoundException>(() => NotebookRunner.Run("nowhere.ipynb")).Message);

    public void Dispose() => scratch.Dispose();
}
