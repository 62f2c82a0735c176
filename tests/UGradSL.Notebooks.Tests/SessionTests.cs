using System.Reflection;
using Microsoft.CodeAnalysis.Scripting;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

public class SessionTests
{
    [Fact]
    public void The_six_usings_of_the_kernel_are_there() => Assert.Equal("6", Shown("""
        IEnumerable list = new List<int> { 1, 2, 3 };
        await Task.CompletedTask;
        new StringBuilder().Append(list.Cast<int>().Sum()).ToString()
        """));

    [Theory]
    [InlineData("Path.GetTempPath()", "Path")]
    [InlineData("Thread.Sleep(0)", "Thread")]
    [InlineData("new HttpClient()", "HttpClient")]
    public void Usings_that_only_projects_have_are_not_there(string cell, string name) =>
        Assert.StartsWith($"CS0103: The name '{name}'", Scratch.FailureOf(cell).Message.Replace("CS0246: The type or namespace name", "CS0103: The name"));

    [Theory]
    [InlineData("x=5", "5")]
    [InlineData("x++", "3")]
    [InlineData("x", "3")]
    [InlineData("return x;", "3")]
    public void The_value_of_a_trailing_expression_is_shown(string cell, string shown)
    {
        var output = Assert.Single(Scratch.OutputsOfLast("int x = 3;", cell))!;
        Assert.Equal("execute_result", (string?)output["output_type"]);
        Assert.Equal(2, (int?)output["execution_count"]);
        Assert.Contains($"<pre>{shown}</pre>", Scratch.Text(output["data"]!["text/html"]!));
    }

    [Theory]
    [InlineData("x=5;")]
    [InlineData("x++;")]
    [InlineData("int y = x;")]
    [InlineData("void Nothing() {} Nothing()")]
    [InlineData("")]
    public void Nothing_is_shown_after_a_semicolon_or_for_a_void_call(string cell) => Assert.Empty(Scratch.OutputsOfLast("int x = 3;", cell));

    [Fact]
    public void Null_is_shown_as_the_kernel_shows_it() =>
        Assert.Contains("&lt;null&gt;", Scratch.Data(Scratch.OutputsOfLast("string s = null; s"), "text/html"));

    [Fact]
    public void Roslyn_still_says_whether_a_script_returns_a_value() =>
        Assert.NotNull(typeof(Script).GetMethod("HasReturnValue", BindingFlags.Instance | BindingFlags.NonPublic));

    [Fact]
    public void A_variable_may_be_declared_again_with_another_type() => Assert.Equal("now text", Shown("var q = 1;", "var q = \"now text\";", "q"));

    [Fact]
    public void Await_works_at_the_top_level_even_under_a_synchronization_context()
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Stuck());
        try
        {
            Assert.Equal("done", Shown("string Later() { return \"done\"; } var text = await Task.Run(Later); await Task.Delay(1); await Task.Yield();", "text"));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    [Fact]
    public void A_record_of_one_cell_can_be_used_in_the_next() =>
        Assert.Equal("Line { X = 2 }", Shown("record Line(int X); ", "var line = new Line(1);", "(line with { X = 2 }).ToString()"));

    [Fact]
    public void CSharp_14_compiles_and_15_does_not()
    {
        Assert.Equal("14", Shown("class A { public string F { get => field ?? \"14\"; set; } }", "new A().F"));
        Assert.Contains("not available in C# 14", Scratch.FailureOf("List<int> list = [with(capacity: 4), 1];").Message);
    }

    [Fact]
    public void What_was_set_before_an_exception_stays_set()
    {
        using var scratch = new Scratch();
        using var session = new Session(scratch.Folder);
        Assert.Null(session.Execute("var first = 1; var second = 0;", new()));
        Assert.NotNull(session.Execute("second = 2;\nthrow new Exception(\"no\");\nsecond = 3;", new()));
        Assert.NotNull(session.Execute("does not compile", new()));
        var outputs = new CellOutputs();
        Assert.Null(session.Execute("$\"{first} {second}\"", outputs));
        Assert.Equal("1 2", Scratch.Data(outputs.ToJson(4, new(scratch.Folder))));
    }

    [Fact]
    public void A_cell_runs_in_the_notebooks_folder_and_the_process_comes_back()
    {
        var before = Directory.GetCurrentDirectory();
        Assert.Equal("True", Shown("System.IO.File.Exists(\"try.ipynb\").ToString()"));
        Assert.Equal(before, Directory.GetCurrentDirectory());
    }

    private static string Shown(params string[] cells) => Scratch.Data(Scratch.OutputsOfLast(cells));

    /// <summary>Never runs what is posted to it, like a context whose only thread waits.</summary>
    private sealed class Stuck : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
