namespace Unlearn;

/// <summary>What a header of a tar archive may declare.</summary>
/// <param name="Entry">The longest entry, in bytes; by default the longest that octal digits can write.</param>
/// <param name="Whole">The longest archive, in bytes.</param>
/// <param name="Kinds">The kinds of entries that may come, as headers write them; null: whoever reads the entries decides.</param>
internal sealed record TarBounds(long Entry = (1L << 36) - 1, long Whole = long.MaxValue, string? Kinds = null)
{
    /// <summary>The longest name, or extended header, in bytes: the reader takes memory for it before it reads it.</summary>
    public const long Name = 1 << 16;
}
