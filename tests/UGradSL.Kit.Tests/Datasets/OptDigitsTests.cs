namespace Unlearn.Tests.Datasets;

public class OptDigitsTests
{
    [Fact]
    public void Counts_become_pixels_from_which_they_can_be_had_back()
    {
        using var folder = Made();
        using var data = OptDigits.Load(folder.Path, null, null);
        Assert.Equal([3, 0, 9], data.Train.LabelsOnHost);
        Assert.Equal([1], data.Test.LabelsOnHost);
        Assert.Equal([1, 8, 8], data.Train.Inputs.Shape);
        var pixels = CifarTests.Pixels(data.Train);
        Assert.Equal(Enumerable.Range(0, 192).Select(i => ((i % 64) + (3 * (i / 64))) % 17), pixels.Select(v => ((16 * v) + 127) / 255));
        Assert.Equal((0, 16, 32, 255), (pixels[0], pixels[1], pixels[2], pixels[16]));
    }

    [Theory]
    [InlineData("1,2\n", "made.tra, byte 3: field 2 of image 0 must end in a comma")]
    [InlineData("1,17,", "made.tra, byte 2: field 2 of image 0 is no number of 0 to 16")]
    [InlineData("1,-2", "made.tra, byte 2: field 2 of image 0 is no number of 0 to 16")]
    [InlineData("1;2", "made.tra, byte 1: field 1 of image 0 must end in a comma")]
    [InlineData("123,", "made.tra, byte 2: field 1 of image 0 must end in a comma")]
    [InlineData("1", "made.tra, byte 1: field 1 of image 0 must end in a comma")]
    [InlineData("", "made.tra, byte 0: the file ends after 0 images")]
    public void What_is_wrong_is_said_with_its_place(string text, string message) => Assert.Contains(message, Refused(text));

    [Fact]
    public void A_line_must_end_after_its_digit()
    {
        var line = MadeSets.Digits(5);
        Assert.Contains($"byte {line.Length - 1}: field 65 of image 0 must end in a new line", Refused(line[..^1] + ",1\n"));
        Assert.Contains($"byte {line.Length - 2}: field 65 of image 0 is no number of 0 to 9", Refused(line[..^2] + "10\n"));
        Assert.Contains("the file ends after 2 images, where 3 are wanted", Refused(line + line, expected: 3));
        Assert.Equal([5, 5], Read(line[..^1] + "\r\n" + line[..^1]).Labels);
    }

    [Fact]
    public void A_file_that_goes_on_is_not_read_into_memory()
    {
        var huge = new MemoryStream();
        huge.SetLength(17 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("byte 16777216: the file goes on", Assert.Throws<InvalidDataException>(() => OptDigitsText.Read(huge, "made.tra", null)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Loading_leaks_nothing_even_when_the_test_part_is_refused()
    {
        using var folder = Made();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        OptDigits.Load(folder.Path, null, null).Dispose();
        Assert.Contains("optdigits.tes", Assert.Throws<InvalidDataException>(() => OptDigits.Load(folder.Path, null, 2)).Message);
        Assert.Contains("run `ugradsl fetch optdigits`", Assert.Throws<FileNotFoundException>(() => OptDigits.Load(folder.PathOf("none"))).Message);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    internal static (byte[] Pixels, long[] Labels) Read(string text, int? expected = null) =>
        OptDigitsText.Read(new MemoryStream([.. text.Select(c => (byte)c)]), "made.tra", expected);

    private static string Refused(string text, int? expected = null) => Assert.Throws<InvalidDataException>(() => Read(text, expected)).Message;

    private static TemporaryFolder Made() => new TemporaryFolder().Write("optdigits.tra", MadeSets.Digits(3, 0, 9)).Write("optdigits.tes", MadeSets.Digits(1));
}
