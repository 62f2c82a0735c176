namespace Unlearn.Notebooks;

/// <summary>A watched notebook at one moment.</summary>
/// <param name="Structure">Counts how often the file was taken anew.</param>
/// <param name="Title">The notebook's.</param>
/// <param name="Body">The whole page's cells.</param>
/// <param name="Cells">The code cells' sections, in order.</param>
/// <param name="Said">One line for the reader.</param>
/// <param name="Running">Whether a cell runs.</param>
/// <param name="Done">Cells run to their end.</param>
/// <param name="Count">Code cells.</param>
internal sealed record WatchSnapshot(
    int Structure, string Title, Func<string> Body, IReadOnlyList<(string Id, string Html)> Cells, string Said, bool Running, int Done, int Count);
