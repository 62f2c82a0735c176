namespace Unlearn.Tests.Datasets;

/// <summary>A folder of pictures and the file that they are converted to.</summary>
internal sealed class Converted : IDisposable
{
    public TemporaryFolder Folder { get; } = new();

    public string Target => Folder.PathOf("made.safetensors");

    public void Dispose() => Folder.Dispose();

    /// <summary>Converts the folder; the bytes of the file.</summary>
    public byte[] Convert(
        int workers, int chunkRows, bool skipBroken = false, Action<ConversionProgress>? onProgress = null, int size = 8, string? path = null)
    {
        var settings = new ConversionSettings(size) { ShorterSide = 0, Workers = workers, SkipBroken = skipBroken };
        using var list = ImageFolder.List(Folder.PathOf("set"), settings);
        new Conversion(path ?? Target, list, settings, onProgress) { ChunkRows = chunkRows }.Run();
        return File.ReadAllBytes(path ?? Target);
    }

    /// <summary>Pictures of two classes, of many sizes.</summary>
    public void Draw(int count)
    {
        for (var i = 0; i < count; i++) Folder.Write($"set/{"ab"[i % 2]}/{i:00000}.jpg", MadePictures.Picture(i, 8 + (i % 41), 8 + (i % 17)));
    }

    /// <summary>Cuts one short, and makes another no picture at all.</summary>
    public void Spoil()
    {
        Folder.Write("set/a/00006.jpg", MadePictures.Picture(6, 30, 30)[..^10]);
        Folder.Write("set/b/00013.jpg", "no picture");
    }
}
