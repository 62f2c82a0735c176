namespace Unlearn;

/// <summary>Turns what lies in a folder of the user's into one file of the data set's folder, and returns its path; resumable, so that the same call goes on where another stopped.</summary>
internal delegate string Converter(string from, string folder, ConversionSettings? settings, Action<ConversionProgress>? onProgress);

/// <summary>Data sets whose files are not copied into the cache but converted on the way, because training reads another form of them.</summary>
internal static class Converters
{
    /// <summary>The converter of a data set and the size that it is usually converted to, or null where files are taken as they are.</summary>
    public static (Converter Convert, int Size)? Of(Source source) => source.Name switch
    {
        "celeba" => (CelebA.Convert, CelebA.UsualSize),
        "imagenet" => (ImageNet.Convert, ImageNet.UsualSize),
        _ => null,
    };

    /// <summary>Which sets those are, for messages.</summary>
    public static string Names => string.Join(" and ", Sources.All.Where(s => Of(s) is not null).Select(s => s.Name));
}
