using System.Globalization;
using System.Text;

namespace Unlearn;

/// <summary>
/// Which chunks of a conversion are on the disk: a line for each, written after the chunk itself has been flushed. The first line says what
/// is converted, so that another conversion does not go on from here; a last line that was cut off does not count.
/// </summary>
internal sealed class ConversionJournal : IDisposable
{
    private readonly FileStream file;
    private readonly Dictionary<int, (string Pictures, int[] Broken)> done = [];

    private ConversionJournal(FileStream file) => this.file = file;

    /// <summary>How many pictures could not be decoded.</summary>
    public int BrokenCount { get; private set; }

    /// <summary>Rows whose picture could not be decoded, in order.</summary>
    public IReadOnlyList<int> Broken => [.. done.Values.SelectMany(chunk => chunk.Broken).Order()];

    /// <summary>The journal of an earlier run of the same conversion; null if there is none.</summary>
    public static ConversionJournal? Resume(string path, string plan)
    {
        if (!File.Exists(path)) return null;
        var text = File.ReadAllText(path);
        if (!text.StartsWith(plan + "\n", StringComparison.Ordinal)) return null;
        var journal = new ConversionJournal(new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read));
        var end = plan.Length + 1;
        for (int next; (next = text.IndexOf('\n', end)) >= 0 && journal.Note(text[end..next]); end = next + 1) { }
        journal.file.SetLength(Encoding.UTF8.GetByteCount(text.AsSpan(0, end)));
        journal.file.Seek(0, SeekOrigin.End);
        return journal;
    }

    /// <summary>A new journal.</summary>
    public static ConversionJournal Begin(string path, string plan)
    {
        var journal = new ConversionJournal(new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read));
        journal.Append(plan);
        return journal;
    }

    /// <summary>Whether the chunk was made from these pictures, and none of them is broken where none may be.</summary>
    public bool Has(int chunk, string pictures, bool skipBroken) =>
        done.TryGetValue(chunk, out var made) && made.Pictures == pictures && (skipBroken || made.Broken.Length == 0);

    /// <summary>Notes that the chunk is on the disk.</summary>
    public void Add(int chunk, string pictures, int[] broken)
    {
        Append(string.Join(' ', (IEnumerable<object>)[chunk, pictures, .. broken.Cast<object>()]));
        Set(chunk, pictures, broken);
    }

    public void Dispose() => file.Dispose();

    private void Append(string line)
    {
        file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        file.Flush(flushToDisk: true);
    }

    private bool Note(string line)
    {
        var words = line.Split(' ');
        var numbers = new int[words.Length];
        for (var i = 0; i < words.Length; i++)
            if (i != 1 && !int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return false;
        if (words.Length < 2) return false;
        Set(numbers[0], words[1], numbers[2..]);
        return true;
    }

    private void Set(int chunk, string pictures, int[] broken)
    {
        BrokenCount += broken.Length - (done.TryGetValue(chunk, out var earlier) ? earlier.Broken.Length : 0);
        done[chunk] = (pictures, broken);
    }
}
