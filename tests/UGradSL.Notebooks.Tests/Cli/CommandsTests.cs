using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;
using Unlearn.Cli;
using Xunit;

namespace Unlearn.Tests;

/// <summary>What holds of every command: its help, its example, its place in the readme.</summary>
public sealed partial class CommandsTests
{
    public static TheoryData<string> Every => [.. Below(Commands.Root()).Select(CommandExamples.Path)];

    private static IEnumerable<System.CommandLine.Command> Below(System.CommandLine.Command command) => command.Subcommands.SelectMany(Below).Prepend(command);

    [Theory, MemberData(nameof(Every))]
    public void Its_help_ends_with_an_example_that_it_understands(string path)
    {
        var help = Help(path);
        var example = Example().Match(help).Groups[1].Value;
        Assert.False(example.Length == 0, $"'ugradsl {path} --help' shows no example: give it one in CommandExamples.cs. It says:\n{help}");
        var parsed = Commands.Root().Parse(example);
        Assert.Empty(parsed.Errors);
        Assert.StartsWith(path, CommandExamples.Path(parsed.CommandResult.Command));
        Assert.All(example.Split(' ').Where(word => word.StartsWith("results/", StringComparison.Ordinal) || word.StartsWith("notebooks/", StringComparison.Ordinal)),
            file => Assert.True(File.Exists(Repository.PathOf(file)), $"{file} is not there"));
    }

    [Theory, MemberData(nameof(Every))]
    public void Everything_it_takes_is_described(string path)
    {
        var command = Commands.Root().Parse(path).CommandResult.Command;
        Assert.All(command.Options.Cast<Symbol>().Concat(command.Arguments).Append(command), symbol => Assert.False(string.IsNullOrWhiteSpace(symbol.Description), $"{path} {symbol.Name}"));
    }

    [Fact]
    public void The_program_s_help_has_every_exit_code()
    {
        var codes = typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (int)f.GetRawConstantValue()!).Order().ToList();
        Assert.Equal(codes, ExitCode.All.Select(c => c.Code).Order());
        Assert.Equal(codes, [.. ExitCodes().Match(Help("")).Groups[1].Captures.Select(c => int.Parse(c.Value))]);
        var readme = File.ReadAllText(Repository.PathOf("README.md"));
        Assert.All(ExitCode.All, code => Assert.Contains($"{code.Code} {code.Meaning.Split(';')[0]}", readme));
    }

    [Fact]
    public void Every_command_line_of_the_readme_is_understood()
    {
        var lines = CommandLines(File.ReadAllText(Repository.PathOf("README.md"))).ToList();
        Assert.True(lines.Count > 15, string.Join('\n', lines));
        Assert.All(lines, line => Assert.Empty(Problems(line)));
        Assert.NotEmpty(Problems("demo --sedes 3"));
        Assert.NotEmpty(Problems("nosuch FILE"));
    }

    /// <summary>What follows <c>./run.sh</c> or <c>ugradsl</c> in code, without comments and the marks of what may be left out or repeated.</summary>
    private static IEnumerable<string> CommandLines(string markdown) =>
        Code().Matches(markdown).SelectMany(code => Called().Matches(code.Value)).Select(m => m.Groups[1].Value.Split(" #")[0].Replace("[", "").Replace("]", "").Replace("…", "").Trim());

    private static IEnumerable<string> Problems(string line) => Commands.Root().Parse(line).Errors.Select(e => $"{line}: {e.Message}");

    private static string Help(string path)
    {
        using var output = new StringWriter();
        Assert.Equal(0, Commands.Root().Parse($"{path} --help").Invoke(new() { Output = output }));
        return output.ToString();
    }

    [GeneratedRegex(@"Example:\n  ugradsl ?(.*)\n")]
    private static partial Regex Example();

    [GeneratedRegex(@"Exit codes:\n(?:  (\d+) .*\n)+")]
    private static partial Regex ExitCodes();

    [GeneratedRegex("```sh\n.*?```|`[^`\n]+`", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?:\./run\.sh|(?<![\w/.])ugradsl) ([a-z\-][^`|)\n]*)")]
    private static partial Regex Called();
}
