namespace Unlearn;

/// <summary>The files of a data set under the names their home gives them, in the data cache or in a folder of the user's.</summary>
/// <param name="Source">The data set.</param>
/// <param name="Archive">The folder that the home's archive unpacks to, which may stand between; null where there is none.</param>
internal sealed record Originals(Source Source, string? Archive)
{
    /// <summary>The full path of the folder that holds all of <paramref name="files"/>: the one given, or the archive's in it.</summary>
    /// <param name="folder">Where to look; null: in the data cache.</param>
    /// <param name="files">Names without folders.</param>
    /// <exception cref="FileNotFoundException">No such folder; the message names a missing file and what to do.</exception>
    public string Folder(string? folder, params IReadOnlyList<string> files)
    {
        var given = Path.GetFullPath(folder ?? DataCache.Folder(Source));
        string[] places = Archive is null ? [given] : [given, Path.Combine(given, Archive)];
        foreach (var place in places)
            if (files.All(file => File.Exists(Path.Combine(place, file)))) return place;
        var closest = places.MaxBy(place => files.Count(file => File.Exists(Path.Combine(place, file))))!;
        var missing = Path.Combine(closest, files.First(file => !File.Exists(Path.Combine(closest, file))));
        throw new FileNotFoundException($"{missing} is missing. {Source.Title} is the files {string.Join(", ", files)} in one folder: "
            + $"run `ugradsl fetch {Source.Name}`, or give the folder that holds them.", missing);
    }
}
