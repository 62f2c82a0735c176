namespace Unlearn;

/// <summary>How a file of a data set came to be in the cache.</summary>
/// <param name="File">Its name at its home.</param>
/// <param name="From">The address or the path that it came from; null if it was there already.</param>
public sealed record Fetched(SourceFile File, string? From);

/// <summary>
/// Gets a data set into the cache, from its home or from a folder or archive of the user's. Nothing is unpacked before its published
/// checksum is right, nothing that is wrong becomes data, what is there and right stays as it is, and whatever stops it (Ctrl-C, a
/// connection, a full disk), the same call goes on from there.
/// </summary>
/// <param name="Source">The data set.</param>
/// <param name="From">A folder that is looked through, with those below it, or an archive; null: from its home.</param>
/// <param name="To">The cache; null: <see cref="DataCache.Root"/>.</param>
/// <param name="WithOptional">Fetch optional files too. Those that lie in <paramref name="From"/> are brought in any case.</param>
public sealed record Fetch(Source Source, string? From = null, string? To = null, bool WithOptional = false)
{
    /// <summary>How long it waits for a server.</summary>
    public Patience Patience { get; init; } = new();

    /// <summary>Height and width in pixels that CelebA and ImageNet are converted to; null: 64 and 224. Other sets are taken as they are.</summary>
    public int? Size { get; init; }

    /// <summary>Pictures that CelebA and ImageNet are converted of at once; null: as many as there are processors.</summary>
    public int? Workers { get; init; }

    /// <summary>The data set's folder in the cache.</summary>
    public string Folder => Path.Combine(Path.GetFullPath(To ?? DataCache.Root), Source.Name);

    /// <summary>Does it. One <see cref="Fetched"/> a file; none where <see cref="From"/> was converted.</summary>
    /// <param name="onProgress">Told some times a second, also while nothing comes. What it throws stops the fetch; what has come stays.</param>
    /// <param name="say">Takes a line that stays: an attempt that failed, a folder that was set aside.</param>
    /// <param name="onConversion">Told of each piece that is converted, one call at a time, from any thread. What it throws stops the conversion; what is converted stays.</param>
    /// <exception cref="ArgumentException"><see cref="Size"/> or <see cref="Workers"/> of a set that is not converted, or outside their range.</exception>
    /// <exception cref="FileNotFoundException">Files of it are not in <see cref="From"/>; the message names them and what was passed over.</exception>
    /// <exception cref="IOException">A server refuses or does not answer, or the disk is full.</exception>
    /// <exception cref="InvalidDataException">What came is not what is published; it is deleted.</exception>
    public IReadOnlyList<Fetched> Run(Action<FetchProgress>? onProgress = null, Action<string>? say = null, Action<ConversionProgress>? onConversion = null)
    {
        var converter = Converters.Of(Source);
        if (converter is null && (Size ?? Workers) is not null)
            throw new ArgumentException($"{Source.Name} is taken as it is, and has neither --size nor --workers: those are for {Converters.Names}. Leave them out.");
        if (From is null && Source.Files.FirstOrDefault(f => f.Address is null && Placed.Fault(Folder, f) is not null) is { } closed)
            throw new FileNotFoundException($"{Source.Title} cannot be fetched, because one agrees to its terms first ({Source.Licence}). Get {closed.Name} and the rest at "
                + $"{Source.Home}, then: ugradsl fetch {Source.Name} --from FOLDER", closed.Name);
        if (From is not null && converter is { } known)
        {
            Convert(known.Convert, new(Size ?? known.Size), say, onConversion);
            return [];
        }
        var brought = new Lazy<Brought>(() => new(From!, Source)); // the user's folder may be large: not looked through where all is there
        List<string> passedOver = [];
        List<Fetched> done = [];
        foreach (var file in Source.Files)
        {
            var checking = new ByteMeter("checking", file.Name, null, onProgress);
            if (Placed.Fault(Folder, file, checking.Add) is null) done.Add(new(file, null));
            else if (From is null && file.Optional && !WithOptional) continue;
            else if (From is null) done.Add(new(file, Get(file, onProgress, say)));
            else if ((brought.Value.BringUnpacked(file, Folder, onProgress, say, passedOver) ?? brought.Value.Bring(file, Folder, onProgress, say, passedOver)) is { } place)
                done.Add(new(file, place));
        }
        var missing = Source.Files.Where(f => (!f.Optional || WithOptional) && done.All(d => d.File != f)).ToList();
        return missing.Count == 0 ? done : throw Missing(missing, passedOver);
    }

    private void Convert(Converter convert, ConversionSettings settings, Action<string>? say, Action<ConversionProgress>? onConversion)
    {
        if (!Directory.Exists(From))
            throw new DirectoryNotFoundException($"--from {From}: there is no such folder; {Source.Title} is converted from the folder that has its files.");
        var path = convert(From, Folder, settings with { Workers = Workers ?? settings.Workers }, onConversion);
        say?.Invoke($"{path} is converted from {From}.");
    }

    /// <summary>From the first of its addresses that serves it. Returns that address.</summary>
    private string Get(SourceFile file, Action<FetchProgress>? onProgress, Action<string>? say)
    {
        var target = Path.Combine(Folder, file.Name);
        List<string> addresses = [file.Address!, .. file.Mirrors];
        var unpacking = new Unpacking(file, Folder, onProgress, say);
        var from = target; // a killed call may have left the whole archive
        if (file.Contents.Count == 0 || file.Checksum is null || !File.Exists(target) || Checksum.Fault(target, file) is not null)
        {
            var download = new Download(file, target, Patience, onProgress, say);
            from = addresses.First(address => Serves(address, isLast: address == addresses[^1]));
            bool Serves(string address, bool isLast)
            {
                try
                {
                    download.Run(address);
                    return true;
                }
                catch (Exception e) when (!isLast && (e is InvalidDataException || (e is IOException io && !Disk.IsFull(io))))
                {
                    say?.Invoke($"{e.Message} Trying another address.");
                    return false;
                }
            }
        }
        if (file.Contents.Count == 0) return from;
        try
        {
            unpacking.Run(target);
        }
        catch (InvalidDataException)
        {
            File.Delete(target); // the same bytes would fail again
            throw;
        }
        File.Delete(target);
        return from;
    }

    private FileNotFoundException Missing(List<SourceFile> files, List<string> passedOver)
    {
        string Looked(SourceFile f) => string.Join(" or ", [f.Name, .. f.AlsoNamed, .. f.Contents.Where(c => !c.Optional).Select(c => c.Path).Take(2)]) + (f.Contents.Count > 2 ? " …" : "");
        var next = files.All(f => f.Address is not null) ? $"ugradsl fetch {Source.Name} without --from gets what is missing from its home." : $"Its home is {Source.Home}.";
        return new($"{Source.Title} is not whole: in {From} there is no right {string.Join("; no right ", files.Select(Looked))}. "
            + (passedOver.Count > 0 ? $"Passed over: {string.Join("; ", passedOver.Take(8).Select(p => p.TrimEnd('.')))}{(passedOver.Count > 8 ? "; …" : "")}. " : "") + next, files[0].Name);
    }
}
