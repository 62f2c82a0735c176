using System.Text.Json;

namespace Unlearn;

/// <summary>Where one tensor lies: its bytes are Begin to End (exclusive), counted from the end of the header.</summary>
internal record TensorEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End);

/// <summary>The JSON at the head of a safetensors file.</summary>
internal static class SafeTensorsHeader
{
    private const string MetadataKey = "__metadata__";
    private const int MostDimensions = 64;

    private static readonly (string Name, ScalarType Type, int Width)[] types =
    [
        ("F64", ScalarType.Float64, 8), ("I64", ScalarType.Int64, 8), ("F32", ScalarType.Float32, 4), ("I32", ScalarType.Int32, 4),
        ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2), ("I16", ScalarType.Int16, 2),
        ("U8", ScalarType.Byte, 1), ("I8", ScalarType.Int8, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>Gives each tensor its place: widest type first, then by name.</summary>
    public static IReadOnlyList<TensorEntry> Lay(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var entries = new List<TensorEntry>();
        var end = 0L;
        foreach (var (name, values) in tensors.OrderByDescending(t => Width(t.Key, t.Value)).ThenBy(t => t.Key, StringComparer.Ordinal))
        {
            if (name == MetadataKey)
                throw new ArgumentException($"a tensor is called '{MetadataKey}', which the format keeps for itself; give it another name.", nameof(tensors));
            entries.Add(new(name, values.dtype, values.shape, end, end += values.NumberOfElements * Width(name, values)));
        }
        return entries;
    }

    /// <summary>The header as JSON in UTF-8, padded with spaces to a multiple of 8 bytes.</summary>
    public static byte[] Write(IReadOnlyList<TensorEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (metadata.Count > 0)
            {
                writer.WriteStartObject(MetadataKey);
                foreach (var (key, text) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
                    writer.WriteString(key, text);
                writer.WriteEndObject();
            }
            foreach (var entry in entries)
            {
                writer.WriteStartObject(entry.Name);
                writer.WriteString("dtype", types.First(t => t.Type == entry.Type).Name);
                WriteNumbers(writer, "shape", entry.Shape);
                WriteNumbers(writer, "data_offsets", [entry.Begin, entry.End]);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        while (json.Length % 8 != 0)
            json.WriteByte((byte)' ');
        return json.ToArray();
    }

    /// <summary>The entries in the order of their bytes, which fill <paramref name="size"/> without gap or overlap, and the metadata.</summary>
    /// <param name="header">The JSON.</param>
    /// <param name="size">Bytes that follow it.</param>
    /// <param name="longest">The most bytes of one tensor: Array.MaxLength, unless the tensors are mapped.</param>
    public static (IReadOnlyList<TensorEntry> Entries, IReadOnlyDictionary<string, string> Metadata) Parse(
        byte[] header, long size, long longest = 0x7FFFFFC7)
    {
        if (header is not [(byte)'{', ..])
            throw new InvalidDataException("its header is not a JSON object: it is another format");
        var (entries, metadata) = (new List<TensorEntry>(), new Dictionary<string, string>());
        try
        {
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
            foreach (var property in json.RootElement.EnumerateObject())
                if (property.NameEquals(MetadataKey))
                    foreach (var text in property.Value.EnumerateObject())
                        metadata.Add(text.Name, text.Value.GetString() ?? throw new InvalidDataException($"its metadata '{text.Name}' is no text"));
                else
                    entries.Add(Entry(property.Name, property.Value, longest));
        }
        // What JsonDocument throws: bad JSON or a name twice; a value of another kind; a number that is not a whole one of 64 bits.
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"its header is wrong ({e.Message.TrimEnd('.')})", e);
        }
        CheckPlaces(entries, size);
        return (entries, metadata);
    }

    private static TensorEntry Entry(string name, JsonElement value, long longest)
    {
        JsonElement Part(string key) =>
            value.TryGetProperty(key, out var part) ? part : throw new InvalidDataException($"its header gives '{name}' no {key}");
        var given = Part("dtype").GetString();
        var type = Array.Find(types, t => t.Name == given);
        if (type.Name is null)
            throw new InvalidDataException($"'{name}' is of type {given}; {string.Join(", ", types.Select(t => t.Name))} can be read: convert it");
        long[] shape = [.. Part("shape").EnumerateArray().Select(n => n.GetInt64())];
        long[] place = [.. Part("data_offsets").EnumerateArray().Select(n => n.GetInt64())];
        if (shape.Length > MostDimensions || shape.Any(n => n < 0))
            throw new InvalidDataException($"'{name}' has {shape.Length} dimensions, or one below 0; up to {MostDimensions} from 0 on can be read");
        if (place is not [>= 0, >= 0] || place[0] > place[1] || place[1] - place[0] > longest)
            throw new InvalidDataException($"'{name}' has data_offsets [{string.Join(", ", place)}], not a begin and an end at most {longest} apart");
        // Dimensions of 0 count as 1 for the limit: libtorch multiplies them all for the strides.
        var (bytes, limit) = ((Int128)type.Width, (Int128)type.Width);
        foreach (var n in shape)
        {
            (bytes, limit) = (bytes * n, limit * Math.Max(n, 1));
            if (limit > long.MaxValue)
                throw new InvalidDataException($"'{name}' has the shape [{string.Join(", ", shape)}], which is larger than any memory");
        }
        return bytes == place[1] - place[0] ? new(name, type.Type, shape, place[0], place[1]) : throw new InvalidDataException(
            $"'{name}' is {given} [{string.Join(", ", shape)}], {bytes} bytes, and its data_offsets are {place[1] - place[0]} bytes apart");
    }

    private static void CheckPlaces(List<TensorEntry> entries, long size)
    {
        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
                throw new InvalidDataException($"'{entry.Name}' begins at {entry.Begin} where {end} is due: tensors overlap or leave a gap");
            end = entry.End;
        }
        if (end != size)
            throw new InvalidDataException($"its tensors end at {end} and its data at {size}: it is cut short or bytes follow; copy it again");
    }

    private static int Width(string name, Tensor values)
    {
        var type = Array.Find(types, t => t.Type == values.dtype);
        return type.Width > 0 ? type.Width : throw new ArgumentException(
            $"'{name}' is {values.dtype}; safetensors holds {string.Join(", ", types.Select(t => t.Type))}: convert it with .to(type).", nameof(values));
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string key, long[] numbers)
    {
        writer.WriteStartArray(key);
        foreach (var n in numbers)
            writer.WriteNumberValue(n);
        writer.WriteEndArray();
    }
}
