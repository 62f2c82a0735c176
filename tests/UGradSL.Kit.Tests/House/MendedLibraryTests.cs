using System.Text;

namespace Unlearn.Tests;

public class MendedLibraryTests
{
    private const string Version = "GLIBCXX_3.4.32";
    private const string Library = "libLibTorchSharp.so";

    [Fact]
    public void Every_output_folder_has_the_library_with_its_one_requirement_weak()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has ELF libraries.");
        var copies = Directory.GetDirectories(Repository.PathOf("artifacts")).Select(folder => Path.Combine(folder, Library)).Where(File.Exists).ToList();
        Assert.Contains(Path.Combine(AppContext.BaseDirectory, Library), copies);
        Assert.All(copies, copy => Assert.Equal([true], WeakFlags(copy)));
    }

    [Fact]
    public void The_package_cache_keeps_the_original_and_the_copy_differs_in_one_byte()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var original = Path.Combine(cache, "torchsharp", "0.107.0", "runtimes", "linux-x64", "native", Library);
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(original), "The package cache has been emptied since the build.");
        Assert.Equal([false], WeakFlags(original));
        var (before, after) = (File.ReadAllBytes(original), File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, Library)));
        Assert.Equal(before.Length, after.Length);
        Assert.Equal(1, Enumerable.Range(0, before.Length).Count(i => before[i] != after[i]));
    }

    /// <summary>For each requirement of the version, whether it is weak: found by its name's hash, not by walking the tables as the build does.</summary>
    private static List<bool> WeakFlags(string path)
    {
        // Elf64_Vernaux { vna_hash u32, vna_flags u16, vna_other u16, vna_name u32, vna_next u32 }, aligned to four bytes.
        var hash = Encoding.ASCII.GetBytes(Version).Aggregate(0u, ElfHash);
        var elf = File.ReadAllBytes(path);
        return [.. Enumerable.Range(0, elf.Length / 4 - 4).Select(i => i * 4)
            .Where(i => BitConverter.ToUInt32(elf, i) == hash && BitConverter.ToUInt16(elf, i + 4) is 0 or 2 && BitConverter.ToUInt16(elf, i + 6) is > 1 and < 256)
            .Select(i => BitConverter.ToUInt16(elf, i + 4) == 2)];
    }

    /// <summary>The hash of the System V ABI.</summary>
    private static uint ElfHash(uint hash, byte letter)
    {
        hash = (hash << 4) + letter;
        var high = hash & 0xf0000000;
        return (hash ^ high >> 24) & ~high;
    }
}
