using Microsoft.CodeAnalysis;

namespace Unlearn.Notebooks;

/// <summary>What <c>#load</c> finds: files, seen from the notebook's folder. A cell is none: its name in a trace stays what it is.</summary>
internal sealed class LoadedSources(string folder) : SourceFileResolver([], folder)
{
    public override string? NormalizePath(string path, string? baseFilePath) =>
        path.StartsWith("cell ", StringComparison.Ordinal) ? path : base.NormalizePath(path, baseFilePath);
}
