namespace Unlearn;

/// <summary>The folder that data sets are fetched to and read from: one folder a data set, under its <see cref="Source.Name"/>.</summary>
public static class DataCache
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "UGRADSL_DATA";

    /// <summary>What <see cref="Variable"/> names, else <c>ugradsl</c> below the user's cache folder (<c>XDG_CACHE_HOME</c>, else <c>~/.cache</c>).</summary>
    public static string Root
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return Path.GetFullPath(named);
            var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(caches, "ugradsl");
        }
    }

    /// <summary>The folder of one data set, there or not.</summary>
    public static string Folder(Source source) => Path.Combine(Root, source.Name);
}
