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
    [InlineData("var a = 1;\n#!time\na", "#!time", 2)]
    [InlineData("#!set --name x --value 1", "#!set", 1)]
    [InlineData("#!import ../x.ipynb", "#!import", 1)]
    [InlineData("// a comment\n\n   #!markdown\n# It's text", "#!markdown", 3)]
    [InlineData("#!csharp\n#!who", "#!who", 2)]
    [InlineData("#i \"nuget:https://example.org\"", "#i", 1)]
    [InlineData("#load \"x.csx\"", "#load", 1)]
    [InlineData("#:package A@1", "#:package", 1)]
    [InlineData("#r \"nuget: TorchSharp, 0.107.0\"", "#r \"nuget: TorchSharp, 0.107.0\"", 1)]
    public void Every_other_directive_is_refused_by_name_cell_and_line(string cell, string name, int line)
    {
        var failure = Scratch.FailureOf("1", cell);
        Assert.Equal((2, line), (failure.Cell, failure.Line));
        Assert.StartsWith(name + " ", failure.Message);
    }

    [Theory]
    [InlineData("var s = @\"\n#!javascript\n\";")]
    [InlineData("var s = \"\"\"\n    #!javascript\n    \"\"\";")]
    [InlineData("/*\n#!javascript\n*/")]
    [InlineData("// #!javascript")]
    [InlineData("#nullable enable\n#region a\nstring? s = null;\n#endregion")]
    public void Text_comments_and_CSharps_own_directives_are_left_alone(string cell) => Assert.Empty(Scratch.OutputsOfLast(cell));
}
