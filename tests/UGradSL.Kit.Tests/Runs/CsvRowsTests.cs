namespace Unlearn.Tests.Runs;

public sealed class CsvRowsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string At => Path.Combine(folder.Path, "rows.csv");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Rows_come_back_as_they_were_to_the_last_digit()
    {
        Row[] rows = [new("a b", 1, 0.1 + 0.2, null, Verdict.Holds), new("", -3, double.NaN, 1e-300, Verdict.Undecided)];
        CsvRows.Write(At, rows);
        Assert.Equal("name,count,value,maybe,verdict\na b,1,0.30000000000000004,,Holds\n,-3,NaN,1E-300,Undecided\n", File.ReadAllText(At));
        Assert.Equal(rows, CsvRows.Read<Row>(At));
    }

    [Theory]
    [InlineData("CIFAR-100, 20 super-classes", "\"CIFAR-100, 20 super-classes\"")]
    [InlineData("a \"b\", c", "\"a \"\"b\"\", c\"")]
    [InlineData("", "")]
    public void A_text_with_commas_or_quotes_is_quoted_and_read_again(string name, string written)
    {
        Row[] rows = [new(name, 1, 2, null, Verdict.Fails)];
        CsvRows.Write(At, rows);
        Assert.StartsWith($"name,count,value,maybe,verdict\n{written},1,2,,Fails", File.ReadAllText(At));
        Assert.Equal(rows, CsvRows.Read<Row>(At));
    }

    [Fact]
    public void What_does_not_fit_is_told_with_its_line()
    {
        Assert.Contains("line breaks", Assert.Throws<ArgumentException>(() => CsvRows.Write(At, [new Row("a\nb", 1, 1, 1, Verdict.Holds)])).Message);
        File.WriteAllText(At, "name,count\na,1\n");
        Assert.Contains("rows.csv, line 1: the columns must be name,count,value,maybe,verdict", Assert.Throws<InvalidDataException>(() => CsvRows.Read<Row>(At)).Message);
        File.WriteAllText(At, "name,count,value,maybe,verdict\na,1,2,3,Holds\na,1,2,3\n");
        Assert.Contains("rows.csv, line 3: 4 cells under 5 columns", Assert.Throws<InvalidDataException>(() => CsvRows.Read<Row>(At)).Message);
        File.WriteAllText(At, "name,count,value,maybe,verdict\n\"a,1,2,3,Holds\n");
        Assert.Contains("rows.csv, line 2: 0 cells under 5 columns", Assert.Throws<InvalidDataException>(() => CsvRows.Read<Row>(At)).Message);
        File.WriteAllText(At, "name,count,value,maybe,verdict\na,x,2,3,Holds\n");
        Assert.Contains("rows.csv, line 2", Assert.Throws<InvalidDataException>(() => CsvRows.Read<Row>(At)).Message);
    }

    private sealed record Row(string Name, int Count, double Value, double? Maybe, Verdict Verdict);
}
