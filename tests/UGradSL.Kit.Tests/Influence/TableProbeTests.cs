namespace Unlearn.Tests.Influence;

public sealed class TableProbeTests
{
    private const string Good = "x, \"y, squared\" ,label,forget\n1,2,0,1\n\n2,1e-1,1,0\r\n-3,0.5,2,0\n\"4\",0,0,0\n";

    [Fact]
    public void A_table_is_read_with_quotes_spaces_and_empty_lines()
    {
        var table = NumberTable.Read(new StringReader(Good), "t.csv");
        Assert.Equal(["x", "y, squared", "label", "forget"], table.Columns);
        Assert.Equal([2, 4, 5, 6], table.Lines);
        Assert.Equal([-3, 0.5, 2, 0], table.Rows[2]);
        Assert.Equal([0, 1, 2, 0], table.Whole("label", 5));
        Assert.Equal(9, TableProbe.Of(table, "label", "forget", 0.1).Parameters);
    }

    [Fact]
    public void A_table_gives_the_probe_of_its_numbers()
    {
        using var scope = NewDisposeScope();
        foreach (var problem in Fixtures.All.Problems)
        {
            var (here, there) = (problem.Measure().Two, TableProbe.Of(NumberTable.Read(new StringReader(problem.Csv()), "t.csv"), "label", "forget", problem.Ridge).Two);
            Assert.Equal(here.Inner, there.Inner, 1e-12 * here.UNorm * here.VNorm);
            Assert.Equal(here.UNorm, there.UNorm, 1e-12 * here.UNorm);
        }
    }

    [Theory]
    [InlineData("x,label,forget\n1,0,1\nabc,1,0\n", "t.csv, line 3, column 1 ('x'): 'abc' is no number")]
    [InlineData("x,label,forget\n1,0,1\n,1,0\n", "t.csv, line 3, column 1 ('x'): '' is no number")]
    [InlineData("x,label,forget\n1,0,1\nNaN,1,0\n", "line 3, column 1 ('x'): 'NaN'")]
    [InlineData("x,label,forget\n1,0,1\n1,1\n", "line 3: 2 cells under 3 columns")]
    [InlineData("x,label,forget\n1,0.5,1\n", "line 2, column 2 ('label'): 0.5 is none of 0 to 999")]
    [InlineData("x,label,forget\n1,-1,1\n", "line 2, column 2 ('label'): -1")]
    [InlineData("x,label,forget\n1,0,2\n1,1,0\n", "line 2, column 3 ('forget'): 2 is none of 0 to 1")]
    [InlineData("x,label,forget\n1,0,0\n1,1,0\n", "line 2, column 3 ('forget'): from there on every mark is 0, the forget set is empty")]
    [InlineData("x,label,forget\n1,0,1\n1,1,1\n", "nothing is retained")]
    [InlineData("x,label,forget\n1,0,1\n1,0,0\n", "line 2, column 2 ('label'): from there on every label is 0, one class only")]
    [InlineData("x,label,forget\n1,0,1\n1,2,0\n", "1 never occurs")]
    [InlineData("x,labels,forget\n1,0,1\n", "line 1: no column 'label': did you mean 'labels'?")]
    [InlineData("label,forget\n0,1\n1,0\n", "no column is left for features")]
    [InlineData("x,x,label,forget\n1,1,0,1\n", "line 1, column 2: 'x' names a column twice")]
    [InlineData("x,label,forget\n\"1,0,1\n", "line 2, column 1: a quote that is not closed")]
    [InlineData("x,label,forget\n", "no row under the header")]
    [InlineData("", "the file is empty")]
    public void What_is_wrong_in_a_table_is_told_with_line_and_column(string text, string message)
    {
        var error = Record.Exception(() => TableProbe.Of(NumberTable.Read(new StringReader(text), "t.csv"), "label", "forget", 0.1));
        Assert.True(error is ArgumentException or InvalidDataException, $"{error}");
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void A_ridge_of_0_and_one_column_for_two_things_are_refused()
    {
        var table = NumberTable.Read(new StringReader(Good), "t.csv");
        Assert.Contains("--ridge 0", Assert.Throws<ArgumentException>(() => TableProbe.Of(table, "label", "forget", 0)).Message);
        Assert.Contains("--ridge -1", Assert.Throws<ArgumentException>(() => TableProbe.Of(table, "label", "forget", -1)).Message);
        Assert.Contains("two columns", Assert.Throws<ArgumentException>(() => TableProbe.Of(table, "label", "label", 1)).Message);
        Assert.Throws<FileNotFoundException>(() => NumberTable.Read("none.csv"));
    }
}
