namespace Unlearn;

/// <summary>
/// Outputs of networks trained anywhere: a folder with <c>unlearned/</c>, and where at hand <c>retrained/</c>, <c>original/</c> and
/// <c>retrained-again/</c> (another seed's, for the noise floor), each with forget, retain and test as <see cref="LogitsFile"/> reads them, and
/// <c>incompetent/</c> with forget alone (a network that was never trained, for ZRF).
/// </summary>
public static class OutputsFolder
{
    private const string Incompetent = "incompetent";

    private static readonly string[] Networks = ["unlearned", "retrained", "original", "retrained-again"];

    /// <summary>Reads every file once and evaluates.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="seed">For folds and bootstrap.</param>
    /// <exception cref="DirectoryNotFoundException">The folder or its unlearned/ is missing.</exception>
    /// <exception cref="InvalidDataException">A file that is missing or holds no logits, or networks of different samples: named with file and line.</exception>
    public static Evaluation Evaluate(string folder, int seed = 0)
    {
        if (!Directory.Exists(Path.Combine(folder, Networks[0])))
            throw new DirectoryNotFoundException($"{Path.Combine(folder, Networks[0])} is missing: put forget.csv, retain.csv and test.csv of the unlearned network there, and those of the others in {string.Join("/, ", Networks[1..])}/.");
        List<NetworkOutputs?> read = [];
        Outputs? incompetent = null;
        try
        {
            foreach (var name in Networks)
            {
                var path = Path.Combine(folder, name);
                read.Add(Directory.Exists(path) ? Read(path, read.FirstOrDefault()?.Classes) : null);
                if (read[^1] is { } other) CheckSame(folder, name, read[0]!, other);
            }
            if (Directory.Exists(Path.Combine(folder, Incompetent)))
            {
                incompetent = LogitsFile.Read(Path.Combine(folder, Incompetent), "forget", read[0]!.Classes);
                CheckSame(Path.Combine(folder, Incompetent, "forget"), "forget", read[0]!.Forget, incompetent);
            }
            return Evaluation.Of(read[0]!, read[1], read[2], read[3], seed, incompetent: incompetent);
        }
        finally
        {
            incompetent?.Dispose();
            foreach (var outputs in read) outputs?.Dispose();
        }
    }

    private static NetworkOutputs Read(string path, int? classes)
    {
        List<Outputs> sets = [];
        try
        {
            foreach (var name in (string[])["forget", "retain", "test"]) sets.Add(LogitsFile.Read(path, name, classes ?? sets.FirstOrDefault()?.Classes));
            return new(sets[0], sets[1], sets[2]);
        }
        catch
        {
            foreach (var set in sets) set.Dispose();
            throw;
        }
    }

    private static void CheckSame(string folder, string name, NetworkOutputs mine, NetworkOutputs theirs)
    {
        foreach (var (set, a, b) in ((string, Outputs, Outputs)[])[("forget", mine.Forget, theirs.Forget), ("retain", mine.Retain, theirs.Retain), ("test", mine.Test, theirs.Test)])
            CheckSame(Path.Combine(folder, name, set), set, a, b);
    }

    /// <summary>The same samples in the same order, as far as labels tell.</summary>
    private static void CheckSame(string path, string set, Outputs mine, Outputs theirs)
    {
        if (mine.Count != theirs.Count) throw new InvalidDataException($"{path}, line {Math.Min(mine.Count, theirs.Count) + 2}: {theirs.Count} samples, unlearned/{set} has {mine.Count}: give the same samples in the same order.");
        for (var i = 0; i < mine.Count; i++)
            if (mine.Label[i] != theirs.Label[i])
                throw new InvalidDataException($"{path}, line {i + 2}: label {theirs.Label[i]}, unlearned/{set} has {mine.Label[i]} there: give the same samples in the same order.");
    }
}
