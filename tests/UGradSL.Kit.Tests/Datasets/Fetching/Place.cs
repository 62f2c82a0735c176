namespace Unlearn.Tests.Datasets;

/// <summary>A cache in a temporary folder, and data sets made up for it.</summary>
internal sealed class Place : IDisposable
{
    private const string Memory = "/dev/shm";

    public static Patience Hasty { get; } = new(Attempts: 4, FirstWait: 0.001, LongestWait: 0.002, Stall: 5);

    /// <summary>In memory where there is room for a gigabyte: thousands of small files would keep a disk busy.</summary>
    public string Root { get; } = Directory.CreateDirectory(Path.Combine(
        Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > 1 << 30 ? Memory : Path.GetTempPath(), $"fetch-{Guid.NewGuid():N}")).FullName;

    public string Cache => Path.Combine(Root, "cache");

    /// <summary>Where the made-up data set goes.</summary>
    public string Folder => Path.Combine(Cache, "made");

    /// <summary>A folder of the user's.</summary>
    public string From => Directory.CreateDirectory(Path.Combine(Root, "from")).FullName;

    public static string Md5(byte[] bytes) => Checksum.Of(new MemoryStream(bytes), "md5:");

    public static byte[] Noise(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static Source Source(params SourceFile[] files) => new("made", "Made", "http://home", "free", files);

    /// <summary>A data set of one file that is data itself.</summary>
    public static Source OneFile(string? address, byte[] right, bool sized = true, bool summed = true) =>
        Source(new SourceFile("file.bin", address, summed ? Md5(right) : null, sized ? right.Length : null));

    public IReadOnlyList<Fetched> Fetch(Source source, string? from = null, Action<FetchProgress>? onProgress = null, List<string>? said = null, Patience? patience = null) =>
        new Fetch(source, from, Cache) { Patience = patience ?? Hasty }.Run(onProgress, (said ?? []).Add);

    /// <summary>A file of the user's, by its path below <see cref="From"/>.</summary>
    public string Give(string relative, byte[] bytes)
    {
        var path = Path.Combine(From, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public byte[] Read(string relative) => File.ReadAllBytes(Path.Combine(Folder, relative));

    /// <summary>Everything in the data set's folder, by path.</summary>
    public string[] There => !Directory.Exists(Folder) ? []
        : [.. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(Folder, p)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
