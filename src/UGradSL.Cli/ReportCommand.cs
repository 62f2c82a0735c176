using System.CommandLine;

namespace Unlearn.Cli;

/// <summary><c>ugradsl report</c>: stored results as one page.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string> Folder = new("folder") { Description = "Where a sweep wrote its results (--results FOLDER)." };
    private static readonly Option<string?> Out = new("--out") { Description = "The page; FOLDER/report.html if left out." };

    public static Command Create()
    {
        var command = new Command("report", "Write stored results as one page that opens offline: verdicts, tables, charts, costs.") { Folder, Out };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var folder = arguments.GetValue(Folder)!;
        if (!Directory.Exists(folder)) throw new ArgumentException($"no folder '{folder}': name the one that ugradsl sweep PLAN --results FOLDER wrote.");
        string[] files = [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)];
        if (files.Length == 0) throw new ArgumentException($"'{folder}' holds no results (*.json): ugradsl sweep PLAN --results {folder} writes them.");
        var path = arguments.GetValue(Out) ?? Path.Combine(folder, "report.html");
        WholeFile.Write(path, ResultsReport.Of($"Results in {Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}", [.. files.Select(ExperimentResults.Read)]));
        new ProgressLine().Say($"{files.Length} experiments: {path}");
        return 0;
    }
}
