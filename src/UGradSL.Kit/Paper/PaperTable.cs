namespace Unlearn;

/// <summary>
/// A table of the paper as it is printed, misprints included: what cannot be right is said in <see cref="Notes"/>, and no number is mended.
/// Typed from the paper's text into <c>Paper/Tables</c>, where a test compares it with that text.
/// </summary>
/// <param name="Number">The paper's. Tables 1 to 4 and 6 to 12 have results; 5 is a list of symbols.</param>
/// <param name="Caption">The paper's.</param>
/// <param name="Section">Where it is discussed.</param>
/// <param name="Blocks">One a data set.</param>
/// <param name="Notes">Ours. A cell shows the letter of each note that touches it.</param>
public sealed record PaperTable(int Number, string Caption, string Section, IReadOnlyList<PaperBlock> Blocks, IReadOnlyList<PaperNote> Notes)
{
    /// <summary>The block of a data set, upper and lower case alike.</summary>
    /// <exception cref="ArgumentException">No such block.</exception>
    public PaperBlock Block(string name) => Blocks.FirstOrDefault(block => block.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"Table {Number} has no data set '{name}': it has {string.Join(", ", Blocks.Select(block => block.Name))}.");

    /// <summary>The notes that touch a cell, each with its letter: a for the first of the table.</summary>
    public IEnumerable<(char Letter, PaperNote Note)> NotesOn(PaperBlock block, PaperRow row, string column) =>
        Notes.Index().Where(note => note.Item.Touches(block, row, column)).Select(note => ((char)('a' + note.Index), note.Item));

    /// <summary>What is run to make it anew, one experiment a data set.</summary>
    public IReadOnlyList<PaperExperiment> Experiments(PaperScale scale) => PaperExperiments.Of(this, scale);
}

/// <summary>What is to be known of some printed numbers: a misprint, or what does not fit what stands elsewhere.</summary>
/// <param name="Text">In a sentence or two.</param>
/// <param name="Cells">Which numbers; none: the table as a whole.</param>
public sealed record PaperNote(string Text, IReadOnlyList<PaperCells> Cells)
{
    /// <summary>Whether it is about this number.</summary>
    public bool Touches(PaperBlock block, PaperRow row, string column) =>
        Cells.Any(cells => cells.Block == block.Name && cells.Rows.Contains(row.Name) && cells.Columns.Contains(column));

    /// <summary>Whether it is about a number of this block, or about the whole table.</summary>
    public bool Touches(PaperBlock block) => Cells.Count == 0 || Cells.Any(cells => cells.Block == block.Name);
}

/// <summary>Numbers of a block: each of some columns in each of some rows.</summary>
/// <param name="Block">The block's name.</param>
/// <param name="Rows">The rows' names.</param>
/// <param name="Columns">Of <see cref="PaperRow.Columns"/>.</param>
public sealed record PaperCells(string Block, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns);
