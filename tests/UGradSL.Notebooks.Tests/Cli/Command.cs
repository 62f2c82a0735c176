using System.Diagnostics;
using Unlearn.Cli;

namespace Unlearn.Tests;

/// <summary><c>ugradsl</c> as a process of its own.</summary>
internal static class Command
{
    public static ProcessStartInfo Start((string Name, string Value)[] variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            [typeof(FetchCommand).Assembly.Location, .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return start;
    }

    public static (int Code, string Said, string Error) Run((string Name, string Value)[] variables, params string[] arguments)
    {
        using var process = Process.Start(Start(variables, arguments))!;
        var error = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said, error.Result);
    }
}
