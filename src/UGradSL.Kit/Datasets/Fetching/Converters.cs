namespace Unlearn;

/// <summary>Turns what a user brings (a folder or an archive) into data in <paramref name="folder"/>; resumable, so that the same call goes on where another stopped.</summary>
internal delegate IReadOnlyList<Fetched> Converter(string from, string folder, Action<FetchProgress>? onProgress, Action<string>? say);

/// <summary>Data sets whose files are not copied into the cache but converted on the way, because training reads another form of them.</summary>
internal static class Converters
{
    /// <summary>The converter of a data set, or null where files are taken as they are.</summary>
    public static Converter? Of(Source source) => source.Name switch
    {
        _ => null,
    };
}
