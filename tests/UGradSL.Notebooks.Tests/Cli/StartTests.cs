using Xunit;

namespace Unlearn.Tests;

/// <summary>What a command loads before it does anything: libtorch takes most of a second of processor time, and help needs none.</summary>
public class StartTests
{
    [Theory]
    [InlineData(false, "--help")]
    [InlineData(false, "train --help")]
    [InlineData(false, "fetch --help")]
    [InlineData(false, "--version")]
    [InlineData(true, "doctor")]
    public void Help_is_said_without_libtorch(bool loads, string arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only glibc's loader tells what it loads.");
        var (_, said, loader) = Command.Run([("LD_DEBUG", "files")], arguments.Split(' '));
        Assert.NotEmpty(said);
        Assert.Contains("libcoreclr.so", loader);
        Assert.Equal(loads, loader.Contains("libtorch_cpu.so"));
    }
}
