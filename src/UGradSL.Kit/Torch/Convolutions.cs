using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Unlearn;

/// <summary>
/// Whether libtorch's convolutions on the processor are right. oneDNN 3.7, which libtorch 2.10 calls, takes an AMD processor that does not
/// say which caches it has, as on some virtual machines, for one with caches of a byte, and cuts convolutions into pieces of no channels.
/// There it is told that it knows none (docs/decisions/0015-wrong-convolutions.md).
/// </summary>
public static class Convolutions
{
    /// <summary>The environment variable that oneDNN reads which instructions it may use from; where it is set, nothing is mended.</summary>
    public const string Variable = "ONEDNN_MAX_CPU_ISA";

    /// <summary>The value of <see cref="Variable"/> under which all were right without being mended.</summary>
    public const string Right = "SSE41";

    private delegate nint Context();
    private delegate void Enable(nint context, byte enabled);

    private const int CacheTopology = unchecked((int)0x8000001D); // leaf of CPUID, AMD alone
    private const double Tolerance = 1e-4; // of Error: rounding is 1e-6, what was wrong 0.1 and more

    // What oneDNN's Xbyak::util::Cpu makes of a leaf of zeros: sizes in bytes of up to ten caches, how many cores share each, how many there are.
    private static readonly uint[] misread = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 3];

    /// <summary>What was done about them when libtorch was loaded; null where nothing had to be.</summary>
    public static string? Mended { get; private set; }

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

    /// <summary>Whether an <see cref="Error"/> is one of rounding.</summary>
    /// <param name="error">Relative.</param>
    public static bool AreRight(double error) => error < Tolerance;

    /// <summary>Before anything is computed: what oneDNN computes once it keeps, right or wrong.</summary>
    /// <param name="libtorch">The handle of libtorch_cpu.</param>
    /// <returns><see cref="Mended"/>.</returns>
    internal static string? Mend(nint libtorch)
    {
        if (!OperatingSystem.IsLinux() || !HidesCaches()) return null;
        Allow(libtorch, "_ZN2at7Context20setUserEnabledNNPACKEb", false); // it cannot start there either, and says so at many a convolution
        if (Environment.GetEnvironmentVariable(Variable) is not null) return null;
        using (var x = ones(1, 16, 5, 7))
        using (var w = ones(16, 16, 3, 3)) nn.functional.conv2d(x, w).Dispose(); // now it looks at the processor
        var told = TellCaches();
        if (AreRight(Error())) return Mended = told ? "this processor hides its caches, and oneDNN was told so" : null;
        Allow(libtorch, "_ZN2at7Context20setUserEnabledMkldnnEb", false);
        return Mended = "slow, without oneDNN: this processor hides its caches, and oneDNN is wrong without them";
    }

    /// <summary>Sets the number of caches that oneDNN believes in to 0; it takes 32 KB, 512 KB and 1 MB then, as on any processor it does not know.</summary>
    /// <returns>Whether its belief was found, once, in libtorch's own memory.</returns>
    private static bool TellCaches()
    {
        try
        {
            using var memory = File.OpenHandle("/proc/self/mem", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            var (pattern, found) = (MemoryMarshal.AsBytes<uint>(misread).ToArray(), new List<long>());
            foreach (var (begin, length) in Written())
            {
                var bytes = new byte[length];
                var read = RandomAccess.Read(memory, bytes, begin);
                for (int at = 0, next; (next = bytes.AsSpan(at, read - at).IndexOf(pattern)) >= 0; at += next + sizeof(uint)) found.Add(begin + at + next);
            }
            if (found.Count != 1) return false;
            RandomAccess.Write(memory, new byte[sizeof(uint)], found[0] + pattern.Length - sizeof(uint));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException) // a system that lets nobody look
        {
            return false;
        }
    }

    /// <summary>The parts of memory that libtorch_cpu's variables lie in: of its file, and the nameless one right behind it.</summary>
    private static IEnumerable<(long Begin, int Length)> Written()
    {
        var (ours, end) = (false, 0L);
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries); // begin-end, rights, offset, device, inode, file
            var range = Array.ConvertAll(parts[0].Split('-'), text => long.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            ours = parts.Length > 5 ? parts[5].Contains("torch_cpu") : ours && range[0] == end;
            end = range[1];
            if (ours && parts[1].StartsWith("rw", StringComparison.Ordinal)) yield return (range[0], checked((int)(range[1] - range[0])));
        }
    }

    private static void Allow(nint libtorch, string setting, bool allowed)
    {
        if (!NativeLibrary.TryGetExport(libtorch, "_ZN2at13globalContextEv", out var context) || !NativeLibrary.TryGetExport(libtorch, setting, out var enable)) return;
        Marshal.GetDelegateForFunctionPointer<Enable>(enable)(Marshal.GetDelegateForFunctionPointer<Context>(context)(), (byte)(allowed ? 1 : 0));
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
}
