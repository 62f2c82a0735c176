using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Unlearn;

/// <summary>Why libtorch is not there, in place of TorchSharp's message, which names a missing package whatever is wrong.</summary>
/// <param name="Cause">What is wrong, one line.</param>
/// <param name="Cure">What mends it, one line.</param>
public sealed partial record NativeProblem(string Cause, string Cure)
{
    private const string Rebuild = "./run.sh builds it again, from the repository's folder.";

    /// <inheritdoc/>
    public override string ToString() => $"{Cause}\n{Cure}";

    /// <summary>The problem of a whole platform that TorchSharp 0.107.0 has no working libraries for, else null.</summary>
    internal static NativeProblem? OfPlatform(OSPlatform system, Architecture processor, string runtimeIdentifier)
    {
        if (system == OSPlatform.Windows)
            return new("TorchSharp 0.107.0 is reported not to load on Windows (dotnet/TorchSharp#1567).",
                "Use WSL with Ubuntu 24.04, or the devcontainer in .devcontainer/.");
        if (system == OSPlatform.Linux && runtimeIdentifier.Contains("musl"))
            return new("libtorch needs glibc, and this Linux has musl.", "Use Debian, Ubuntu or Fedora, or the devcontainer in .devcontainer/.");
        var needed = system == OSPlatform.Linux ? Architecture.X64 : Architecture.Arm64;
        return processor == needed ? null
            : new($"TorchSharp has no libraries for {system} on {processor}, only on {needed}.", $"Use a machine or a container with {needed}.");
    }

    /// <summary>The problem behind what the system's loader said (dlerror's text, wherever it stands in <paramref name="message"/>).</summary>
    /// <param name="message">What was said.</param>
    /// <param name="named">The folder that <see cref="Native.FolderVariable"/> names, or null.</param>
    internal static NativeProblem OfLoader(string message, string? named = null)
    {
        if (named is not null && OfNamed(message, named) is { } theirs) return theirs;
        if (TooOld().Match(message) is { Success: true } old)
            return old.Groups["name"].Value == "GLIBC"
                ? new($"{FileOf(old)} needs glibc {old.Groups["number"].Value}, which is newer than this machine's.",
                    "Use a newer system (Debian 12, Ubuntu 22.04 or later), or the devcontainer in .devcontainer/.")
                : new($"{FileOf(old)} needs a C++ runtime with {old.Groups["version"].Value}, which is newer than this machine's libstdc++.",
                    "./run.sh builds a copy that does without it; or upgrade libstdc++6 to that of GCC 13 or newer.");
        if (Missing().Match(message) is { Success: true } missing)
            return OfMissing(Path.GetFileName(missing.Groups["file"].Value));
        if (message.Contains("invalid ELF header") || message.Contains("file too short") || message.Contains("not a mach-o"))
            return new("A library of libtorch is damaged.",
                "Delete artifacts/ and, in the NuGet package cache, the folders libtorch-* and torchsharp; then ./run.sh fetches them again.");
        if (message.Contains("Cannot allocate memory"))
            return new("There is too little memory to load libtorch.", "Free about 1 GB of memory, or raise the container's limit.");
        if (message.Contains("failed to map segment"))
            return new("This folder's file system does not let libraries run (noexec).", "Clone the repository onto another file system.");
        var said = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "nothing";
        return new($"libtorch does not load; the loader says: {said}", "./run.sh doctor says what this machine lacks.");
    }

    /// <summary>The problem of a libtorch that is another's, where building ours again would not help; else null.</summary>
    private static NativeProblem? OfNamed(string message, string named)
    {
        if (Undefined().Match(message) is { Success: true } undefined)
            return new($"The libtorch in {named} is not one that TorchSharp 0.107.0 can use: {FileOf(undefined)} finds no {undefined.Groups["symbol"].Value} in it.",
                $"Name the folder lib of PyTorch 2.10 or newer, or unset {Native.FolderVariable}.");
        if (message.Contains("invalid ELF header") || message.Contains("file too short"))
            return new($"A library in {named} is damaged.", $"Install that PyTorch again, or unset {Native.FolderVariable}.");
        if (Missing().Match(message) is { Success: true } missing && Path.GetFileName(missing.Groups["file"].Value) is var file && !file.StartsWith("libstdc++") && !file.StartsWith("libgcc_s"))
            return new($"{file} is not found, which the libtorch in {named} needs.",
                $"Try python3 -c \"import torch\"; if that works, add the folder that has {file} to LD_LIBRARY_PATH.");
        return null;
    }

    /// <summary>The problem of a library that is not there: TorchSharp's own, or one of the system's.</summary>
    internal static NativeProblem OfMissing(string file) => file switch
    {
        _ when file.StartsWith("libstdc++") || file.StartsWith("libgcc_s") =>
            new($"This machine lacks {file}, which libtorch needs.", "Install the C++ runtime: on Debian and Ubuntu, apt-get install -y libstdc++6 libgcc-s1."),
        _ when file.StartsWith("libgomp.") =>
            new($"This machine lacks {file}, which libtorch needs.", "Install it: on Debian and Ubuntu, apt-get install -y libgomp1."),
        _ when file.StartsWith("libcuda.") =>
            new($"This machine lacks {file}, which comes with NVIDIA's driver.", "Install the driver, or build for the CPU: ./run.sh without UGRADSL_TORCH_DEVICE."),
        _ => new($"{file} is not beside the kit.", Rebuild),
    };

    private static string FileOf(Match match) => match.Groups["file"].Success ? Path.GetFileName(match.Groups["file"].Value) : "libtorch";

    [GeneratedRegex(@"version [`'](?<version>(?<name>[A-Z]+)_(?<number>[\d.]+))' not found(?: \(required by (?<file>[^)]+)\))?")]
    private static partial Regex TooOld();

    [GeneratedRegex(@"(?<file>[^\s:]+): undefined symbol: (?<symbol>[^\s,]+)")]
    private static partial Regex Undefined();

    [GeneratedRegex(@"(?:Library not loaded: (?<file>\S+))|(?:(?<file>[^\s:]+): cannot open shared object file)")]
    private static partial Regex Missing();
}
