using System.Security.Cryptography;
using System.Text;

namespace Unlearn;

/// <summary>BERT's word pieces: one a line of vocab.txt, whose number, counted from 0, is the piece's id.</summary>
internal sealed class BertVocabulary
{
    private const int MostBytes = 16 << 20;

    private BertVocabulary(IReadOnlyList<string> pieces, byte[] bytes) => (Pieces, Hash) = (pieces, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>The pieces by id.</summary>
    public IReadOnlyList<string> Pieces { get; }

    /// <summary>SHA-256 of the file.</summary>
    public string Hash { get; }

    /// <summary>The vocabulary of a data set's folder: vocab.txt there, in bert/ below it or in bert/ beside it.</summary>
    /// <exception cref="FileNotFoundException">It is in none of these places.</exception>
    /// <exception cref="InvalidDataException">It is cut short, repeats a piece or is no vocabulary.</exception>
    public static BertVocabulary Find(string folder, int size)
    {
        string[] places = [Path.Combine(folder, "vocab.txt"), Path.Combine(folder, "bert", "vocab.txt"), Path.GetFullPath(Path.Combine(folder, "..", "bert", "vocab.txt"))];
        var found = places.FirstOrDefault(File.Exists) ?? throw new FileNotFoundException(
            $"BERT's vocabulary is at none of {string.Join(", ", places)}. Put vocab.txt of BERT-base-uncased (231508 bytes, SHA-256 07eced37…) there; "
            + "it is in https://storage.googleapis.com/bert_models/2018_10_18/uncased_L-12_H-768_A-12.zip.", places[0]);
        using var file = File.OpenRead(found);
        if (file.Length > MostBytes)
            throw new InvalidDataException($"{found} is {file.Length} bytes long; a vocabulary has at most {MostBytes}: give BERT's vocab.txt.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Read(bytes, found, size);
    }

    /// <summary>The vocabulary of a file's bytes.</summary>
    /// <param name="bytes">UTF-8, each line ended by a line feed, with or without a carriage return before it.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="size">The lines it must have.</param>
    /// <exception cref="InvalidDataException">It is not that; the message names the line.</exception>
    public static BertVocabulary Read(byte[] bytes, string name, int size)
    {
        var (pieces, lines) = (new List<string>(), new Dictionary<string, int>());
        for (var start = 0; start < bytes.Length;)
        {
            InvalidDataException Fault(string what) => new($"{name}, line {pieces.Count + 1}: {what}; fetch the file again.");
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0)
                throw Fault("the file ends inside this line");
            if (pieces.Count == size)
                throw Fault($"the vocabulary goes on after the {size} lines it should have");
            var line = bytes.AsSpan(start, length).TrimEnd((byte)'\r');
            if (!System.Text.Unicode.Utf8.IsValid(line))
                throw Fault("the line is not UTF-8");
            var piece = Encoding.UTF8.GetString(line);
            if (piece.Length == 0 || piece.Any(char.IsWhiteSpace) || piece.Contains('\0'))
                throw Fault("the line is empty or holds a space, where one word piece should be");
            if (!lines.TryAdd(piece, pieces.Count + 1))
                throw Fault($"'{piece}' stands already in line {lines[piece]}");
            pieces.Add(piece);
            start += length + 1;
        }
        if (pieces.Count < size)
            throw new InvalidDataException($"{name} ends after line {pieces.Count}; the vocabulary has {size}: fetch the file again, or say the size of your own.");
        if (Array.Find(["[PAD]", "[UNK]", "[CLS]", "[SEP]"], piece => !lines.ContainsKey(piece)) is { } missing)
            throw new InvalidDataException($"{name}: none of its {size} lines is {missing}, which every text needs: give the vocab.txt of a BERT model.");
        return new(pieces, bytes);
    }
}
