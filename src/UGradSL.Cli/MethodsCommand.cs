using System.CommandLine;
using System.Text.Json;

namespace Unlearn.Cli;

/// <summary><c>ugradsl methods</c>: what there is; with a name, one method's mathematics and settings.</summary>
internal static class MethodsCommand
{
    private static readonly Argument<string?> Name = new("name") { Description = "A method, by its record's name or the paper's; all of them if left out.", Arity = ArgumentArity.ZeroOrOne, CompletionSources = { _ => Methods.All.Select(m => m.GetType().Name) } };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write JSON instead of text." };

    public static Command Create()
    {
        var command = new Command("methods", "List the methods with paper, needs, settings and defaults; with a name, print its equations.") { Name, AsJson };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(Name) is { } name)
        {
            var sheet = MethodSheet.Of(Methods.Named(name));
            output.WriteLine(arguments.GetValue(AsJson) ? JsonSerializer.Serialize(sheet, Json.Indented) : Page(sheet));
        }
        else
        {
            var sheets = Methods.All.Select(MethodSheet.Of).ToList();
            output.WriteLine(arguments.GetValue(AsJson) ? JsonSerializer.Serialize(sheets, Json.Indented) : Table(sheets).ToString());
        }
        return 0;
    }

    private static Table Table(IEnumerable<MethodSheet> sheets) => new(
        ["Method", "In tables", "Needs", "Own settings", "Paper"],
        sheets.Select(s => (object?[])[s.Name, s.PaperName, s.Needs == nameof(Needs.Nothing) ? "–" : s.Needs, string.Join(", ", s.Own.Select(o => $"{o.Name} {o.Default.Split(" {")[0]}")), s.Paper]),
        "", "ugradsl methods NAME prints the equations and every setting of one.");

    private static string Page(MethodSheet sheet)
    {
        var (name, type) = (sheet.Settings.Max(s => s.Name.Length), sheet.Settings.Max(s => s.Default.Length));
        return $"""
            {(sheet.Name == sheet.PaperName ? sheet.Name : $"{sheet.Name} ({sheet.PaperName})")}
            {sheet.Paper}
            Needs besides the network and D_f: {(sheet.Needs == nameof(Needs.Nothing) ? "nothing" : sheet.Needs)}

            {sheet.Mathematics}

            Settings, with their defaults
            {string.Join('\n', sheet.Settings.Select(s => $"  {s.Name.PadRight(name)}  {s.Default.PadRight(type)}  {s.Type}: {s.Meaning.ReplaceLineEndings(" ")}"))}
            """;
    }
}
