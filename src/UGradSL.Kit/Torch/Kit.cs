using System.Reflection;

namespace Unlearn;

/// <summary>What this is, in words: for the first cell of a notebook and the line under a table. It names no folder and no machine.</summary>
public static class Kit
{
    /// <summary>The kit's version.</summary>
    public static string Version { get; } = VersionOf(typeof(Kit).Assembly);

    /// <summary>The commit it was built from, in seven digits; empty outside a repository.</summary>
    public static string Commit { get; } =
        typeof(Kit).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, { Length: >= 7 } commit] ? commit[..7] : "";

    /// <summary>TorchSharp's version.</summary>
    public static string TorchSharpVersion { get; } = VersionOf(typeof(torch).Assembly);

    /// <summary>The version of the libtorch that is loaded: TorchSharp's own, or what PyTorch's version.py says where <see cref="Native.Folder"/> is set.</summary>
    public static string LibtorchVersion => Native.Folder is { } folder ? Borrowed(NativePlan.PythonVersion(folder)) : torch.__version__;

    /// <summary>One line: "UGradSL.Kit 0.1.0 · TorchSharp 0.107.0 · libtorch 2.10.0.0 · .NET 10.0.12 · CPU, X64, 2 cores, 2 threads".</summary>
    /// <exception cref="DllNotFoundException">libtorch does not load: see <see cref="Native.Require"/>.</exception>
    public static string Versions()
    {
        Native.Require();
        return $"UGradSL.Kit {Version} · TorchSharp {TorchSharpVersion} · libtorch {LibtorchVersion} · .NET {Environment.Version} · {Device.Describe(Device.Best())}";
    }

    internal static string Borrowed(string? version) => version is null ? "of unknown version" : $"{version} (PyTorch's)";

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";
}
