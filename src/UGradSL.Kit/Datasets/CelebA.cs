namespace Unlearn;

/// <summary>
/// CelebA, aligned and cropped: 202,599 faces of 178 × 218 pixels and 10,177 people (Liu, Luo, Wang and Tang 2015, "Deep learning face
/// attributes in the wild"). The label is whether the face smiles; who it is, is the annotation "identity".
/// </summary>
public static class CelebA
{
    /// <summary>Height and width that its images are converted to unless another is asked for.</summary>
    public const int UsualSize = 64;

    /// <summary>The annotation that holds the number of the person, as identity_CelebA.txt has it.</summary>
    public const string Identity = "identity";

    /// <summary>Its files and their home, which gives them to those who agree to its terms: they are brought and not fetched.</summary>
    public static Source Source => Sources.CelebA;

    /// <summary>The two classes.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["not smiling", "smiling"];

    /// <summary>
    /// Makes celeba-SIZE.safetensors of the official files: the folder img_align_celeba or img_align_celeba.zip, list_attr_celeba.txt,
    /// identity_CelebA.txt and list_eval_partition.txt, anywhere below <paramref name="from"/>. Of each face the central square (178 × 178, from
    /// row 20 on) is resized, unless <paramref name="settings"/> say otherwise. What a killed run has done is kept.
    /// </summary>
    /// <param name="from">The folder with the official files.</param>
    /// <param name="toFolder">Where the file is made.</param>
    /// <param name="settings">Size and workers; null: 64 × 64.</param>
    /// <param name="onProgress">Called after each chunk, one call at a time, from any thread. What it throws ends the run.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="FileNotFoundException">One of the files is missing.</exception>
    /// <exception cref="InvalidDataException">A list is wrong, or a picture is broken.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public static string Convert(string from, string toFolder, ConversionSettings? settings = null, Action<ConversionProgress>? onProgress = null)
    {
        var sound = (settings ?? new(UsualSize)).Checked(usualShorterSide: 0);
        using var list = CelebALists.Read(from);
        var path = ImageFile.PathOf(toFolder, Source.Name, sound.Size);
        new Conversion(path, list, sound, onProgress).Run();
        return path;
    }

    /// <summary>The converted set, mapped; the caller disposes it.</summary>
    /// <param name="folder">Where the file is; null: its folder in <see cref="DataCache"/>.</param>
    /// <param name="size">Height and width it was converted to.</param>
    /// <param name="identities">
    /// So many people are kept in the training part, drawn from <paramref name="seed"/>, with all their images; null: everybody. The paper keeps
    /// 8,192 and forgets 82. The test part has other people, and stays whole.
    /// </param>
    /// <param name="seed">What they are drawn from.</param>
    /// <param name="validationTrains">Whether the official validation part is trained on too, or left out.</param>
    /// <exception cref="FileNotFoundException">It has not been converted to this size.</exception>
    /// <exception cref="InvalidDataException">The file is cut short, foreign or contradicts itself.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More identities than there are, or none.</exception>
    public static Dataset Load(string? folder = null, int size = UsualSize, int? identities = null, int seed = 0, bool validationTrains = false)
    {
        var contents = ImageFileContents.Read(ImageFile.Existing(folder ?? DataCache.Folder(Source), Source.Name, size,
            $"CelebA.Convert (ugradsl fetch {Source.Name} --from FOLDER --size {size})"));
        if (!contents.Annotations.TryGetValue(Identity, out var people))
            throw new InvalidDataException($"{contents.Path} does not say who is on its images: it has no annotation '{Identity}'. Convert CelebA again.");
        var train = ImageFile.Rows(contents, ImagePart.Train);
        if (validationTrains) train = [.. train.Concat(ImageFile.Rows(contents, ImagePart.Validation)).Order()];
        if (identities is { } wanted)
        {
            var kept = Draw([.. train.Select(row => people.Values[row]).Distinct().Order()], wanted, seed);
            train = [.. train.Where(row => kept.Contains(people.Values[row]))];
        }
        return ImageFile.Parts(contents, train, ImageFile.Rows(contents, ImagePart.Test));
    }

    private static HashSet<long> Draw(long[] people, int wanted, int seed)
    {
        if (wanted < 1 || wanted > people.Length)
            throw new ArgumentOutOfRangeException(nameof(wanted), $"{wanted} identities are asked for; the training part has {people.Length}: ask for 1 to {people.Length}.");
        return [.. Unlearn.Draw.Order(people.Length, seed, "identities").Take(wanted).Select(i => people[i])];
    }
}
