using System.Diagnostics;

namespace Unlearn.Tests;

/// <summary>The <c>dotnet</c> of this process, called as a user would.</summary>
internal static class Dotnet
{
    /// <summary>The folder of the machine's NuGet package cache.</summary>
    public static string Cache { get; } =
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Runs it to its end; what it said on standard output. Fails the test with all it said where the exit code is not 0.</summary>
    public static string Run(string workingFolder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = workingFolder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("NUGET_PACKAGES"); // it outranks a test's own nuget.config
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{said}\n{error.Result}");
        return said;
    }
}
