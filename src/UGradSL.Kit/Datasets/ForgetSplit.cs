using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Unlearn;

/// <summary>Who is forgotten and who is kept: index arrays over one data set, fixed before anything is trained.</summary>
/// <param name="Forget">D_f, part of the training set.</param>
/// <param name="Retain">D_r = D_tr \ D_f.</param>
/// <param name="Validation">Held out of the training set, so that no setting is chosen on test images. In neither D_f nor D_r, all classes.</param>
/// <param name="Test">What TA is measured on: the test set, without the forgotten class where a whole class is forgotten (paper, section 5.1).</param>
/// <param name="Description">In words: "class 5 (Sandal)".</param>
[TypeFormatterSource(typeof(PrintedFormatters), PreferredMimeTypes = [PrintedFormatters.Plain])]
public sealed record ForgetSplit(Subset Forget, Subset Retain, Subset Validation, Subset Test, string Description)
{
    /// <summary>How D_f was chosen; null where the parts were put together by hand.</summary>
    public Forgetting? Forgetting { get; init; }

    /// <summary>The seed given to <see cref="Forgetting.Split"/>; null where there was none.</summary>
    public int? Seed { get; init; }

    /// <summary>K.</summary>
    public int Classes => Retain.Classes;

    /// <summary>D_tr = D_r ∪ D_f, what the original network is trained on, in the order of the data set.</summary>
    public Subset Train => Retain with { Indices = [.. Retain.Indices.Concat(Forget.Indices).Order()] };

    /// <summary>The same split with validation images in the test set's place, of the classes that the test set has: for choosing settings.</summary>
    public ForgetSplit OnValidation
    {
        get
        {
            var tested = Test.CountPerClass();
            return this with { Test = Validation with { Indices = [.. Validation.Indices.Where((_, i) => tested[Validation.Label(i)] > 0)] } };
        }
    }

    /// <summary>SHA-256 over the data's hashes and the four index arrays. A network trained on one split is never scored on another.</summary>
    public string Hash
    {
        get
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Span<byte> number = stackalloc byte[8];
            foreach (var part in (Subset[])[Forget, Retain, Validation, Test])
            {
                sha.AppendData(Convert.FromHexString(part.Source.Hash));
                BinaryPrimitives.WriteInt64LittleEndian(number, part.Count);
                sha.AppendData(number);
                foreach (var i in part.Indices)
                {
                    BinaryPrimitives.WriteInt64LittleEndian(number, i);
                    sha.AppendData(number);
                }
            }
            return Convert.ToHexStringLower(sha.GetHashAndReset());
        }
    }

    /// <summary>Five lines: what is forgotten, and of each part its size and how many samples of each class it holds.</summary>
    public override string ToString() =>
        $"""
        forget {Description} · split {Hash[..12]}
          D_f        {Forget.Count,9:N0}   {Spread(Forget)}
          D_r        {Retain.Count,9:N0}   {Spread(Retain)}
          validation {Validation.Count,9:N0}   {Spread(Validation)}
          tested on  {Test.Count,9:N0}   {Spread(Test)}
        """;

    /// <summary>"1,080 of Sandal", "450 of each of 10 classes", "44 to 46 of each of 9 classes, none of Sandal".</summary>
    private static string Spread(Subset part)
    {
        var counts = part.CountPerClass();
        var classes = Enumerable.Range(0, part.Classes).ToLookup(k => counts[k] > 0, k => part.Source.ClassNames[k]);
        var (held, missing) = (classes[true].ToList(), classes[false].ToList());
        if (held.Count == 0) return "nothing";
        var (least, most) = (counts.Where(n => n > 0).Min(), counts.Max());
        var each = (least == most ? $"{most:N0} of " : $"{least:N0} to {most:N0} of ") + (held.Count == 1 ? held[0] : $"each of {held.Count:N0} classes");
        return held.Count > 1 && missing.Count is 1 or 2 ? $"{each}, none of {string.Join(" or ", missing)}" : each;
    }
}
