namespace Unlearn.Notebooks;

/// <summary>How to run a notebook.</summary>
/// <param name="Write">Whether the file is replaced by the executed notebook once every cell has succeeded.</param>
/// <param name="OnCell">Told before each code cell: its number, from 1, and how many there are. If it throws, the run ends there and
/// nothing is written: so does Ctrl-C stop a run between cells.</param>
public sealed record RunOptions(bool Write = false, Action<int, int>? OnCell = null)
{
    /// <summary>Cancelled: the running cell fails at its next step, batch or line of output, with <see cref="OperationCanceledException"/>'s message.</summary>
    public CancellationToken Stop { get; init; }
}

/// <summary>Why a run stopped.</summary>
/// <param name="Cell">The code cell, from 1.</param>
/// <param name="Line">The line of the cell, from 1.</param>
/// <param name="Message">The first compile error or the exception's message.</param>
public sealed record CellFailure(int Cell, int Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"cell {Cell}, line {Line}: {Message}";
}

/// <summary>What a run did.</summary>
/// <param name="Notebook">The notebook with the outputs of the cells that ran.</param>
/// <param name="CellsRun">Code cells run to their end.</param>
/// <param name="Failure">Null if every cell succeeded.</param>
/// <param name="Seconds">Wall time of all cells.</param>
public sealed record NotebookRun(Notebook Notebook, int CellsRun, CellFailure? Failure, double Seconds);
