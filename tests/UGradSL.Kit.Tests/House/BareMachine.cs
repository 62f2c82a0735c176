using System.Diagnostics;

namespace Unlearn.Tests;

/// <summary>
/// A made-up machine in a temporary folder: a clone with the real scripts and no sources to speak of, a home, an os-release, and a path
/// with bash's usual tools, to which a test adds commands of its own. There is no dotnet unless a test makes one.
/// </summary>
internal sealed class BareMachine : IDisposable
{
    private const string Tools = "bash awk cat cksum df dirname echo env find grep head id ln ls mkdir rm sed sort tail touch tr uname xargs chmod";

    public BareMachine(string osRelease = "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n")
    {
        foreach (var folder in "clone/build clone/src clone/tests clone/benchmarks bin home".Split(' ')) Directory.CreateDirectory(PathOf(folder));
        foreach (var script in "run.sh build/setup.sh build/doctor.sh build/tally.sh".Split(' '))
            File.Copy(Repository.PathOf(script), PathOf($"clone/{script}"));
        foreach (var tool in Tools.Split(' ')) File.CreateSymbolicLink(PathOf($"bin/{tool}"), $"{(File.Exists($"/bin/{tool}") ? "" : "/usr")}/bin/{tool}");
        foreach (var file in "UGradSL.Kit.sln Directory.Build.props Directory.Build.targets global.json .editorconfig".Split(' ')) Write($"clone/{file}", "");
        Write("os-release", osRelease);
        Command("uname", "[[ $1 == -s ]] && echo Linux || echo x86_64");
        Command("id", "echo 1000");
        Command("ldconfig", $"""for lib in libstdc++.so.6 libgcc_s.so.1 libssl.so.3; do echo "	$lib (libc6,x86-64) => {PathOf("os-release")}"; done""");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("machine").FullName;

    public string PathOf(string relative) => Path.Combine(Root, relative);

    public void Write(string relative, string text) => File.WriteAllText(PathOf(relative), text);

    public string Read(string relative) => File.Exists(PathOf(relative)) ? File.ReadAllText(PathOf(relative)) : "";

    /// <summary>Puts a bash script on the path.</summary>
    public void Command(string name, string body, string folder = "bin")
    {
        Directory.CreateDirectory(PathOf(folder));
        var path = PathOf($"{folder}/{name}");
        File.Delete(path); // a link to the real one would be written through
        File.WriteAllText(path, "#!/bin/bash\n" + body + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>A dotnet that notes what it is asked, "builds" one file, and repeats the arguments of a program it runs.</summary>
    public void Dotnet(string sdk = "10.0.401", string folder = "bin", int buildExitCode = 0) => Command("dotnet", $$"""
        case $1 in
          --list-sdks) echo "{{sdk}} [/sdk]" ;;
          build) echo build >>{{Root}}/dotnet.log; echo "the compiler speaks"; mkdir -p artifacts/cli && touch artifacts/cli/ugradsl.dll; exit {{buildExitCode}} ;;
          *) shift; echo "ugradsl $*" ;;
        esac
        """, folder);

    /// <summary>Runs a line of bash in the clone.</summary>
    public (int Code, string Output, string Error) Bash(string line, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", line])
        {
            WorkingDirectory = PathOf("clone"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in variables.Concat([("PATH", PathOf("bin")), ("HOME", PathOf("home")), ("UGRADSL_OS_RELEASE", PathOf("os-release"))]))
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Every file of the machine, to see whether a command left one.</summary>
    public IEnumerable<string> Files() => Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
