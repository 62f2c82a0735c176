using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Unlearn;

/// <summary>What the processor can compute with, as far as it decides which number type is faster.</summary>
public static class Processor
{
    /// <summary>Native bfloat16 products that libtorch may use: AVX512_BF16 (CPUID leaf 7.1, EAX bit 5) or AMX-BF16 (leaf 7.0, EDX bit 22).</summary>
    public static bool HasBFloat16 { get; } =
        Avx512F.IsSupported && ((X86Base.CpuId(7, 1).Eax >> 5 & 1) == 1 || (X86Base.CpuId(7, 0).Edx >> 22 & 1) == 1);

    /// <summary>The flags in words: "avx2, avx512f, avx512_bf16".</summary>
    public static string Flags { get; } =
        AdvSimd.IsSupported ? "Arm, AdvSimd"
        : !Avx2.IsSupported ? "without AVX2"
        : string.Join(", ", ((string[])["avx2", Avx512F.IsSupported ? "avx512f" : "", HasBFloat16 ? "avx512_bf16 or amx_bf16" : ""]).Where(flag => flag.Length > 0));
}
