using Xunit;

namespace Unlearn.Tests;

public class DirectivesTests
{
    [Theory]
    [InlineData("#!csharp\n\"shown\"")]
    [InlineData("#!C#\n\"shown\"")]
    [InlineData("\n  #!c#  \n\"shown\"")]
    public void The_directive_for_CSharp_is_taken_away(string cell) => Assert.Equal("shown", Scratch.Data(Scratch.OutputsOfLast(cell)));

    [Fact]
    public void Lines_still_count_from_the_top_of_the_cell() => Assert.Equal(3, Scratch.FailureOf("#!csharp\n\nthrow new Exception();").Line);

    [Theory]
    [InlineData("#!javascript\nalert(1)", "#!javascript", 1)]
    [InlineData("#!fsharp", "#!fsharp", 1)]
    [InlineData("#!set --name x --value 1", "#!set", 1)]
    [InlineData("#!import ../x.fsx", "#!import", 1)]
    [InlineData("#!import", "#!import", 1)]
    [InlineData("1\n   #!markdown\n# It's text", "#!markdown", 2)]
    [InlineData("#!csharp\n#!who", "#!who", 2)]
    [InlineData("#!whos", "#!whos", 1)]
    [InlineData("#!lsmagic", "#!lsmagic", 1)]
    [InlineData("#!about", "#!about", 1)]
    [InlineData("#!html\n<b>", "#!html", 1)]
    [InlineData("#!pwsh", "#!pwsh", 1)]
    [InlineData("#!share x --from fsharp", "#!share", 1)]
    [InlineData("#:package A@1", "#:package", 1)]
    [InlineData("#r \"nuget: TorchSharp, 0.1.0\"", "#r \"nuget: TorchSharp, 0.1.0\"", 1)]
    [InlineData("#r \"nuget: Unheard.Of\"", "#r \"nuget: Unheard.Of\"", 1)]
    public void Every_other_directive_is_refused_by_name_cell_and_line(string cell, string name, int line)
    {
        var failure = Scratch.FailureOf("1", cell);
        Assert.Equal((2, line), (failure.Cell, failure.Line));
        Assert.StartsWith(name + " ", failure.Message);
    }

    [Fact]
    public void The_time_of_a_cell_is_shown_after_it()
    {
        var outputs = Scratch.OutputsOfLast("#!time\nawait Task.Delay(20);\n\"value\"");
        Assert.Equal("value", Scratch.Text(outputs[0]!["data"]!["text/plain"]!));
        Assert.Matches(@"^Wall time: [\d.]+ms$", Scratch.Text(outputs[1]!["data"]!["text/plain"]!));
    }

    [Fact]
    public void Markdown_in_a_code_cell_is_shown_as_html() =>
        Assert.Contains("<em>It</em>'s <math", Scratch.Data(Scratch.OutputsOfLast("\n#!markdown\n*It*'s $x$"), "text/html"));

    [Fact]
    public void A_package_source_is_passed_over() => Assert.Equal("a", Scratch.Data(Scratch.OutputsOfLast("#i \"nuget:https://example.org\"\n\"a\"")));

    [Theory]
    [InlineData("#r \"nuget: TorchSharp, 0.107.0\"\ntypeof(TorchSharp.torch).Name")]
    [InlineData("#r \"nuget: TorchSharp\"\ntypeof(TorchSharp.torch).Name")]
    public void A_package_that_is_here_is_the_one_that_is_here(string cell) => Assert.Equal("torch", Scratch.Data(Scratch.OutputsOfLast(cell)));

    [Fact]
    public void Load_reads_a_file_beside_the_notebook()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch.File("x.csx"), "int Twice(int x) => 2 * x;");
        Assert.Contains("42", scratch.Run("#load \"x.csx\"\nConsole.WriteLine(Twice(21));").Notebook.CodeCells[0].Outputs.ToJsonString());
    }

    [Fact]
    public void Import_runs_a_notebook_or_a_file_where_it_stands()
    {
        using var scratch = new Scratch();
        File.Move(scratch.Write("var a = 1;", "a += 1;"), scratch.File("other.ipynb"));
        File.WriteAllText(scratch.File("more.cs"), "a += 10;");
        var run = scratch.Run("var before = 0;\n#!import other.ipynb\n#!import \"more.cs\"\n(before + a).ToString()", "\n#!import more.cs\nthrow new Exception($\"{a}\");");
        Assert.Equal("12", Scratch.Data(run.Notebook.CodeCells[0].Outputs));
        Assert.Equal(new Unlearn.Notebooks.CellFailure(2, 3, "22"), run.Failure);
    }

    [Theory]
    [InlineData("none.ipynb", "none.ipynb: there is no such file.")]
    [InlineData("none.cs", "none.cs")]
    [InlineData("try.ipynb", "for ever")]
    public void An_import_that_cannot_be_fails_the_cell(string file, string why) => Assert.Contains(why, Scratch.FailureOf($"#!import {file}").Message);

    [Theory]
    [InlineData("var s = @\"\n#!javascript\n\";")]
    [InlineData("var s = \"\"\"\n    #!javascript\n    \"\"\";")]
    [InlineData("/*\n#!javascript\n*/")]
    [InlineData("// #!javascript")]
    [InlineData("#nullable enable\n#region a\nstring? s = null;\n#endregion")]
    public void Text_comments_and_CSharps_own_directives_are_left_alone(string cell) => Assert.Empty(Scratch.OutputsOfLast(cell));
}
