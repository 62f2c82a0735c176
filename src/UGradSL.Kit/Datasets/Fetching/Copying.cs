namespace Unlearn;

/// <summary>Copies what a user brings, whole: beside its place, checked there, then renamed.</summary>
internal static class Copying
{
    /// <summary>Copies one file. Returns why the copy is not right, and then nothing is kept of it; null if it is in its place. <paramref name="fault"/> looks at the copy.</summary>
    public static string? File(string from, string to, Func<string, string?> fault, ByteMeter meter)
    {
        var temporary = $"{to}.copying";
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        try
        {
            Bytes(from, temporary, meter);
            if (fault(temporary) is { } wrong) return wrong;
            System.IO.File.Move(temporary, to, overwrite: true);
            return null;
        }
        catch (IOException e) when (Disk.IsFull(e))
        {
            throw Disk.Full(to, $"{from} is as it was.", e);
        }
        finally
        {
            System.IO.File.Delete(temporary);
        }
    }

    /// <summary>Copies an unpacked content, a file or a folder; false if what came is not right.</summary>
    public static bool Content(string from, UnpackedFile content, string folder, Action<FetchProgress>? onProgress, Action<string>? say, List<string> passedOver)
    {
        string? fault;
        if (Placed.Fault(folder, content) is null) return true; // an earlier call has brought it
        if (content.Count is null)
        {
            var meter = new ByteMeter("copying", content.Path, new FileInfo(from).Length, onProgress);
            fault = File(from, Path.Combine(folder, content.Path), copy => Checksum.Fault(copy, content.Checksum, content.Size), meter);
        }
        else fault = Folder(from, content, folder, onProgress, say);
        if (fault is not null) passedOver.Add($"{from}: {fault}");
        return fault is null;
    }

    private static string? Folder(string from, UnpackedFile content, string folder, Action<FetchProgress>? onProgress, Action<string>? say)
    {
        if (Placed.Fault(Path.GetDirectoryName(from)!, content with { Path = Path.GetFileName(from) }) is { } fault) return fault;
        var temporary = Path.Combine(folder, $"{content.Path.Replace('/', '-')}.copying");
        Clear();
        try
        {
            var files = new DirectoryInfo(from).GetFiles("*", SearchOption.AllDirectories);
            var meter = new ByteMeter("copying", content.Path, files.Sum(f => f.Length), onProgress);
            foreach (var file in files)
            {
                var to = Path.Combine(temporary, content.Path, Path.GetRelativePath(from, file.FullName));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                Bytes(file.FullName, to, meter);
            }
            Placed.Move(temporary, folder, content, say);
            return null;
        }
        catch (IOException e) when (Disk.IsFull(e))
        {
            throw Disk.Full(Path.Combine(folder, content.Path), $"{from} is as it was.", e);
        }
        finally
        {
            Clear();
        }

        void Clear()
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    private static void Bytes(string from, string to, ByteMeter meter)
    {
        using var source = System.IO.File.OpenRead(from);
        using var target = System.IO.File.Create(to);
        var piece = new byte[1 << 17];
        for (int got; (got = source.Read(piece)) > 0; meter.Add(got)) target.Write(piece, 0, got);
    }
}
