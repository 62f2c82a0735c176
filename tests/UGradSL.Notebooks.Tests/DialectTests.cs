using Xunit;

namespace Unlearn.Tests;

/// <summary>What a cell may say in the kernel, and what not: the limits of C# scripting, one a row of the notes on it.</summary>
public class DialectTests
{
    [Theory]
    [InlineData("using var s = new System.IO.StringWriter();", "CS1002")]
    [InlineData("namespace A { }", "CS7021")]
    [InlineData("static class E { public static int Plus(this int x) => x + 1; }", "CS1109")]
    [InlineData("static class E { extension(int x) { public int Plus => x + 1; } }", "CS9283")]
    [InlineData("file class A { }", "CS")]
    [InlineData("Span<int> s = new int[3];", "CS8345")]
    [InlineData("yield return 1;", "CS")]
    [InlineData("throw new Exception()", "CS1002")]
    [InlineData("if (true) Console.WriteLine()", "CS1002")]
    [InlineData("[1, 2, 3]", "CS9176")]
    [InlineData("1+1;", "CS0201")]
    [InlineData("record R(int X);\nvar r = new R(1);\nr with { X = 2 }", "CS1014")]
    [InlineData("var before = 1; record R { public int X => before; }", "CS0120")]
    public void Does_not_compile(string cell, string error) => Assert.StartsWith(error, Scratch.FailureOf(cell).Message);

    [Theory]
    [InlineData("ok", "{ using var s = new System.IO.StringWriter(); }\nusing (var t = new System.IO.StringWriter()) { }\n\"ok\"")]
    [InlineData("2", "public static int Plus(this int x) => x + 1;\n1.Plus().ToString()")]
    [InlineData("7", "unsafe { int x = 7; int* p = &x; Console.Write(*p); }")]
    [InlineData("3", "static int knob = 3; record R { public int X => knob; }\nnew R().X.ToString()")]
    [InlineData("0 1 ", "async IAsyncEnumerable<int> Two() { for (var i = 0; i < 2; i++) { await Task.Yield(); yield return i; } }\nawait foreach (var i in Two()) Console.Write($\"{i} \");")]
    [InlineData("1", "#r \"System.Text.Json\"\nSystem.Text.Json.JsonSerializer.Serialize(1)")]
    [InlineData("1", "var q = 1; string Old() => q.ToString();", "var q = \"new\";", "Old()")]
    [InlineData("ok", "using System.IO;", "using System.IO;\n\"ok\"")]
    [InlineData("ok", "using System.Numerics;\n\"ok\"")]
    public void Runs_without_a_warning(string shown, params string[] cells)
    {
        var output = Assert.Single(Scratch.OutputsOfLast(cells))!;
        Assert.Equal(shown, Scratch.Text(output["data"]?["text/plain"] ?? output));
    }

    [Theory]
    [InlineData("using System.IO;\nusing System.IO;", "CS0105")]
    [InlineData("Task.Delay(1);\nvar a = await Task.FromResult(1);", "CS4014")]
    [InlineData("[Obsolete] void Old() { }\nOld();", "CS0612")]
    public void Warns(string cell, string warning) => Assert.Contains($"warning {warning}", Scratch.Text(Assert.Single(Scratch.OutputsOfLast(cell))!));

    [Fact]
    public void A_cell_that_throws_still_shows_its_warnings()
    {
        using var scratch = new Scratch();
        var outputs = scratch.Run("string? s = \"x\";\nthrow new Exception(\"no\");").Notebook.CodeCells[0].Outputs;
        Assert.Contains("CS8632", Scratch.Text(outputs[0]!));
        Assert.Equal("error", (string?)outputs[1]!["output_type"]);
    }

    [Fact]
    public void A_variable_lives_until_the_end_and_a_blocks_does_not() => Assert.Equal("True False", Scratch.Data(Scratch.OutputsOfLast(
        "var kept = new object(); WeakReference Of(object o) => new(o); var top = Of(kept); WeakReference inside; { var gone = new object(); inside = Of(gone); }",
        "var kept = 1;",
        "GC.Collect(); GC.WaitForPendingFinalizers(); GC.Collect();\n$\"{top.IsAlive} {inside.IsAlive}\"")));
}
