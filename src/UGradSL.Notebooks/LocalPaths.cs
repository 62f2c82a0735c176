using System.Text.RegularExpressions;

namespace Unlearn.Notebooks;

/// <summary>
/// Keeps the machine out of what is saved: the notebook's folder, the repository around it and the user's home are written relative
/// to the notebook (or as <c>~</c>), so that a run elsewhere gives the same file.
/// </summary>
internal sealed class LocalPaths
{
    private readonly List<(Regex Where, string Instead)> replacements = [];

    /// <param name="folder">The notebook's folder, absolute.</param>
    public LocalPaths(string folder)
    {
        Replace(folder, ".");
        if (Repository(folder) is { } root && root != folder) Replace(root, Path.GetRelativePath(folder, root));
        Replace(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "~");
    }

    /// <summary>The text with every such folder replaced.</summary>
    public string Hide(string text) => replacements.Aggregate(text, (now, next) => next.Where.Replace(now, next.Instead.Replace("$", "$$")));

    // A path begins after something that cannot be part of one: not inside a longer path, and not inside a picture's base64.
    private void Replace(string folder, string instead)
    {
        if (folder.Trim('/', '\\').Length > 0)
            replacements.Add((new($@"(?:(?<=file://)|(?<![\w/\\+.=~-])){Regex.Escape(Path.TrimEndingDirectorySeparator(folder))}(?![\w+=-]|\.\w)"), instead));
    }

    private static string? Repository(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
            if (Path.Exists(Path.Combine(at.FullName, ".git"))) return at.FullName;
        return null;
    }
}
