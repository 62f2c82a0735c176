using System.Text;

namespace Unlearn.Tests.Datasets;

public class IndexListTests
{
    [Theory]
    [InlineData("3\n1\n159\n")]
    [InlineData("3\r\n1\r\n159")]
    [InlineData("index\n3\n1\n159\n")]
    [InlineData("\uFEFFIndex,label\n3,dog\n1,cat\n159,\"a,b\"\n")]
    [InlineData("\"index\",\"note\"\n\"3\",\n 1 ,x\n\n159\n\n")]
    public void Row_numbers_are_read_from_the_first_column(string text) => Assert.Equal([3, 1, 159], Read(text));

    [Theory]
    [InlineData("", "made.csv, line 1: no row number in the whole file: write whole numbers from 0, one a line.")]
    [InlineData("index\n\n", "made.csv, line 1: no row number in the whole file: write whole numbers from 0, one a line.")]
    [InlineData("1\n-2\n", "made.csv, line 2: '-2' is no row number: write whole numbers from 0, one a line in the first column, under the header 'index' or none.")]
    [InlineData("row\n1\n", "made.csv, line 1: 'row' is no row number: ")]
    [InlineData(",index\n0,17\n", "made.csv, line 1: '' is no row number: ")]
    [InlineData("1\nindex\n", "made.csv, line 2: 'index' is no row number: ")]
    [InlineData("1.0\n", "made.csv, line 1: '1.0' is no row number: ")]
    [InlineData("1\0\n", "made.csv, line 1: '1\uFFFD' is no row number: ")]
    [InlineData("99999999999999999999\n", "made.csv, line 1: '99999999999999999999' is no row number: ")]
    [InlineData("1;2\n", "made.csv, line 1: '1;2' is no row number: ")]
    [InlineData("7\n\n8\n7\n", "made.csv, line 4: row 7 is in line 1 already: name each row once.")]
    public void What_is_wrong_is_said_with_its_line(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<InvalidDataException>(() => Read(text)).Message);

    [Fact]
    public void A_long_cell_is_shown_in_part()
    {
        var message = Assert.Throws<InvalidDataException>(() => Read(new string('x', 100_000))).Message;
        Assert.Contains($"'{new string('x', 40)}…' is no row number", message);
    }

    [Fact]
    public void A_file_becomes_a_record_that_names_the_file_and_no_folder()
    {
        var folder = Directory.CreateTempSubdirectory("ugradsl");
        try
        {
            var path = Path.Combine(folder.FullName, "poisoned.csv");
            File.WriteAllText(path, "index\n3\n1\n");
            Assert.Equal(new IndexForgetting([3, 1], "poisoned.csv"), Forgetting.From(path));
            using var data = Tiny.Data();
            Assert.Equal("2 rows of poisoned.csv (1.25 % of the training set)", Forgetting.From(path).Split(data, 0).Description);
            File.WriteAllText(path, "x");
            Assert.StartsWith("poisoned.csv, line 1: ", Assert.Throws<InvalidDataException>(() => Forgetting.From(path)).Message);
            var missing = Path.Combine(folder.FullName, "none.csv");
            Assert.Equal($"{missing} is missing: give a file with one row number a line, from 0.", Assert.Throws<FileNotFoundException>(() => Forgetting.From(missing)).Message);
            using var huge = File.OpenWrite(path);
            huge.SetLength(1L << 30);
            huge.Close();
            Assert.Contains("poisoned.csv holds 1,073,741,824 bytes", Assert.Throws<InvalidDataException>(() => Forgetting.From(path)).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    internal static IReadOnlyList<long> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    internal static IReadOnlyList<long> Read(byte[] file) => IndexList.Read(new MemoryStream(file), "made.csv");
}
