using System.Runtime.InteropServices;

namespace Unlearn.Tests;

public class NativeProblemTests
{
    // As .NET 10 words a DllNotFoundException; the last line is dlerror's.
    private static string Thrown(string dlerror) => "Unable to load shared library '/kit/libLibTorchSharp.so' or one of its dependencies. "
        + "In order to help diagnose loading problems, consider using a tool like strace. If you're using glibc, consider setting the "
        + $"LD_DEBUG environment variable: \n{dlerror}\n";

    [Theory]
    [InlineData("/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /kit/libLibTorchSharp.so)",
        "libLibTorchSharp.so needs a C++ runtime with GLIBCXX_3.4.32", "./run.sh builds a copy that does without it; or upgrade libstdc++6")]
    [InlineData("/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /kit/libtorch_cpu.so)",
        "libtorch_cpu.so needs glibc 2.34", "Ubuntu 22.04")]
    [InlineData("libstdc++.so.6: cannot open shared object file: No such file or directory", "lacks libstdc++.so.6", "libstdc++6 libgcc-s1")]
    [InlineData("libgomp.so.1: cannot open shared object file: No such file or directory", "lacks libgomp.so.1", "libgomp1")]
    [InlineData("libcuda.so.1: cannot open shared object file: No such file or directory", "comes with NVIDIA's driver", "build for the CPU")]
    [InlineData("libtorch_cpu.so: cannot open shared object file: No such file or directory", "libtorch_cpu.so is not beside the kit", "./run.sh builds it again")]
    [InlineData("dlopen(/kit/libLibTorchSharp.dylib, 0x0001): Library not loaded: @rpath/libtorch_cpu.dylib", "libtorch_cpu.dylib is not beside", "./run.sh")]
    [InlineData("/kit/libtorch_cpu.so: file too short", "is damaged", "package cache")]
    [InlineData("/kit/libtorch_cpu.so: invalid ELF header", "is damaged", "package cache")]
    [InlineData("/kit/libtorch_cpu.so: cannot map zero-fill pages: Cannot allocate memory", "too little memory", "1 GB")]
    [InlineData("/kit/libc10.so: failed to map segment from shared object: Operation not permitted", "noexec", "another file system")]
    [InlineData("/kit/libc10.so: undefined symbol: frobnicate", "the loader says: /kit/libc10.so: undefined symbol: frobnicate", "./run.sh doctor")]
    public void The_loader_s_words_become_a_cause_and_a_cure(string dlerror, string cause, string cure)
    {
        var problem = NativeProblem.OfLoader(Thrown(dlerror));
        Assert.Contains(cause, problem.Cause);
        Assert.Contains(cure, problem.Cure);
        Assert.Equal(2, problem.ToString().Split('\n').Length);
    }

    [Theory]
    [InlineData("/kit/libLibTorchSharp.so: undefined symbol: _ZN3c104warnE", "/theirs is not one that TorchSharp 0.107.0 can use: libLibTorchSharp.so finds no _ZN3c104warnE in it", "PyTorch 2.10 or newer")]
    [InlineData("/theirs/libtorch_cpu.so: undefined symbol: f, version V_1", "libtorch_cpu.so finds no f in it", "unset UGRADSL_TORCH_LIB")]
    [InlineData("libcudart.so.13: cannot open shared object file: No such file or directory", "libcudart.so.13 is not found, which the libtorch in /theirs needs", "LD_LIBRARY_PATH")]
    [InlineData("/theirs/libtorch_cpu.so: file too short", "A library in /theirs is damaged", "Install that PyTorch again")]
    [InlineData("libstdc++.so.6: cannot open shared object file: No such file or directory", "lacks libstdc++.so.6", "libstdc++6 libgcc-s1")]
    [InlineData("/theirs/libc10.so: cannot map zero-fill pages: Cannot allocate memory", "too little memory", "1 GB")]
    public void Of_a_borrowed_libtorch_nothing_is_mended_by_building_again(string dlerror, string cause, string cure)
    {
        var problem = NativeProblem.OfLoader(Thrown(dlerror), "/theirs");
        Assert.Contains(cause, problem.Cause);
        Assert.Contains(cure, problem.Cure);
        Assert.DoesNotContain("./run.sh", problem.Cure);
    }

    [Fact]
    public void A_platform_without_libraries_is_named_before_anything_is_loaded()
    {
        Assert.Contains("WSL", NativeProblem.OfPlatform(OSPlatform.Windows, Architecture.X64, "win-x64")!.Cure);
        Assert.Contains("musl", NativeProblem.OfPlatform(OSPlatform.Linux, Architecture.X64, "linux-musl-x64")!.Cause);
        Assert.Contains("only on X64", NativeProblem.OfPlatform(OSPlatform.Linux, Architecture.Arm64, "linux-arm64")!.Cause);
        Assert.Contains("only on Arm64", NativeProblem.OfPlatform(OSPlatform.OSX, Architecture.X64, "osx-x64")!.Cause);
        Assert.Null(NativeProblem.OfPlatform(OSPlatform.Linux, Architecture.X64, "ubuntu.24.04-x64"));
        Assert.Null(NativeProblem.OfPlatform(OSPlatform.OSX, Architecture.Arm64, "osx-arm64"));
    }
}
