using System;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;

/// <summary>
/// Copies an ELF64 library and marks one version that it requires of another library as weak, so that the loader takes the
/// requirement as optional. libLibTorchSharp.so asks libstdc++ for GLIBCXX_3.4.32 (GCC 13) for one symbol that nothing in it
/// uses; with the requirement weak it loads on Debian 12, whose libstdc++ stops at GLIBCXX_3.4.30.
/// The layout is that of the gABI and of glibc's elf.h: Elf64_Verneed and Elf64_Vernaux in the section SHT_GNU_verneed.
/// </summary>
public sealed class WeakenVersion : Microsoft.Build.Utilities.Task
{
    private const uint VersionNeedSection = 0x6ffffffe; // SHT_GNU_verneed
    private const byte WeakFlag = 2;                     // VER_FLG_WEAK

    [Required] public string Source { get; set; } = "";
    [Required] public string Folder { get; set; } = "";
    [Required] public string Version { get; set; } = "";

    public override bool Execute()
    {
        var target = Path.Combine(Folder, Path.GetFileName(Source));
        var (from, to) = (new FileInfo(Source), new FileInfo(target));
        if (to.Exists && to.Length == from.Length && to.LastWriteTimeUtc == from.LastWriteTimeUtc) return true;

        var bytes = File.ReadAllBytes(Source);
        if (!Weaken(bytes, Version))
            Log.LogMessage(MessageImportance.High, $"{Path.GetFileName(Source)} does not require {Version}: copied as it is.");
        var temporary = target + ".new";
        File.WriteAllBytes(temporary, bytes);
        File.SetLastWriteTimeUtc(temporary, from.LastWriteTimeUtc); // a later build sees an unchanged file
        if (to.Exists) to.Delete();                                 // never written through: it may be a link into the cache
        File.Move(temporary, target);
        return true;
    }

    /// <summary>Sets the weak flag of every requirement of <paramref name="version"/>; false if there is none.</summary>
    public static bool Weaken(byte[] elf, string version)
    {
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1)
            throw new InvalidDataException("not a little-endian ELF64 library");
        var sections = (int)BitConverter.ToInt64(elf, 40);
        var (size, count) = (BitConverter.ToUInt16(elf, 58), BitConverter.ToUInt16(elf, 60));
        var found = false;
        foreach (var header in Enumerable.Range(0, count).Select(i => sections + i * size))
        {
            if (BitConverter.ToUInt32(elf, header + 4) != VersionNeedSection) continue;
            var need = (int)BitConverter.ToInt64(elf, header + 24);
            var strings = (int)BitConverter.ToInt64(elf, sections + BitConverter.ToInt32(elf, header + 40) * size + 24);
            for (var needs = BitConverter.ToInt32(elf, header + 44); needs > 0; needs--)
            {
                var entry = need + BitConverter.ToInt32(elf, need + 8);
                for (var entries = BitConverter.ToUInt16(elf, need + 2); entries > 0; entries--)
                {
                    var start = strings + BitConverter.ToInt32(elf, entry + 8);
                    var name = Encoding.ASCII.GetString(elf, start, Array.IndexOf(elf, (byte)0, start) - start);
                    if (name == version)
                    {
                        elf[entry + 4] |= WeakFlag;
                        found = true;
                    }
                    entry += BitConverter.ToInt32(elf, entry + 12);
                }
                need += BitConverter.ToInt32(elf, need + 12);
            }
        }
        return found;
    }
}
