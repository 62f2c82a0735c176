using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Unlearn.Tests.Datasets;

public sealed class ConversionFaultTests : IDisposable
{
    private const string Child = "UGRADSL_TEST_CONVERT";

    private readonly Converted made = new();

    public void Dispose() => made.Dispose();

    [Fact]
    public void Killed_at_random_moments_and_resumed_it_is_the_same_byte_for_byte()
    {
        made.Draw(2000);
        made.Spoil();
        var expected = made.Convert(2, 4096, skipBroken: true);
        File.Delete(made.Target);
        var kills = Environment.GetEnvironmentVariable("UGRADSL_LONG") == "1" ? 30 : 3;
        var (random, chunkRows) = (new Random(1), kills == 3 ? 20 : 4);
        var killed = 0;
        for (var i = 0; i < kills; i++)
            killed += Run(workers: 1 + (i % 3), chunkRows, killAfter: random.Next(2000 / chunkRows / kills / 2), thenMilliseconds: random.Next(8)) ? 1 : 0;
        Assert.Equal(kills, killed);
        Assert.False(File.Exists(made.Target));
        Assert.False(Run(workers: 2, chunkRows, killAfter: int.MaxValue, 0));
        Assert.Equal(expected, File.ReadAllBytes(made.Target));
        Assert.Equal([made.Target], Directory.GetFiles(made.Folder.Path));
    }

    [Fact]
    public void A_full_disk_is_named_with_what_is_needed_and_loses_nothing()
    {
        var folder = made.Folder.PathOf("disk");
        using var disk = new SmallDisk(folder, "256k");
        disk.Need();
        made.Draw(300);
        made.Spoil();
        var expected = made.Convert(1, 50, skipBroken: true, size: 16);
        var path = Path.Combine(folder, "made.safetensors");
        // No room for the rows; room for them and not for the file without the broken ones; room for both.
        Full();
        disk.Grow("320k");
        Full();
        Assert.True(File.Exists(path + ".journal"));
        disk.Grow("2m");
        List<ConversionProgress> seen = [];
        To(path, seen.Add);
        Assert.Equal(expected, File.ReadAllBytes(path));
        Assert.All(seen, p => Assert.True(p.Sealing)); // what had been decoded was kept

        void Full()
        {
            var e = Assert.Throws<IOException>(() => To(path, null));
            Assert.Contains("What is converted is kept: make room and run the same again.", e.Message);
            Assert.StartsWith(path + " cannot be written: ", e.Message);
        }

        void To(string to, Action<ConversionProgress>? onProgress) => made.Convert(1, 50, skipBroken: true, size: 16, onProgress: onProgress, path: to);
    }

    [Fact]
    public void A_broken_picture_ends_it_by_name_and_mended_it_goes_on()
    {
        made.Draw(30);
        var good = File.ReadAllBytes(made.Folder.PathOf("set/b/00021.jpg"));
        var expected = made.Convert(1, 10);
        File.Delete(made.Target);
        made.Folder.Write("set/b/00021.jpg", good[..^10]);
        var e = Assert.Throws<InvalidDataException>(() => made.Convert(1, 10));
        Assert.StartsWith($"{made.Folder.PathOf("set/b/00021.jpg")} is cut short", e.Message);
        made.Folder.Write("set/b/00021.jpg", good);
        List<ConversionProgress> seen = [];
        Assert.Equal(expected, made.Convert(1, 10, onProgress: seen.Add));
        Assert.InRange(seen.First().Done, 11, 30);
    }

    [Fact]
    public void Skipped_pictures_are_counted_and_named_and_the_rest_is_as_without_them()
    {
        made.Draw(30);
        made.Spoil();
        List<ConversionProgress> seen = [];
        made.Convert(1, 10, skipBroken: true, onProgress: seen.Add);
        Assert.Equal((28, 2, true), (seen[^1].Total, seen[^1].Skipped, seen[^1].Sealing));
        Assert.Equal(["a/00006.jpg", "b/00013.jpg"], ImageFileContents.Read(made.Target).Info.Skipped);
        ImageFile.Verify(made.Target);
        using (var all = ImageFile.Open(made.Target))
        {
            File.Delete(made.Folder.PathOf("set/a/00006.jpg"));
            File.Delete(made.Folder.PathOf("set/b/00013.jpg"));
            File.Move(made.Target, made.Folder.PathOf("skipped.safetensors"));
            made.Convert(1, 10);
            using var without = ImageFile.Open(made.Target);
            Assert.Equal(without.Hash, all.Hash);
            Assert.NotEmpty(without.LabelsOnHost);
        }
        Assert.Throws<InvalidDataException>(() =>
        {
            made.Spoil();
            made.Convert(1, 10);
        });
    }

    /// <summary>Where this program was started as the child of a test, it converts and ends.</summary>
    [ModuleInitializer]
    internal static void ConvertAsChild()
    {
        if (Environment.GetEnvironmentVariable(Child)?.Split('|') is not [var from, var to, var workers, var chunkRows]) return;
        var settings = new ConversionSettings(8) { ShorterSide = 0, SkipBroken = true, Workers = int.Parse(workers) };
        new Conversion(to, ImageFolder.List(from, settings), settings, p =>
        {
            Console.WriteLine(p);
            Console.Out.Flush();
            Thread.Sleep(2);
        })
        { ChunkRows = int.Parse(chunkRows) }.Run();
        Environment.Exit(0);
    }

    private bool Run(int workers, int chunkRows, int killAfter, int thenMilliseconds)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(ConversionFaultTests).Assembly.Location);
        start.Environment[Child] = $"{made.Folder.PathOf("set")}|{made.Target}|{workers}|{chunkRows}";
        using var process = Process.Start(start)!;
        for (var line = 0; line <= killAfter && process.StandardOutput.ReadLine() is not null; line++) { }
        if (killAfter < int.MaxValue)
        {
            Thread.Sleep(thenMilliseconds);
            process.Kill();
        }
        process.WaitForExit();
        return process.ExitCode != 0;
    }
}
