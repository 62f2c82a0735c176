using System.Diagnostics;
using Xunit;

namespace Unlearn.Tests;

/// <summary>Tab in bash and zsh, as the shell would call it.</summary>
public sealed class CompletionsTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("ugradsl swe", "sweep")]
    [InlineData("ugradsl table 1 --sca", "--scale")]
    [InlineData("ugradsl table 1 --scale ", "Laptop Paper Quick")]
    [InlineData("ugradsl fetch opt", "optdigits")]
    [InlineData("ugradsl train embedded --model vg", "vgg16")]
    [InlineData("ugradsl methods Scr", "Scrub")]
    [InlineData("ugradsl demo --methods UGradSLP", "UGradSLPlus")]
    [InlineData("ugradsl demo --forget Sh", "Shirt")]
    [InlineData("ugradsl nothing-", "")]
    public void Bash_completes_commands_options_and_values(string line, string completed)
    {
        File.WriteAllText(scratch.File("tab.sh"), """
            ugradsl() { dotnet "$program" "$@"; }
            source <(ugradsl completions bash)
            COMP_LINE=$1; COMP_POINT=${#1}; read -ra COMP_WORDS <<< "$1"; [[ $1 != *' ' ]] || COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _ugradsl ugradsl
            echo "${COMPREPLY[*]}"
            """);
        Assert.Equal(completed, Tab("bash", line));
    }

    [Theory]
    [InlineData("ugradsl swe", "sweep")]
    [InlineData("ugradsl table 1 --sca", "--scale")]
    [InlineData("ugradsl table 1 --scale ", "Laptop Paper Quick")]
    public void Zsh_is_given_what_fits(string line, string completed)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zsh") || File.Exists("/bin/zsh"), "There is no zsh on this machine.");
        File.WriteAllText(scratch.File("tab.sh"), """
            ugradsl() { dotnet "$program" "$@"; }
            compdef() { :; }
            compadd() { shift; print -r -- "$@"; }
            source <(ugradsl completions zsh)
            BUFFER=$1; CURSOR=${#1}; words=(${=1})
            _ugradsl
            """);
        Assert.Equal(completed, Tab("zsh", line));
    }

    private string Tab(string shell, string line)
    {
        var start = new ProcessStartInfo(shell, [scratch.File("tab.sh"), line]) { RedirectStandardOutput = true };
        start.Environment["program"] = Path.Combine(AppContext.BaseDirectory, "ugradsl.dll");
        using var process = Process.Start(start)!;
        return process.StandardOutput.ReadToEnd().Trim();
    }

    [Fact]
    public void A_shell_that_is_not_known_is_told_with_those_that_are()
    {
        var (code, _, error) = Ugradsl.Run("completions", "fish");
        Assert.Equal(2, code);
        Assert.Contains("'bash'", error);
    }
}
