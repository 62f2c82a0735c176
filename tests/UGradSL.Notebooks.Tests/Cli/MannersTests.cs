using System.Diagnostics;
using Xunit;

namespace Unlearn.Tests;

/// <summary>How the command line speaks: colours, and help with slips of the pen.</summary>
public sealed class MannersTests : IDisposable
{
    private const string Grey = "\e[38;5;8m";
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Progress_on_a_terminal_is_one_grey_line_that_is_written_over()
    {
        var said = OnTerminal("TERM=xterm-256color");
        Assert.Contains("checking", said);
        Assert.Contains("\r\e[2K", said);
        Assert.Contains(Grey, said);
    }

    [Fact]
    public void With_NO_COLOR_there_is_none()
    {
        var said = OnTerminal("TERM=xterm-256color NO_COLOR=1");
        Assert.Contains("checking", said);
        Assert.DoesNotMatch(@"\e\[[0-9;]*m", said);
    }

    [Fact]
    public void In_a_pipe_there_is_no_escape_at_all()
    {
        var (code, output, error) = Ugradsl.Run("data", "--in", Cache());
        Assert.Equal(0, code);
        Assert.Contains("checking", error);
        Assert.DoesNotContain("\e", output + error);
    }

    [Theory]
    [InlineData("swep", "sweep")]
    [InlineData("notebook rnu", "run")]
    [InlineData("demo --sedes 3", "--seeds")]
    [InlineData("methods Scurb", "Scrub")]
    [InlineData("fetch cifar01", "cifar10")]
    [InlineData("train cifr100", "cifar100")]
    [InlineData("train embedded --model resnet81", "resnet18")]
    [InlineData("demo --forget Sandel", "Sandal")]
    [InlineData("table 1 --scale lptop", "Laptop")]
    public void A_slip_of_the_pen_is_told_the_nearest_name(string line, string meant)
    {
        var (code, output, error) = Ugradsl.Run(line.Split(' '));
        Assert.NotEqual(0, code);
        Assert.Matches($"did you mean[^\n]*(\n[^\n]*){{0,3}}{meant}", (output + error).Replace("Did", "did"));
    }

    /// <summary>A cache with something to check in it.</summary>
    private string Cache()
    {
        var folder = Directory.CreateDirectory(scratch.File("cache/optdigits")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "optdigits.tra"), new byte[1 << 18]);
        return Path.GetDirectoryName(folder)!;
    }

    /// <summary>Under <c>script</c>, which gives a command a terminal and writes down what it said.</summary>
    private string OnTerminal(string variables)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "Without util-linux's script there is no terminal.");
        var start = new ProcessStartInfo("/usr/bin/script", ["-qec", $"env {variables} dotnet {Path.Combine(AppContext.BaseDirectory, "ugradsl.dll")} data --in {Cache()}", "/dev/null"]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var name in (string[])["NO_COLOR", "CI"]) start.Environment.Remove(name);
        using var script = Process.Start(start)!;
        script.StandardInput.Close();
        var said = script.StandardOutput.ReadToEnd();
        script.WaitForExit();
        Assert.True(script.ExitCode == 0, said);
        return said;
    }
}
