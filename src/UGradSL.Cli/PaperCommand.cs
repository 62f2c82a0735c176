using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Unlearn.Cli;

/// <summary><c>ugradsl paper</c>: the paper's tables as printed, with footnotes, and the experiments behind them.</summary>
internal static partial class PaperCommand
{
    private static readonly Argument<string[]> What = new("what") { Description = "A table by its number (2, table-2) or a figure (figure-3); the list of both if left out.", Arity = new(0, 2) };
    private static readonly Option<PaperScale?> Scale = new("--scale") { Description = "The settings of its experiments instead: Quick, Laptop or Paper." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write JSON instead of text." };

    public static Command Create()
    {
        var command = new Command("paper", "Print a table of the paper, its misprints as footnotes; with --scale what is run to make it anew. Runs nothing.") { What, Scale, AsJson };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var (output, what) = (arguments.InvocationConfiguration.Output, string.Concat(arguments.GetValue(What) ?? []));
        var (value, text) = Chosen(what, arguments.GetValue(Scale));
        output.WriteLine(arguments.GetValue(AsJson) ? JsonSerializer.Serialize(value, Json.Indented) : text());
        return 0;
    }

    private static (object Value, Func<string> Text) Chosen(string what, PaperScale? scale)
    {
        if (what.Length == 0)
            return scale is { } all ? Experiments(PaperExperiments.All(all)) : (new { Paper.Tables, Paper.Figures }, () => List().ToString());
        if (Form().Match(what) is not { Success: true } match)
            throw new ArgumentException($"'{what}' is no table or figure: 2, table-2 and figure-3 are; ugradsl paper lists them.");
        var number = int.Parse(match.Groups["number"].Value);
        if (match.Groups["figure"].Success)
        {
            var figure = Paper.Figure(number);
            return scale is { } s ? Experiments(figure.Experiments(s)) : (figure, () => Page(figure));
        }
        var table = Paper.Table(number);
        return scale is { } at ? Experiments(table.Experiments(at)) : (table, () => Joined(PaperTableView.Of(table)));
    }

    private static (object, Func<string>) Experiments(IReadOnlyList<PaperExperiment> experiments) => (experiments, () => Joined(experiments.Select(PaperExperimentView.Of)));

    private static string Joined(IEnumerable<Table> tables) => string.Join("\n\n", tables);

    private static Table List() => new(["Name", "Section", "Data", "Caption"],
    [
        .. Paper.Tables.Select(table => (object?[])[$"table-{table.Number}", table.Section, string.Join(", ", table.Blocks.Select(block => block.Name)), table.Caption]),
        .. Paper.Figures.Select(figure => (object?[])[$"figure-{figure.Number}", figure.Section, figure.FromBlock, figure.Caption.Split(". ")[0]]),
    ], "", "ugradsl paper 2 prints a table, ugradsl paper 2 --scale laptop the settings of its experiments.");

    private static string Page(PaperFigure figure) =>
        string.Join('\n', [$"Figure {figure.Number} (section {figure.Section}). {figure.Caption}", "", figure.Shows, .. figure.Notes, $"The same experiment in numbers: ugradsl paper {figure.FromTable}, {figure.FromBlock}."]);

    [GeneratedRegex("^((?<figure>figure|fig)|table)?[ .-]*(?<number>[0-9]{1,3})$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
