namespace Unlearn;

/// <summary>A data set as its home publishes it: which files, how they are known to be right, and under which licence.</summary>
/// <param name="Name">What <c>ugradsl fetch</c> calls it, and its folder in the cache: "cifar10".</param>
/// <param name="Title">As the field writes it: "CIFAR-10".</param>
/// <param name="Home">The page that describes it.</param>
/// <param name="Licence">Its licence or terms, in a few words.</param>
/// <param name="Files">Everything that is fetched.</param>
public sealed record Source(string Name, string Title, string Home, string Licence, IReadOnlyList<SourceFile> Files);

/// <summary>One file at its home.</summary>
/// <param name="Name">Its name there: "cifar-10-binary.tar.gz".</param>
/// <param name="Address">Where it is fetched from; null where one must agree to terms first, so that it can only be brought by <c>--from</c>.</param>
/// <param name="Checksum">"md5:…" or "sha256:…" in lower-case hexadecimal, as published; null where nobody publishes one.</param>
/// <param name="Size">Bytes; null if not known.</param>
/// <param name="Contents">What an archive unpacks to, below the data set's folder; empty where the file itself is the data.</param>
public sealed record SourceFile(string Name, string? Address, string? Checksum, long? Size, params IReadOnlyList<UnpackedFile> Contents)
{
    /// <summary>Where the same bytes are too, tried in this order when <see cref="Address"/> fails.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    /// <summary>Other archives of the same contents that <c>--from</c> takes. Nobody publishes a checksum of them: their contents alone are checked.</summary>
    public IReadOnlyList<string> AlsoNamed { get; init; } = [];

    /// <summary>Checksum of what the gzip file decodes to, the same however it was packed: a file of another <see cref="Checksum"/> is right if this is. Null: only the packed bytes count.</summary>
    public string? Decoded { get; init; }

    /// <summary>The data set is whole without it; it is fetched when asked for.</summary>
    public bool Optional { get; init; }
}

/// <summary>A file of an archive, or a folder of files (<see cref="Count"/>).</summary>
/// <param name="Path">Its path in the archive and below the data set's folder: "cifar-10-batches-bin/test_batch.bin".</param>
/// <param name="Checksum">As of <see cref="SourceFile"/>; null where nobody publishes one.</param>
/// <param name="Size">Bytes, of a folder the most that its files may hold together; null if not known.</param>
public sealed record UnpackedFile(string Path, string? Checksum, long? Size)
{
    /// <summary>If set, <see cref="Path"/> is a folder that is right when it holds so many files, in itself and the folders below.</summary>
    public int? Count { get; init; }

    /// <summary>The data set is whole without it: what it says is known otherwise.</summary>
    public bool Optional { get; init; }
}
