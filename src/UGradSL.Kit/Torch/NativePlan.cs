using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Unlearn;

/// <summary>Which native libraries are loaded, in which order: each before those that need it. Looks at file names and loads nothing.</summary>
/// <param name="Files">Full paths, the first to load first; empty where there is a problem.</param>
/// <param name="Problem">What is missing, or null.</param>
internal sealed partial record NativePlan(IReadOnlyList<string> Files, NativeProblem? Problem)
{
    // The libtorch that TorchSharp 0.107.0 is made for; older ones lack functions that it calls.
    private static readonly Version Oldest = new(2, 10);

    private static readonly string[] Order = ["gomp", "omp", "c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"];
    private static readonly string[] Needed = ["c10", "torch_cpu", "torch"];

    /// <summary>Whether the last file must be bound at once: its libtorch does not tell its version, and may lack what it calls.</summary>
    public bool BindsAtOnce { get; private init; }

    /// <summary>The file name ending of this system's libraries.</summary>
    public static string Ending { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? ".dylib" : ".so";

    /// <summary>The folder below <c>runtimes/</c> of this system's libraries, where a build for no one system puts them.</summary>
    public static string Runtime { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "osx-arm64" : "linux-x64";

    /// <summary>The libraries beside the kit, else in <c>runtimes/</c>.</summary>
    /// <param name="beside">The folder of the kit's assembly.</param>
    public static NativePlan Built(string beside)
    {
        var places = new[] { beside, Path.Combine(beside, "runtimes", Runtime, "native") };
        var place = places.FirstOrDefault(p => Find(p, "torch_cpu") != null) ?? beside;
        return From(place, place);
    }

    /// <summary>Another installation's libtorch (Python's PyTorch, say), and our bridge to it.</summary>
    /// <param name="named">The folder of that libtorch.</param>
    /// <param name="beside">The folder of the kit's assembly.</param>
    public static NativePlan Other(string named, string beside)
    {
        if (!Directory.Exists(named))
            return Failed($"{Native.FolderVariable} names a folder that is not there: {named}",
                "Name PyTorch's folder lib: python3 -c \"import torch; print(torch.__path__[0] + '/lib')\"");
        if (Find(beside, "torch_cpu") != null && Path.GetFullPath(named).TrimEnd('/') != Path.GetFullPath(beside).TrimEnd('/'))
            return Failed($"{Native.FolderVariable} is set, but this build carries a libtorch of its own, and a process can hold only one.",
                $"Build without it: {Native.FolderVariable}={named} ./run.sh; or unset {Native.FolderVariable}.");
        var version = PythonVersion(named);
        if (version is not null && Version.TryParse(Leading().Match(version).Value, out var number) && number < Oldest)
            return Failed($"{Native.FolderVariable} names PyTorch {version}; TorchSharp 0.107.0 is made for libtorch {Oldest} and needs that or a newer one: {named}",
                $"Name the folder lib of PyTorch {Oldest} or newer, or unset {Native.FolderVariable}.");
        return From(named, beside) with { BindsAtOnce = version is null };
    }

    /// <summary>What PyTorch's version.py, above its libraries, says: "2.11.0+cu130"; null where there is none.</summary>
    internal static string? PythonVersion(string folder)
    {
        var file = Path.Combine(folder, "..", "version.py");
        return File.Exists(file) && VersionLine().Match(File.ReadAllText(file)) is { Success: true } found ? found.Groups[1].Value : null;
    }

    private static NativePlan From(string torch, string bridge)
    {
        var files = Order.Select(name => Find(torch, name)).OfType<string>().ToList();
        if (Needed.FirstOrDefault(name => Find(torch, name) == null) is { } missing)
            return torch == bridge
                ? Failed($"{Named(missing)} is not in {torch}", "./run.sh builds it again, or UGRADSL_TORCH_LIB names a folder that has it.")
                : Failed($"{Named(missing)} is not in the folder that {Native.FolderVariable} names: {torch}",
                    "Name PyTorch's folder lib: python3 -c \"import torch; print(torch.__path__[0] + '/lib')\"");
        if (Find(bridge, "LibTorchSharp") is not { } own) return new([], NativeProblem.OfMissing(Named("LibTorchSharp")));
        return new([.. files, own], null);
    }

    private static NativePlan Failed(string cause, string cure) => new([], new(cause, cure));

    private static string Named(string name) => $"lib{name}{Ending}";

    /// <summary>PyTorch's own copies of the OpenMP runtime have a hash in their names: libgomp-98b21ff3.so.1.</summary>
    private static string? Find(string folder, string name) =>
        !Directory.Exists(folder) ? null
        : name is "gomp" or "omp"
            ? Directory.EnumerateFiles(folder, $"lib{name}*{Ending}*").Order(StringComparer.Ordinal).FirstOrDefault()
            : File.Exists(Path.Combine(folder, Named(name))) ? Path.Combine(folder, Named(name)) : null;

    [GeneratedRegex("""^__version__(?:\s*:\s*\w+)?\s*=\s*['"]([^'"]+)['"]""", RegexOptions.Multiline)]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"^\d+\.\d+")]
    private static partial Regex Leading();
}
