namespace Unlearn;

/// <summary>The lines of a list that comes with a data set, split at blanks, with their numbers for messages.</summary>
internal static class TextLines
{
    /// <summary>The words of each line that has any.</summary>
    /// <param name="path">The file.</param>
    /// <param name="skip">Lines at its beginning that are left out.</param>
    /// <param name="words">How many words a line has at least.</param>
    /// <exception cref="InvalidDataException">A line has fewer.</exception>
    public static IEnumerable<(int Line, string[] Words)> Read(string path, int skip, int words)
    {
        foreach (var (index, text) in File.ReadLines(path).Index())
        {
            if (index < skip || string.IsNullOrWhiteSpace(text)) continue;
            var found = text.Split((char[])[' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
            if (found.Length < words) throw Wrong(path, index + 1, $"{words} words are due and there are {found.Length}");
            yield return (index + 1, found);
        }
    }

    /// <summary>A whole number in lowest..highest.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static int Number(string path, int line, string word, int lowest, int highest) =>
        int.TryParse(word, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var n) && n >= lowest && n <= highest
            ? n : throw Wrong(path, line, $"'{word}' is no number in {lowest}..{highest}");

    /// <summary>What is wrong with a line.</summary>
    public static InvalidDataException Wrong(string path, int line, string what) => new($"{path}, line {line}: {what}; take the list from its home again.");
}
