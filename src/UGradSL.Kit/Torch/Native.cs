using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unlearn;

/// <summary>
/// Loads libtorch by full path and in order, so that a notebook needs one relative #r and no package cache: when the kit's code first
/// reaches TorchSharp, and not where it never does, as in a command's help. A process can hold one libtorch (a second copy ends it), so
/// where there is one already nothing is loaded.
/// </summary>
public static class Native
{
    /// <summary>The environment variable that names the folder of another libtorch, such as that of Python's PyTorch.</summary>
    public const string FolderVariable = "UGRADSL_TORCH_LIB";

    private const int BindNow = 2; // RTLD_NOW

    private static readonly List<string> log = [];
    private static readonly Lazy<NativeProblem?> problem = new(Load);

    /// <summary>Null when libtorch is there; it is loaded now if it was not yet.</summary>
    public static NativeProblem? Problem => problem.Value;

    /// <summary>What was loaded, or why not: one line each, in order; empty before it was asked for.</summary>
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
    [SuppressMessage("Usage", "CA2255", Justification = "Must act before TorchSharp's first use, which nothing else in a notebook can promise.")]
    internal static void BeforeTorchSharp()
    {
        // An assembly's load is told before any of its code runs; TorchSharp looks for libtorch in its first code that does.
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => LoadFor(loaded.LoadedAssembly);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies()) LoadFor(assembly);
    }

    private static void LoadFor(Assembly assembly)
    {
        if (assembly.GetName().Name == "TorchSharp") _ = Problem;
    }

    private static NativeProblem? Load()
    {
        try
        {
            return TryLoad();
        }
        catch (Exception e) // thrown while an assembly loads it would make every type of the kit unusable
        {
            log.Add(e.ToString());
            return NativeProblem.OfLoader(e.Message, Folder);
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
        nint libtorch = 0;
        foreach (var file in plan.Files)
        {
            var whole = !plan.BindsAtOnce || file != plan.Files[^1] || !OperatingSystem.IsLinux() || dlopen(file, BindNow) != 0;
            var handle = NativeLibrary.Load(file); // says itself what is wrong, as far as it sees it
            if (Path.GetFileName(file).Contains("torch_cpu")) libtorch = handle;
            if (!whole) throw new DllNotFoundException($"{file}: undefined symbol: something that it calls");
            log.Add(file);
        }
        if (plan.Problem is null && Convolutions.Mend(libtorch) is { } mended) log.Add($"convolutions: {mended}");
        return plan.Problem;
    }

    /// <summary>The system's loader: bound now, a library that lacks a function is refused; .NET's own binds it at the first call, which then ends the process.</summary>
    [DllImport("libdl.so.2", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint dlopen(string file, int flags);

    private static bool IsPresent()
    {
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>().Any(module => module.ModuleName.Contains("torch_cpu"));
    }
}
