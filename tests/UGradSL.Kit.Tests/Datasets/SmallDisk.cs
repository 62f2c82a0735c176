using System.Diagnostics;

namespace Unlearn.Tests.Datasets;

/// <summary>A file system of a few kilobytes in a folder, which root on Linux can mount: <see cref="IsThere"/> elsewhere is false.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string folder;

    /// <param name="folder">Made where it is not there.</param>
    /// <param name="size">As mount takes it: "256k".</param>
    public SmallDisk(string folder, string size)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        IsThere = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", this.folder);
    }

    public bool IsThere { get; }

    /// <summary>Skips the test where there is none.</summary>
    public void Need() => Assert.SkipUnless(IsThere, "Only root on Linux can mount a small disk.");

    public void Grow(string size) => Assert.True(Run("mount", "-o", $"remount,size={size}", folder));

    public void Dispose()
    {
        if (IsThere) Run("umount", folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
