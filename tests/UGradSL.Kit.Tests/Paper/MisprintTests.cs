namespace Unlearn.Tests;

public class MisprintTests
{
    [Theory]
    [InlineData(1, "CIFAR-10", "UGradSL", "UA", "66.14")]
    [InlineData(1, "CIFAR-10", "GA", "TA", "a digit is wrong")]
    [InlineData(1, "CIFAR-10", "FF", "TA", "the same TA")]
    [InlineData(1, "CIFAR-10", "Retrain", "RA", "one had not converged")]
    [InlineData(1, "20 Newsgroup", "Retrain", "RTE", "Table 2 has 75")]
    [InlineData(2, "CIFAR-100", "UGradSL+", "TA", "the wrong way about")]
    [InlineData(2, "20 Newsgroup", "UGradSL+", "UA", "more than 50%")]
    [InlineData(2, "20 Newsgroup", "Retrain", "RTE", "Table 1 has 26.246")]
    [InlineData(3, "CIFAR-100", "BU", "H", "collapsed")]
    [InlineData(4, "CelebA", "UGradSL+", "MIA", "as large as the mean")]
    [InlineData(6, "CIFAR-10", "UGradSL+ (mixed)", "TA", "0.17")]
    [InlineData(6, "CIFAR-10", "UGradSL (mixed)", "UA", "changes nothing")]
    [InlineData(7, "CIFAR-100", "FF", "RA", "FF's means are FT's")]
    [InlineData(7, "SVHN", "UGradSL", "UA", "the same mean")]
    [InlineData(8, "CIFAR-10", "GA", "UA", "held out")]
    [InlineData(9, "CIFAR-100", "BU", "TA", "Table 2's row of BU")]
    [InlineData(10, "CIFAR-10", "Retrain", "RA", "three quarters")]
    [InlineData(10, "CIFAR-10", "BU", "TA", "Not three quarters")]
    [InlineData(11, "CIFAR-10", "FT", "RA", "Three quarters")]
    [InlineData(12, "CIFAR-10", "Retrain", "TA", "trained otherwise")]
    public void Each_known_misprint_is_marked_on_its_cell_and_told_under_the_table(int number, string name, string rowName, string column, string words)
    {
        var table = Paper.Table(number);
        var (block, row) = (table.Block(name), table.Block(name).Row(rowName));
        var (letter, note) = table.NotesOn(block, row, column).Single(n => n.Note.Text.Contains(words, StringComparison.Ordinal));
        var view = PaperTableView.Of(table, block);
        Assert.Contains($"({letter}) {note.Text}", view.Notes);
        var cell = (string)view.DataFrame.Columns.Single(c => c.Name.StartsWith($"{column} ", StringComparison.Ordinal))[block.Rows.ToList().IndexOf(row)];
        Assert.StartsWith($"{row[column]} (", cell);
        Assert.Contains($"{letter}", cell[row[column]!.Printed.Length..]);
    }

    [Fact]
    public void The_arithmetic_of_the_notes_is_that_of_the_numbers()
    {
        double Of(int table, string block, string row, string column) => Paper.Table(table).Block(block).Row(row)[column]!.Mean;
        double Differ(string a, string b, string column) => Math.Round(Of(1, "CIFAR-10", a, column) - Of(1, "CIFAR-10", b, column), 2);
        Assert.Equal((66.14, 10.87), (Differ("UGradSL", "GA", "UA"), Differ("GA", "UGradSL", "RA")));
        Assert.Equal(2.75, Of(1, "CIFAR-10", "UGradSL", "RTE") / Of(1, "CIFAR-10", "GA", "RTE"), 6);
        double Drop(string column) => Math.Round(Of(2, "CIFAR-100", "Retrain", column) - Of(2, "CIFAR-100", "UGradSL+", column), 2);
        Assert.Equal((7.73, 9.42, -34.42), (Drop("RA"), Drop("TA"), Drop("UA")));
        var seeds = Spread.Of([100, 100, 94.57]);
        Assert.Equal(("98.19", "3.14"), ($"{seeds.Mean:F2}", $"{seeds.Std:F2}"));
        foreach (var column in (string[])["UA", "MIA", "RA", "TA"]) Assert.Equal(Of(7, "CIFAR-100", "FT", column), Of(7, "CIFAR-100", "FF", column));
        foreach (var column in PaperRow.Columns.Take(5)) Assert.Equal(Paper.Table(2).Block("CIFAR-100").Row("BU")[column], Paper.Table(9).Blocks[0].Row("BU")[column]);
        Assert.Equal(("99.45", "94.55"), ($"{Of(10, "CIFAR-10", "IU", "RA") / 0.75:F2}", $"{Of(10, "CIFAR-10", "IU", "TA") / 0.75:F2}"));
        Assert.Equal("98.99", $"{Of(11, "CIFAR-10", "FT", "RA") / 0.75:F2}");
        double[] others = [.. ((int[])[2, 7, 9]).Select(table => Of(3, "CIFAR-100", "FT", "RTE") / Of(table, "CIFAR-100", "FT", "RTE")).Order()];
        Assert.Equal(("3.8", "4.7"), ($"{others[0]:F1}", $"{others[^1]:F1}"));
    }

    [Fact]
    public void Bold_is_the_best_of_its_column_but_for_what_is_noted()
    {
        List<string> slips = [];
        foreach (var table in Paper.Tables.Where(table => table.Number != 6))
            foreach (var block in table.Blocks)
                foreach (var column in PaperRow.Columns)
                {
                    var values = block.Rows.Where(row => row.Method != nameof(Retrain) && row[column] is not null).ToList();
                    var best = column == "RTE" ? values.Min(row => row.RTE!.Mean) : values.Max(row => row[column]!.Mean);
                    foreach (var row in values.Where(row => row[column]!.IsBold && row[column]!.Mean != best))
                        slips.Add($"{table.Number} {block.Name} {row.Name} {column} {(table.NotesOn(block, row, column).Any() ? "noted" : "not noted")}");
                }
        Assert.All(slips, slip => Assert.EndsWith(" noted", slip.Replace("not noted", "missing")));
        Assert.Equal(["2 CIFAR-100 GA TA", "7 SVHN UGradSL+ UA", "8 CIFAR-10 GA TA", "8 CIFAR-10 UGradSL H", "9 CIFAR-100 UGradSL MIA", "11 CIFAR-10 UGradSL MIA"], slips.Select(slip => slip[..^" noted".Length]));
    }
}
