using System.CommandLine;

namespace Unlearn.Cli;

/// <summary><c>ugradsl figure</c>: a figure of the paper drawn anew.</summary>
internal static class FigureCommand
{
    private static readonly Argument<int> Number = new("number") { Description = "The paper's: 1, 3, 4 or 5." };
    private static readonly Option<string> Into = new("--charts") { Description = "Folder for the chart as SVG and as a page that opens offline.", DefaultValueFactory = _ => "out/figures" };

    public static Command Create()
    {
        var command = new Command("figure", "Draw a figure of the paper anew from its experiment, what is done not done again: as SVG, as a page with the interactive chart, and in words.") { Number, PaperWork.Scale, PaperWork.Seeds, PaperWork.Presets, Into };
        SweepWork.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Native.Require();
        var (figure, line) = (Paper.Figure(arguments.GetValue(Number)), new ProgressLine());
        var store = SweepWork.Store(arguments, line);
        var experiments = PaperWork.Tuned(arguments, figure.Experiments(arguments.GetValue(PaperWork.Scale)), store, line);
        if (SweepWork.Do(arguments, [.. experiments.Select(e => e.Experiment(arguments.GetValue(PaperWork.Seeds)))], store, line) is not { } results) return 0;
        foreach (var (experiment, result) in experiments.Zip(results))
            foreach (var (i, chart) in PaperFigureView.Of(figure, experiment, result, store, SweepWork.Showing(store, line)).Index())
            {
                var path = Path.Combine(arguments.GetValue(Into)!, $"{experiment.Name}-{experiment.Scale.ToString().ToLowerInvariant()}{(i > 0 ? $"-{i + 1}" : "")}");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                chart.Save(path + ".svg");
                WholeFile.Write(path + ".html", OfflinePage.Of(chart.Title, chart.ToHtmlFrom(PlotlySource.OnPage)));
                arguments.InvocationConfiguration.Output.WriteLine($"{chart}\n");
                line.Say($"{path}.svg, {path}.html");
            }
        return 0;
    }
}
