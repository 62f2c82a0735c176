namespace Unlearn;

/// <summary>The text files of optdigits: a line an image, 64 counts of 0 to 16 row by row and the digit, with commas between.</summary>
internal static class OptDigitsText
{
    private const int Fields = 65, Longest = 16 << 20;

    /// <summary>The pixels of N images, counts times 255/16 rounded, and their digits.</summary>
    /// <param name="stream">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="expected">How many images there must be; null: any number.</param>
    /// <exception cref="InvalidDataException">A byte that cannot stand where it does, or another number of images; the message names the byte.</exception>
    public static (byte[] Pixels, long[] Labels) Read(Stream stream, string name, int? expected)
    {
        if (stream.Length > Longest) throw Fault(Longest, $"the file goes on, longer than the {Longest} bytes that are read");
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        var (pixels, labels) = (new List<byte>(), new List<long>());
        for (var at = 0; at < text.Length;)
            for (var field = 0; field < Fields; field++)
            {
                var digits = at;
                var value = 0;
                for (; at < text.Length && at - digits < 2 && text[at] is >= (byte)'0' and <= (byte)'9'; at++) value = (10 * value) + text[at] - '0';
                var (most, end) = field < Fields - 1 ? (16, ',') : (9, '\n');
                if (at == digits || value > most) throw Fault(digits, $"field {field + 1} of image {labels.Count} is no number of 0 to {most}");
                if (end == '\n' && at < text.Length && text[at] == '\r') at++;
                // The last line may end with the file.
                if (at < text.Length ? text[at] != end : end == ',')
                    throw Fault(at, $"field {field + 1} of image {labels.Count} must end in {(end == ',' ? "a comma" : "a new line")}");
                at++;
                if (end == ',') pixels.Add((byte)(((255 * value) + 8) / 16));
                else labels.Add(value);
            }
        if (labels.Count == 0 || (expected is { } wanted && labels.Count != wanted))
            throw Fault(text.Length, $"the file ends after {labels.Count} images, where {expected?.ToString() ?? "1 or more"} are wanted");
        return ([.. pixels], [.. labels]);

        InvalidDataException Fault(int at, string what) => new($"{name}, byte {at}: {what}; fetch the file again.");
    }
}
