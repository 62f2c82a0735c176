using System.Diagnostics;

namespace Unlearn.Tests;

/// <summary>The command line in a process of its own, as a user calls it.</summary>
internal static class Ugradsl
{
    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "ugradsl.dll"), .. arguments])
    { RedirectStandardOutput = true, RedirectStandardError = true })!;

    public static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Sends a signal by its name and waits for the end: the exit code and what was still said.</summary>
    public static (int Code, string Said) End(this Process process, string signal)
    {
        Process.Start("kill", [$"-{signal}", $"{process.Id}"]).WaitForExit();
        var said = process.StandardError.ReadToEndAsync();
        if (process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.WaitForExit();
            return (process.ExitCode, said.Result);
        }
        process.Kill(entireProcessTree: true);
        throw new TimeoutException($"{signal} did not end it in five minutes. Tests that were started with a signal ignored, as a script's COMMAND & ignores INT, hand that on: start them in the foreground.");
    }
}
