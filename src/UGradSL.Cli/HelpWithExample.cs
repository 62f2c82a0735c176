using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Unlearn.Cli;

/// <summary>A command's help, then an example of it; the whole program's ends with the exit codes.</summary>
internal sealed class HelpWithExample : SynchronousCommandLineAction
{
    private readonly HelpAction help = new();

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var (command, output) = (parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        if (CommandExamples.Of(command) is { } example) output.WriteLine($"Example:\n  {example}\n");
        if (command is RootCommand) output.WriteLine($"Exit codes:\n{string.Join('\n', ExitCode.All.Select(c => $"  {c.Code,-4} {c.Meaning}"))}\n");
        return code;
    }
}
