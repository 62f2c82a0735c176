using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Unlearn;

/// <summary>
/// Whether libtorch's convolutions on the processor are right. oneDNN 3.7, which libtorch 2.10 calls, gets those wrong whose channels fill no
/// block of 8 or 16 on a virtual machine with an AMD processor that does not say which caches it has; with SSE4.1 alone it pads nothing and
/// is right (docs/decisions/0015-wrong-convolutions.md).
/// </summary>
public static class Convolutions
{
    /// <summary>The environment variable that oneDNN reads which instructions it may use from.</summary>
    public const string Variable = "ONEDNN_MAX_CPU_ISA";

    /// <summary>The value of <see cref="Variable"/> under which all were right.</summary>
    public const string Right = "SSE41";

    private delegate nint Context();
    private delegate void Enable(nint context, byte enabled);

    private const int CacheTopology = unchecked((int)0x8000001D); // leaf of CPUID, AMD alone

    /// <summary>Whether oneDNN is held to instructions that it is right with, on this machine and without a value of one's own in <see cref="Variable"/>.</summary>
    public static bool Held { get; } = HidesCaches() && Environment.GetEnvironmentVariable(Variable) is null or Right;

    /// <summary>The largest relative error of some small convolutions and their gradients in float32, beside float64: about 1e-6 where they are right.</summary>
    public static double Error()
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(0, CPU);
        return new[] { (17, 10), (1, 4), (24, 40) }.Max(channels =>
        {
            var (x, w) = (randn(20, channels.Item1, 8, 8, generator: rng), randn(channels.Item2, channels.Item1, 3, 3, generator: rng));
            return Results(x, w).Zip(Results(x.to(ScalarType.Float64), w.to(ScalarType.Float64)), (a, b) =>
            {
                var error = ((a.to(ScalarType.Float64) - b).norm() / b.norm()).item<double>();
                return double.IsFinite(error) ? error : double.PositiveInfinity;
            }).Max();
        });
    }

    /// <summary>Before libtorch is loaded, which reads its environment once: the process's own, which .NET's copy of it does not change.</summary>
    internal static string? Hold()
    {
        if (!Held || !OperatingSystem.IsLinux()) return null;
        _ = setenv(Variable, Right, 0);
        return $"{Variable}={Right}: the processor hides its caches, and oneDNN's convolutions are wrong there with newer instructions";
    }

    /// <summary>NNPACK cannot start where oneDNN is held, and says so on standard error at many a convolution: it is not asked.</summary>
    /// <param name="libtorch">The handle of libtorch_cpu.</param>
    internal static void Quieten(nint libtorch)
    {
        if (!Held || !NativeLibrary.TryGetExport(libtorch, "_ZN2at13globalContextEv", out var context) || !NativeLibrary.TryGetExport(libtorch, "_ZN2at7Context20setUserEnabledNNPACKEb", out var enable)) return;
        Marshal.GetDelegateForFunctionPointer<Enable>(enable)(Marshal.GetDelegateForFunctionPointer<Context>(context)(), 0);
    }

    private static bool HidesCaches()
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0) is not { Ebx: 0x68747541, Edx: 0x69746E65, Ecx: 0x444D4163 }) return false; // "AuthenticAMD"
        return (uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax >= unchecked((uint)CacheTopology) && (X86Base.CpuId(CacheTopology, 0).Eax & 0x1F) == 0;
    }

    private static Tensor[] Results(Tensor x, Tensor w)
    {
        (x, w) = (x.detach().requires_grad_(), w.detach().requires_grad_());
        var y = nn.functional.conv2d(x, w, padding: [1, 1]);                             // [20, K, 8, 8]
        return [y.detach(), .. Gradients.Of([y], [x, w], [y.detach()])];
    }

    [DllImport("libc.so.6", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setenv(string name, string value, int overwrite);
}
