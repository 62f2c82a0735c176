using System.Globalization;
using System.Runtime.InteropServices;

namespace Unlearn;

/// <summary>
/// One network's logits of one set, written by any framework: a CSV file with the header "label,logit0,logit1,…" and one sample a line, or
/// safetensors with "logits" [N, K] and "labels" [N].
/// </summary>
public static class LogitsFile
{
    /// <summary>Reads NAME.csv or NAME.safetensors in a folder; the caller disposes the outputs.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">"forget", "retain" or "test".</param>
    /// <param name="classes">The K that the file must have; null takes its own.</param>
    /// <exception cref="InvalidDataException">Neither file or both, or what is in it is no logits: the message names file, line and column.</exception>
    public static Outputs Read(string folder, string name, int? classes = null)
    {
        var (csv, tensors) = (Path.Combine(folder, name + ".csv"), Path.Combine(folder, name + ".safetensors"));
        if (File.Exists(csv) == File.Exists(tensors))
            throw new InvalidDataException(File.Exists(csv) ? $"{folder} has both {name}.csv and {name}.safetensors: leave one of them."
                : $"{csv} is missing: write it with the header label,logit0,logit1,… and one sample a line, or {name}.safetensors with logits [N, K] and labels [N].");
        using var scope = NewDisposeScope();
        var (path, (logits, labels)) = File.Exists(csv) ? (csv, ReadCsv(csv)) : (tensors, ReadTensors(tensors));
        if (classes is { } k && logits.shape[1] != k)
            throw Wrong(path, 1, $"{logits.shape[1]} logits a sample, where the files read before have {k}: all sets of all networks have the same classes");
        try
        {
            return new(logits, labels);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Logits float64 [N, K] and labels [N] of a CSV file, in the open scope.</summary>
    private static (Tensor Logits, Tensor Labels) ReadCsv(string path)
    {
        using var reader = new StreamReader(path);
        var columns = (reader.ReadLine() ?? "").Trim().Split(',', StringSplitOptions.TrimEntries);
        for (var c = 0; c < Math.Max(3, columns.Length); c++)
            if (columns.ElementAtOrDefault(c) != (c == 0 ? "label" : $"logit{c - 1}"))
                throw Wrong(path, 1, $"column {c + 1} of the header is '{Shown(columns.ElementAtOrDefault(c) ?? "")}', needed is label,logit0,logit1,… of at least 2 classes");
        var (classes, blank) = (columns.Length - 1, 0);
        List<double> logits = [];
        List<long> labels = [];
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                blank = blank == 0 ? line : blank;
                continue;
            }
            if (blank > 0) throw Wrong(path, blank, "it is empty, and samples follow: remove it");
            ReadLine(path, line, text, classes, logits, labels);
        }
        if (labels.Count == 0) throw Wrong(path, 1, "no sample follows the header: write at least one");
        var values = empty(labels.Count, classes, ScalarType.Float64);                      // [N, K]
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(logits)).CopyTo(values.bytes);
        return (values, tensor(labels));
    }

    private static void ReadLine(string path, int line, ReadOnlySpan<char> text, int classes, List<double> logits, List<long> labels)
    {
        var found = text.Count(',') + 1;
        if (found != classes + 1) throw Wrong(path, line, $"{found} columns, the header has {classes + 1}");
        var (column, highest) = (0, double.NegativeInfinity);
        foreach (var range in text.Split(','))
        {
            var cell = text[range].Trim();
            if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && !IsInfinite(cell, out value))
                throw Wrong(path, line, $"'{Shown(cell)}' in column {column + 1} is no number: write it with a decimal point, as 1.25 or 3e-7");
            if (column == 0)
            {
                if (!(value >= 0 && value < classes && value == Math.Floor(value)))
                    throw Wrong(path, line, $"label {Shown(cell)}, allowed is 0 to {classes - 1}: the header has {classes} logits");
                labels.Add((long)value);
            }
            else
            {
                if (double.IsNaN(value) || double.IsPositiveInfinity(value)) throw Wrong(path, line, $"logit{column - 1} is {Shown(cell)}, needed is a number: the network has diverged");
                logits.Add(value);
                highest = Math.Max(highest, value);
            }
            column++;
        }
        if (double.IsNegativeInfinity(highest)) throw Wrong(path, line, "every logit is −∞, so no class is possible: write finite logits");
    }

    /// <summary>Logits [N, K] and labels [N] of a safetensors file, in the open scope.</summary>
    private static (Tensor Logits, Tensor Labels) ReadTensors(string path)
    {
        var (tensors, _) = SafeTensors.Load(path);
        if (!tensors.TryGetValue("logits", out var logits) || !tensors.TryGetValue("labels", out var labels))
            throw new InvalidDataException($"{path} has the tensors {string.Join(", ", tensors.Keys.Order(StringComparer.Ordinal))}: needed are 'logits' [N, K] and 'labels' [N].");
        if (logits.dim() != 2 || logits.shape[1] < 2 || !logits.is_floating_point())
            throw new InvalidDataException($"{path}: 'logits' is {logits.dtype} [{string.Join(", ", logits.shape)}], needed is a floating-point [N, K] of at least 2 classes.");
        if (!labels.is_integral()) throw new InvalidDataException($"{path}: 'labels' is {labels.dtype}, needed are whole numbers.");
        return (logits.to(ScalarType.Float64), labels.to(ScalarType.Int64));
    }

    /// <summary>As numpy writes it; .NET reads no "inf".</summary>
    private static bool IsInfinite(ReadOnlySpan<char> cell, out double value)
    {
        var negative = cell is ['-', ..];
        value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        return cell.TrimStart("+-").Equals("inf", StringComparison.OrdinalIgnoreCase);
    }

    private static InvalidDataException Wrong(string path, int line, string what) => new($"{path}, line {line}: {what}.");

    /// <summary>A cell fit for a message: short, and without what would break a terminal's line.</summary>
    private static string Shown(ReadOnlySpan<char> cell) => string.Concat(cell[..Math.Min(40, cell.Length)].ToString().Select(c => char.IsControl(c) ? '\uFFFD' : c)) + (cell.Length > 40 ? "…" : "");
}
