using System.Text.RegularExpressions;

namespace Unlearn;

/// <summary>How a library names and cuts the tensors of a network that we have too.</summary>
/// <param name="name">"torchvision", "timm", "huggingface"; what follows a blank is a variant of it.</param>
/// <param name="renames">The first that fits one of our names gives theirs; a name that none fits is the same in both.</param>
/// <param name="ignored">Patterns of names in their files that the network has no use for.</param>
public sealed class WeightLayout(string name, IReadOnlyList<Rename> renames, params IReadOnlyList<string> ignored)
{
    private readonly Regex[] ignored = [.. ignored.Select(Rename.Compile)];

    /// <summary>What <see cref="Weights.Save"/> takes.</summary>
    public string Name => name;

    /// <summary>Where our tensor <paramref name="ours"/> lies in their file.</summary>
    internal Place Of(string ours) => renames.Select(rename => rename.Of(ours)).FirstOrDefault(place => place is not null) ?? new([ours], 0);

    /// <summary>Whether their tensor may be left out.</summary>
    internal bool Ignores(string theirs) => ignored.Any(pattern => pattern.IsMatch(theirs));

    /// <inheritdoc/>
    public override string ToString() => name;
}

/// <summary>One of our names and theirs, as patterns: # is a number, * any text, and what they stand for comes back in its order.</summary>
/// <param name="ours">"blocks.#.attn.qkv.*".</param>
/// <param name="theirs">One name, or several whose tensors lie one after the other along our first dimension.</param>
public sealed partial class Rename(string ours, params IReadOnlyList<string> theirs)
{
    private readonly Regex pattern = Compile(ours);

    /// <summary>Not 0: the weight of our linear layer, [O, I·k·k], is that of their convolution, [O, I, k, k].</summary>
    public int Kernel { get; init; }

    /// <summary>Where our tensor lies, or null if this rule is not for it.</summary>
    internal Place? Of(string name)
    {
        if (pattern.Match(name) is not { Success: true } match) return null;
        return new([.. theirs.Select(template =>
        {
            var group = 1;
            return Wild().Replace(template, _ => match.Groups[group++].Value);
        })], name.EndsWith(".weight", StringComparison.Ordinal) ? Kernel : 0);
    }

    internal static Regex Compile(string pattern) => new($"^{Regex.Escape(pattern).Replace(@"\#", @"(\d+)").Replace(@"\*", "(.+)")}$");

    [GeneratedRegex("[#*]")]
    private static partial Regex Wild();
}

/// <summary>The names under which one of our tensors lies in a file, in order, and the side of the convolution that it is there (0: none).</summary>
internal sealed record Place(IReadOnlyList<string> Names, int Kernel)
{
    /// <summary>The shape of each of their tensors, for ours.</summary>
    public long[] Shape(long[] ours) =>
        Kernel > 0 ? [ours[0], ours[1] / (Kernel * Kernel), Kernel, Kernel]
        : Names.Count > 1 ? [ours[0] / Names.Count, .. ours[1..]]
        : ours;
}
