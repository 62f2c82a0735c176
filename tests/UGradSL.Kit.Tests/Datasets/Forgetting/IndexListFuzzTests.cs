using System.Text;
using System.Text.RegularExpressions;

namespace Unlearn.Tests.Datasets;

public partial class IndexListFuzzTests
{
    private static readonly byte[] plain = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 40).Select(i => i * 37 % 1009)));

    private static readonly byte[] table = Encoding.UTF8.GetBytes("index,label,note\r\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"\"{i * i}\",{i % 3},\"é, {i}\"\r\n")));

    [Fact]
    public void Spoiled_lists_are_refused_or_read_as_they_now_are() => Assert.All(Faults.Of(plain, 8), file => Assert.Equal(Naive(file), Read(file)));

    [Fact]
    public void Spoiled_tables_are_refused_or_read_as_they_now_are() => Assert.All(Faults.Of(table, 20), file => Assert.Equal(Naive(file), Read(file)));

    [Fact]
    public void Some_spoiled_lists_can_still_be_read() => Assert.True(Faults.Of(plain, 8).Count(file => Read(file) is not null) > 100);

    private static string? Naive(byte[] file)
    {
        List<long> rows = [];
        foreach (var (i, line) in new StreamReader(new MemoryStream(file)).ReadToEnd().Split(["\r\n", "\r", "\n"], StringSplitOptions.None).Index())
        {
            if (line.Trim().Length == 0 || (i == 0 && Header().IsMatch(line))) continue;
            if (Row().Match(line) is not { Success: true } match || !decimal.TryParse(match.Groups[1].Value + match.Groups[2].Value, out var row) || row > long.MaxValue || rows.Contains((long)row))
                return null;
            rows.Add((long)row);
        }
        return rows.Count > 0 ? string.Join(' ', rows) : null;
    }

    private static string? Read(byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return string.Join(' ', IndexListTests.Read(file));
        }
        catch (InvalidDataException e)
        {
            Assert.Matches("^made.csv, line [0-9]+: ", e.Message);
            return null;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [GeneratedRegex(@"^\s*(?:([0-9]{1,25})|""([0-9]{1,25})"")\s*(?:,|$)")]
    private static partial Regex Row();

    [GeneratedRegex(@"^\s*(?:index|""index"")\s*(?:,|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}
