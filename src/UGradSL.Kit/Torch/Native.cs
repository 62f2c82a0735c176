using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unlearn;

/// <summary>
/// Loads libtorch at the kit's first use, by full path and in order, so that a notebook needs one relative #r and no package cache.
/// A process can hold one libtorch (a second copy ends it), so where there is one already nothing is loaded.
/// </summary>
public static class Native
{
    /// <summary>The environment variable that names the folder of another libtorch, such as that of Python's PyTorch.</summary>
    public const string FolderVariable = "UGRADSL_TORCH_LIB";

    private static readonly List<string> log = [];

    /// <summary>Null when libtorch is there.</summary>
    public static NativeProblem? Problem { get; private set; }

    /// <summary>What was loaded, or why not: one line each, in order.</summary>
    public static IReadOnlyList<string> Log => log;

    /// <summary>The libtorch folder that <see cref="FolderVariable"/> names, or null.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : null;

    /// <summary>Asks for libtorch before its first use.</summary>
    /// <exception cref="DllNotFoundException">It is not there; the message is the cause and the cure, a line each.</exception>
    public static void Require()
    {
        if (Problem is { } problem) throw new DllNotFoundException(problem.ToString());
    }

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Must run before TorchSharp's first use, which nothing else in a notebook can promise.")]
    internal static void Load()
    {
        try
        {
            Problem = TryLoad();
        }
        catch (Exception e) // thrown from a module initializer it would make every type of the kit unusable
        {
            log.Add(e.ToString());
            Problem = NativeProblem.OfLoader(e.Message);
        }
    }

    private static NativeProblem? TryLoad()
    {
        if (IsPresent())
        {
            log.Add("libtorch was in the process already");
            return null;
        }
        var system = OperatingSystem.IsWindows() ? OSPlatform.Windows : OperatingSystem.IsMacOS() ? OSPlatform.OSX : OSPlatform.Linux;
        if (NativeProblem.OfPlatform(system, RuntimeInformation.ProcessArchitecture, RuntimeInformation.RuntimeIdentifier) is { } problem)
            return problem;

        var beside = Path.GetDirectoryName(typeof(Native).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;
        var plan = Folder is { } named ? NativePlan.Other(named, beside) : NativePlan.Built(beside);
        foreach (var file in plan.Files)
        {
            NativeLibrary.Load(file);
            log.Add(file);
        }
        return plan.Problem;
    }

    private static bool IsPresent()
    {
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>().Any(module => module.ModuleName.Contains("torch_cpu"));
    }
}
