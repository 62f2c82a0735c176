using System.Text.RegularExpressions;

namespace Unlearn.Tests;

/// <summary>The paper's own text, where it lies beside the clone, against what was typed from it: two roads to the same numbers.</summary>
public partial class PaperTextTests
{
    public static TheoryData<int> Numbers => [.. Paper.Tables.Select(table => table.Number)];

    private static string[] Lines()
    {
        var path = Repository.PathOf("../shared/paper/ugradsl.txt");
        Assert.SkipUnless(File.Exists(path), $"The paper's text is not beside the clone, in {path}.");
        return File.ReadAllLines(path);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Every_number_of_a_table_is_typed_as_it_is_printed(int number)
    {
        var (lines, table) = (Lines(), Paper.Table(number));
        var start = Array.FindIndex(lines, line => line.StartsWith($"Table {number}:", StringComparison.Ordinal));
        var rows = lines.Skip(start + 1).TakeWhile(line => !TableStart().IsMatch(line) && !line.StartsWith('#')).Where(line => line.Contains('\t')).Select(line => line.Split('\t')).ToList();
        List<string> printed = [], typed = [];
        var method = "";
        foreach (var cells in rows)
        {
            if (cells.Any(cell => cell.StartsWith("UA", StringComparison.Ordinal)))
            {
                printed.Add($"{(cells[0].Length > 0 ? cells[0] : table.Blocks[0].Name)}, {(cells[^1].Contains("hr", StringComparison.Ordinal) ? "hr" : "min")}");
                continue;
            }
            if (cells[0].Length > 0) method = cells[0].Replace("Fine-Tune", "FT");
            string[] ticks = number == 6 ? [.. ((string[])["mixed", "NLS", "PLS"]).Where((_, i) => cells[i + 1].Contains('✓'))] : [];
            printed.Add(string.Join(" | ", [ticks.Length > 0 ? $"{method} ({string.Join(", ", ticks)})" : method, .. cells[^6..].Select(Number)]));
        }
        foreach (var typedBlock in table.Blocks)
        {
            typed.Add($"{typedBlock.Name}, {typedBlock.RteUnit}");
            typed.AddRange(typedBlock.Rows.Select(row => string.Join(" | ", [row.Name, .. PaperRow.Columns.Select(column => Typed(row[column]))])));
        }
        Assert.True(printed.Count > 5, $"Table {number} was not found in the text.");
        Assert.Equal(printed, typed);
        Assert.Equal(Words(lines[start][$"Table {number}: ".Length..]), table.Caption);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_figure_has_its_caption(int number) =>
        Assert.Equal(Words(Lines().Single(line => line.StartsWith($"Figure {number}: ", StringComparison.Ordinal))[$"Figure {number}: ".Length..]), Paper.Figure(number).Caption);

    [Fact]
    public void The_settings_that_are_called_known_stand_in_the_text()
    {
        var text = string.Join('\n', Lines());
        Assert.Contains("For CIFAR-10, CIFAR-100 and SVHN, the training epochs learning rate are 160 and 0.01, respectively. For ImageNet, the training epochs are 90. For 20 Newsgroup, the training epochs are 60. The batch size is 256 for all the dataset.", text);
        Assert.Contains("For fine-tune (FT), the training epochs and learning rate are 10 and 0.01, respectively. For gradient ascent (GA), the training epochs and learning rate are 10 and 0.0001, respectively.", text);
        Assert.Contains("All results are averaged by running 3 experiments with different random seeds.", text);
        Assert.Contains("the size of  $D_f$  is 10% of the  $D_{tr}$", text);
        Assert.Contains("we select 1% of the identities (82 identities)", text);
    }

    private static string Number(string cell)
    {
        var digits = Marks().Replace(cell.Replace(@"\pm", "±"), "");
        return digits is "-" or "" ? "–" : cell.Contains("<b>", StringComparison.Ordinal) ? $"**{digits}**" : digits;
    }

    private static string Typed(PublishedValue? value) => value is null ? "–" : (value.IsBold ? $"**{value}**" : $"{value}").Replace(" ", "");

    private static string Words(string text) =>
        Spaces().Replace(text.Replace(@"$\star$", "★").Replace(@"\star", "★").Replace("$", "").Replace("**", ""), " ").Replace(" )", ")").Replace(" ,", ",").Trim();

    [GeneratedRegex(@"^Table \d+:")]
    private static partial Regex TableStart();

    [GeneratedRegex(@"</?(b|math)>|\$|\s")]
    private static partial Regex Marks();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
