namespace Unlearn.Tests;

public sealed class NativePlanTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("plan").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Each_library_is_loaded_before_those_that_need_it()
    {
        var kit = Folder("kit", "gomp-98b21ff3.so.1", "LibTorchSharp.so", "torch.so", "torch_cpu.so", "c10.so", "torch_python.so", "shm.so");
        Assert.Equal(["libgomp-98b21ff3.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so", "libLibTorchSharp.so"], Names(NativePlan.Built(kit)));
    }

    [Fact]
    public void The_cuda_libraries_come_before_torch_and_are_taken_where_they_are()
    {
        var kit = Folder("kit", "torch_cuda.so", "c10_cuda.so", "LibTorchSharp.so", "torch.so", "torch_cpu.so", "c10.so");
        Assert.Equal(["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so", "libLibTorchSharp.so"], Names(NativePlan.Built(kit)));
    }

    [Fact]
    public void Libraries_of_several_systems_are_found_under_runtimes()
    {
        var native = Folder(Path.Combine("kit", "runtimes", NativePlan.Runtime, "native"), "c10.so", "torch_cpu.so", "torch.so", "LibTorchSharp.so");
        var plan = NativePlan.Built(Path.Combine(root, "kit"));
        Assert.Null(plan.Problem);
        Assert.All(plan.Files, file => Assert.StartsWith(native, file));
    }

    [Theory]
    [InlineData("c10")]
    [InlineData("torch_cpu")]
    [InlineData("torch")]
    [InlineData("LibTorchSharp")]
    public void A_missing_library_is_named_and_nothing_is_loaded(string missing)
    {
        var kit = Folder("kit", [.. "c10 torch_cpu torch LibTorchSharp".Split(' ').Where(name => name != missing).Select(name => name + ".so")]);
        var plan = NativePlan.Built(kit);
        Assert.Empty(plan.Files);
        Assert.Contains($"lib{missing}{NativePlan.Ending}", plan.Problem!.Cause);
        Assert.Contains("./run.sh builds it again", plan.Problem.Cure);
    }

    [Fact]
    public void Another_libtorch_is_loaded_first_and_our_bridge_last()
    {
        var (kit, other) = (Folder("kit", "LibTorchSharp.so"), Folder("torch/lib", "c10.so", "torch_cpu.so", "torch.so", "torch_cuda.so", "c10_cuda.so"));
        var plan = NativePlan.Other(other, kit);
        Assert.Null(plan.Problem);
        Assert.All(plan.Files.SkipLast(1), file => Assert.StartsWith(other, file));
        Assert.Equal(Path.Combine(kit, "libLibTorchSharp" + NativePlan.Ending), plan.Files[^1]);
    }

    [Fact]
    public void Another_libtorch_that_is_not_there_or_not_whole_is_refused_by_name()
    {
        var (kit, half) = (Folder("kit", "LibTorchSharp.so"), Folder("half", "c10.so", "torch.so"));
        Assert.Equal($"UGRADSL_TORCH_LIB names a folder that is not there: {root}/nowhere", NativePlan.Other(Path.Combine(root, "nowhere"), kit).Problem!.Cause);
        var refused = NativePlan.Other(half, kit).Problem!;
        Assert.Equal($"libtorch_cpu{NativePlan.Ending} is not in the folder that UGRADSL_TORCH_LIB names: {half}", refused.Cause);
        Assert.Contains("Name PyTorch's folder lib", refused.Cure);
    }

    [Theory]
    [InlineData("1.13.0a0", false)]
    [InlineData("2.9.1+cu128", false)]
    [InlineData("2.10.0+cpu", true)]
    [InlineData("2.11.0", true)]
    [InlineData("3.0", true)]
    [InlineData("nightly", true)]
    public void A_borrowed_libtorch_that_says_it_is_too_old_is_refused_before_it_is_loaded(string version, bool taken)
    {
        var (kit, other) = (Folder("kit", "LibTorchSharp.so"), Folder("torch/lib", "c10.so", "torch_cpu.so", "torch.so"));
        File.WriteAllText(Path.Combine(root, "torch", "version.py"), $"__version__ = '{version}'\n");
        var plan = NativePlan.Other(other, kit);
        Assert.Equal(taken, plan.Problem is null);
        if (taken) return;
        Assert.Equal($"UGRADSL_TORCH_LIB names PyTorch {version}; TorchSharp 0.107.0 is made for libtorch 2.10 and needs that or a newer one: {other}", plan.Problem!.Cause);
        Assert.Contains("PyTorch 2.10 or newer", plan.Problem.Cure);
    }

    [Fact]
    public void A_borrowed_libtorch_that_tells_no_version_is_bound_at_once_and_no_other()
    {
        var (kit, other) = (Folder("kit", "LibTorchSharp.so"), Folder("torch/lib", "c10.so", "torch_cpu.so", "torch.so"));
        Assert.True(NativePlan.Other(other, kit).BindsAtOnce);
        File.WriteAllText(Path.Combine(root, "torch", "version.py"), "__version__ = '2.11.0'\n");
        Assert.False(NativePlan.Other(other, kit).BindsAtOnce);
        Assert.False(NativePlan.Built(Folder("built", "c10.so", "torch_cpu.so", "torch.so", "LibTorchSharp.so")).BindsAtOnce);
    }

    [Fact]
    public void A_second_libtorch_beside_the_kit_is_refused_since_it_would_end_the_process()
    {
        string[] whole = ["c10.so", "torch_cpu.so", "torch.so", "LibTorchSharp.so"];
        var plan = NativePlan.Other(Folder("other", whole), Folder("kit", whole));
        Assert.Empty(plan.Files);
        Assert.Contains("can hold only one", plan.Problem!.Cause);
    }

    [Fact]
    public void The_kit_under_test_has_loaded_libtorch_from_its_own_folder()
    {
        Assert.Null(Native.Problem);
        Native.Require();
        var last = Native.Log.Last(File.Exists);
        Assert.EndsWith("libLibTorchSharp" + NativePlan.Ending, last);
        Assert.Equal(AppContext.BaseDirectory.TrimEnd('/'), Path.GetDirectoryName(last));
    }

    private static IEnumerable<string?> Names(NativePlan plan) => plan.Files.Select(Path.GetFileName);

    private string Folder(string name, params string[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        foreach (var file in files) File.WriteAllText(Path.Combine(folder, "lib" + file.Replace(".so", NativePlan.Ending)), "");
        return folder;
    }
}
