using System.Text.Json;

namespace Unlearn.Tests.Datasets;

public class MatFileTests
{
    private static readonly string folder = Path.Combine(AppContext.BaseDirectory, "Datasets", "mat");

    public static TheoryData<string> Names => [.. MatFixtures.All.Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_array_is_as_SciPy_reads_it(string name)
    {
        using var mat = new MatFile(Path.Combine(folder, name));
        var expected = MatFixtures.All.Files[name];
        Assert.Equal(expected.Keys, mat.Variables.Select(v => v.Name));
        foreach (var variable in mat.Variables)
        {
            var (shape, numbers) = expected[variable.Name].Split(": ") is [var a, var b] ? (a, b.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : default;
            Assert.Equal(shape, string.Join('x', variable.Shape));
            if (variable.Stored is MatType.Single or MatType.Double) Assert.Equal(numbers.Select(double.Parse), mat.Values<double>(variable));
            else Assert.Equal(numbers.Select(Int128.Parse), mat.Values<Int128>(variable));
        }
    }

    [Fact]
    public void A_variable_that_is_not_there_is_refused_with_those_that_are()
    {
        using var mat = new MatFile(Path.Combine(folder, "little-endian.mat"));
        Assert.Contains("without a numeric variable X; it has x, wide, real, packed, y", Assert.Throws<InvalidDataException>(() => mat["X"]).Message);
    }

    [Fact]
    public void A_number_too_large_for_what_is_asked_is_refused()
    {
        using var mat = new MatFile(Path.Combine(folder, "little-endian.mat"));
        Assert.Throws<OverflowException>(() => mat.Values<sbyte>(mat["wide"]));
    }

    [Theory]
    [InlineData(0, "", "made.mat, byte 0: the file ends here, 128 bytes early")]
    [InlineData(124, "0002494D", "made.mat, byte 128: this is a MATLAB 7.3 file, which is HDF5; save it with -v7")]
    [InlineData(124, "00000000", "made.mat, byte 128: the header ends in 00000000")]
    [InlineData(128, "07000000", "made.mat, byte 136: an element of type 7 begins 8 bytes before")]
    [InlineData(132, "FFFFFF7F", "made.mat, byte 136: an element of 2147483647 bytes is declared, and the file ends 585 bytes on")]
    [InlineData(136, "05000000", "made.mat, byte 144: an array must begin with its flags")]
    [InlineData(144, "06080000", "made.mat, byte 152: the array is complex")]
    [InlineData(160, "FFFFFF7F", "made.mat, byte 164: dimension 1 is declared as 2147483647")]
    [InlineData(164, "03000000", "made.mat, byte 180: 4 bytes of type 2 are declared for 6 numbers")]
    public void What_is_wrong_is_said_with_its_place(int at, string bytes, string message)
    {
        var file = File.ReadAllBytes(Path.Combine(folder, "little-endian.mat"));
        Convert.FromHexString(bytes).CopyTo(file, at);
        if (at == 0) file = [];
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => new MatFile(new MemoryStream(file), "made.mat")).Message);
    }

    [Fact]
    public void Compressed_data_that_asks_for_a_dictionary_is_refused()
    {
        var file = File.ReadAllBytes(Path.Combine(folder, "compressed.mat"));
        file[137] = 0x20; // zlib's header 78 20 is sound, with the bit FDICT
        Assert.Contains("made.mat, byte 136: the compressed data asks for a dictionary", Assert.Throws<InvalidDataException>(() => new MatFile(new MemoryStream(file), "made.mat")).Message);
    }

    [Fact]
    public void Corrupt_compressed_data_is_refused_with_its_place()
    {
        var file = File.ReadAllBytes(Path.Combine(folder, "compressed.mat"));
        file[160] ^= 0x55;
        Assert.Matches("made.mat, byte 136, unpacked byte [0-9]+: ", Assert.Throws<InvalidDataException>(() => new MatFile(new MemoryStream(file), "made.mat")).Message);
    }
}

/// <summary>What SciPy reads in the .mat files beside it; make_mat_fixtures.py wrote it.</summary>
/// <param name="Svhn">SHA-256 of the pixels and of the labels of SVHN's first 10,000 test images.</param>
/// <param name="Files">By file and by array, in order: its shape and its numbers, first dimension fastest.</param>
internal sealed record MatFixtures(IReadOnlyDictionary<string, string> Svhn, IReadOnlyDictionary<string, Dictionary<string, string>> Files)
{
    public static MatFixtures All { get; } = JsonSerializer.Deserialize<MatFixtures>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Datasets", "mat", "mat.json")), JsonSerializerOptions.Web)!;
}
