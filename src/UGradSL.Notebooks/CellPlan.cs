namespace Unlearn.Notebooks;

/// <summary>What a part of a cell is.</summary>
internal enum CellPartKind
{
    /// <summary>C#.</summary>
    Code,

    /// <summary>A file to run here, as a path relative to the notebook's folder.</summary>
    Import,

    /// <summary>Markdown to be shown as HTML.</summary>
    Markdown,
}

/// <summary>A part of a cell.</summary>
/// <param name="Kind">What to do with it.</param>
/// <param name="Text">Code at the lines and columns that it has in the cell, Markdown, or a path.</param>
internal sealed record CellPart(CellPartKind Kind, string Text);

/// <summary>A cell after its directives were read.</summary>
/// <param name="Parts">What to do, in order.</param>
/// <param name="Timed">Whether <c>#!time</c> stands in it.</param>
/// <param name="Refused">The first directive that cannot be followed; null if all can.</param>
internal sealed record CellPlan(IReadOnlyList<CellPart> Parts, bool Timed, CellFailure? Refused);
