using System.CommandLine;

namespace Unlearn.Cli;

/// <summary><c>ugradsl completions</c>: what a shell has to read for Tab to complete commands, options and their values.</summary>
internal static class CompletionsCommand
{
    // Both ask the program itself, by the directive that System.CommandLine answers.
    private const string Bash = """
        _ugradsl() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("$1" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _ugradsl ugradsl ./run.sh
        """;

    private const string Zsh = """
        _ugradsl() {
          local -a found
          found=("${(@f)$("$words[1]" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          compadd -- $found || _files
        }
        compdef _ugradsl ugradsl ./run.sh
        """;

    private static readonly Argument<string> ForShell = new Argument<string>("shell") { Description = "bash or zsh." }.AcceptOnlyFromAmong("bash", "zsh");

    public static Command Create()
    {
        var command = new Command("completions", "Print what makes Tab complete in a shell: source <(ugradsl completions bash).") { ForShell };
        command.SetAction(arguments => arguments.InvocationConfiguration.Output.WriteLine(arguments.GetValue(ForShell) == "zsh" ? Zsh : Bash));
        return command;
    }
}
