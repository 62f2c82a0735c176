namespace Unlearn;

/// <summary>A picture as its home has it, not decoded.</summary>
/// <param name="Name">Its path below <see cref="ImageList.Root"/>, with '/': "train/n01440764/n01440764_10026.JPEG".</param>
/// <param name="Label">Its class.</param>
/// <param name="Part">Training, validation or test.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Read">Its bytes; any thread may call this.</param>
internal sealed record RawImage(string Name, int Label, ImagePart Part, long Length, Func<byte[]> Read);

/// <summary>The part of a data set that a picture belongs to, as its home has it.</summary>
internal enum ImagePart
{
    Train,
    Validation,
    Test,
}

/// <summary>The pictures of a data set, in the order in which they are converted.</summary>
/// <param name="Title">As the field writes it: "CelebA".</param>
/// <param name="Root">The folder that the names are below.</param>
/// <param name="ClassNames">The K names, in label order.</param>
/// <param name="Images">The pictures.</param>
internal sealed record ImageList(string Title, string Root, IReadOnlyList<string> ClassNames, IReadOnlyList<RawImage> Images) : IDisposable
{
    /// <summary>What else is known of each.</summary>
    public IReadOnlyDictionary<string, Annotation> Annotations { get; init; } = new Dictionary<string, Annotation>
    {
        [ImageFile.Part] = new([.. Images.Select(image => (long)image.Part)], ["train", "validation", "test"]),
    };

    /// <summary>An archive that stays open while it is read; null where there is none.</summary>
    public IDisposable? Archive { get; init; }

    /// <summary>Where picture <paramref name="row"/> is, for messages.</summary>
    public string Place(int row) => Path.Combine(Root, Images[row].Name);

    /// <inheritdoc/>
    public void Dispose() => Archive?.Dispose();
}
