using System.Text.RegularExpressions;
using CsCheck;

namespace Unlearn.Tests.Datasets;

public class OriginalsFuzzTests
{
    private static readonly byte[] ten = MadeSets.Cifar([0], [9], [4]), hundred = MadeSets.Cifar([0, 99], [19, 3]);
    private static readonly byte[] digits = [.. MadeSets.Digits(0, 9, 4).Select(c => (byte)c)], svhn = MadeSets.Svhn(1, 10, 5);

    [Fact]
    public void Spoiled_files_of_CIFAR_10_are_refused_or_read_as_they_now_are() =>
        Assert.All(Faults.Of(ten, 1), file => Assert.Equal(NaiveCifar(file, 10), ReadCifar(file, 10)));

    [Fact]
    public void Spoiled_files_of_CIFAR_100_are_refused_or_read_as_they_now_are() =>
        Assert.All(Faults.Of(hundred, 2), file => Assert.Equal(NaiveCifar(file, 20, 100), ReadCifar(file, 20, 100)));

    // Hardly any file of text outlives a changed bit, so that as many have other letters of the format in places.
    private static IEnumerable<byte[]> OtherLetters => Faults.Pinned(Gen.Select(Gen.Int[0, digits.Length - 1], Gen.Char["0123456789,\n\r "]).Array[1, 3].Select(changes =>
    {
        var copy = (byte[])digits.Clone();
        foreach (var (at, letter) in changes) copy[at] = (byte)letter;
        return copy;
    }));

    [Fact]
    public void Spoiled_lines_of_optdigits_are_refused_or_read_as_they_now_are() =>
        Assert.All(Faults.Of(digits, 64).Concat(OtherLetters), file => Assert.Equal(NaiveDigits(file), ReadDigits(file)));

    [Fact]
    public void Spoiled_files_of_SVHN_are_refused_or_give_whole_images_with_labels() =>
        Assert.All(Faults.Of(svhn, 256), file => Assert.Contains(ReadSvhn(file), new[] { null, "3 images" }));

    [Fact]
    public void Some_spoiled_files_can_still_be_read()
    {
        Assert.InRange(Faults.Of(ten, 1).Count(f => ReadCifar(f, 10) is not null), 50, int.MaxValue);
        Assert.InRange(OtherLetters.Count(f => ReadDigits(f) is not null), 50, int.MaxValue);
        Assert.InRange(Faults.Of(svhn, 256).Count(f => ReadSvhn(f) is not null), 50, int.MaxValue);
    }

    [Fact]
    public void Empty_files_are_refused()
    {
        Assert.Null(ReadCifar([], 10));
        Assert.Null(ReadDigits([]));
        Assert.Null(ReadSvhn([]));
    }

    private static string? NaiveCifar(byte[] file, params int[] classes)
    {
        var records = file.Chunk(classes.Length + 3072).ToList();
        if (records.Count == 0 || records[^1].Length != classes.Length + 3072 || records.Any(r => classes.Index().Any(k => r[k.Index] >= k.Item))) return null;
        return Text([.. records.SelectMany(r => r[classes.Length..])], classes.Select((_, k) => records.Select(r => (long)r[k])));
    }

    private static string? ReadCifar(byte[] file, params int[] classes) => Read(() =>
    {
        using var scope = NewDisposeScope();
        var (images, labels) = new CifarFiles([.. classes.Select((n, k) => ($"label {k}", n))]).Read([(new MemoryStream(file), "made")], null);
        return Text(images.bytes.ToArray(), labels);
    }, 2 << 20); // the reader's buffer is one

    private static string? NaiveDigits(byte[] file)
    {
        var text = string.Concat(file.Select(b => (char)b));
        if (!Regex.IsMatch(text, @"\A(?:(?:(?:0?[0-9]|1[0-6]),){64}0?[0-9]\r?(?:\n|\z))+\z")) return null;
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',').Select(int.Parse).ToArray()).ToList();
        return Text([.. lines.SelectMany(line => line[..64].Select(n => (byte)Math.Round(n * 255 / 16.0, MidpointRounding.AwayFromZero)))], [lines.Select(line => (long)line[64])]);
    }

    private static string? ReadDigits(byte[] file) => Read(() =>
    {
        var (pixels, labels) = OptDigitsText.Read(new MemoryStream(file), "made", null);
        return Text(pixels, [labels]);
    });

    private static string? ReadSvhn(byte[] file) => Read(() =>
    {
        using var scope = NewDisposeScope();
        using var mat = new MatFile(new MemoryStream(file), "made");
        var (images, labels) = SvhnFiles.Read([(mat, "made", null)]);
        Assert.All(labels, label => Assert.InRange(label, 0, 9));
        return images.shape is [var n, 3, 32, 32] && n == labels.Length ? $"{n} images" : "neither";
    });

    private static string? Read(Func<string> read, long most = 1 << 20)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            Assert.StartsWith("made, byte ", e.Message);
            return null;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, most);
        }
    }

    private static string Text(byte[] pixels, IEnumerable<IEnumerable<long>> labels) =>
        $"{string.Join(';', labels.Select(l => string.Join(',', l)))} {Convert.ToHexString(pixels)}";
}
