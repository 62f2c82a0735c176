using System.Text.Json;

namespace Unlearn;

/// <summary>What a file of converted images says of itself: the metadata of its safetensors header, every value a text, as the format has it.</summary>
/// <param name="Title">The data set: "CelebA".</param>
/// <param name="ClassNames">The K names, in label order.</param>
/// <param name="Normalization">Of the training images' pixels.</param>
/// <param name="Hash">SHA-256 of images and labels, as <see cref="LabeledData.Hash"/> has it.</param>
/// <param name="Pictures">SHA-256 of what was converted: settings, names, lengths, labels, annotations.</param>
/// <param name="Skipped">Names of the pictures that were left out because they are broken.</param>
internal sealed record ImageFileInfo(
    string Title, IReadOnlyList<string> ClassNames, Normalization Normalization, string Hash, string Pictures, IReadOnlyList<string> Skipped)
{
    private const string NamesOf = "names of ";

    /// <summary>The names of the values of annotations, where they have any.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ValueNames { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>As metadata.</summary>
    public IReadOnlyDictionary<string, string> Write() => new Dictionary<string, string>(
        ValueNames.Select(names => KeyValuePair.Create(NamesOf + names.Key, JsonSerializer.Serialize(names.Value))))
    {
        ["title"] = Title,
        ["classes"] = JsonSerializer.Serialize(ClassNames),
        ["mean"] = JsonSerializer.Serialize(Normalization.Mean),
        ["std"] = JsonSerializer.Serialize(Normalization.Std),
        ["sha256"] = Hash,
        ["pictures"] = Pictures,
        ["skipped"] = JsonSerializer.Serialize(Skipped),
    };

    /// <summary>From metadata.</summary>
    /// <exception cref="InvalidDataException">Something is missing, or is not what it should be.</exception>
    public static ImageFileInfo Read(IReadOnlyDictionary<string, string> metadata)
    {
        string Text(string key) => metadata.TryGetValue(key, out var text) ? text : throw new InvalidDataException(
            $"its metadata has no '{key}': ugradsl fetch did not make it");
        T[] Values<T>(string key)
        {
            try
            {
                return JsonSerializer.Deserialize<T[]>(Text(key)) is { } values && !values.Any(value => value is null)
                    ? values : throw new InvalidDataException($"its metadata '{key}' has an empty value");
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"its metadata '{key}' is no list of {(typeof(T) == typeof(float) ? "numbers" : "texts")} ({e.Message.TrimEnd('.')})", e);
            }
        }
        var (mean, std) = (Values<float>("mean"), Values<float>("std"));
        if (mean.Concat(std).Any(v => !float.IsFinite(v)) || std.Any(v => v <= 0))
            throw new InvalidDataException("its metadata 'mean' or 'std' has a number that none can be");
        foreach (var key in (string[])["sha256", "pictures"])
            if (Text(key) is not { Length: 64 } hash || !hash.All(char.IsAsciiHexDigitLower))
                throw new InvalidDataException($"its metadata '{key}' is not 64 hexadecimal digits");
        return new(Text("title"), Values<string>("classes"), new(mean, std), Text("sha256"), Text("pictures"), Values<string>("skipped"))
        {
            ValueNames = metadata.Keys.Where(key => key.StartsWith(NamesOf, StringComparison.Ordinal))
                .ToDictionary(key => key[NamesOf.Length..], key => (IReadOnlyList<string>)Values<string>(key)),
        };
    }
}
