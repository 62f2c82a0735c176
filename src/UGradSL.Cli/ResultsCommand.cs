using System.CommandLine;

namespace Unlearn.Cli;

/// <summary><c>ugradsl results</c>: writes the tables of a page anew from stored results.</summary>
internal static class ResultsCommand
{
    private static readonly Argument<string> Page = new("page") { Description = "A Markdown file with blocks <!-- results: FILE --> … <!-- end -->.", DefaultValueFactory = _ => "docs/results.md" };
    private static readonly Option<string> Folder = new("--folder") { Description = "Where FILE is looked for.", DefaultValueFactory = _ => "results" };

    public static Command Create()
    {
        var command = new Command("results", "Write the tables of a page anew from stored results.") { Page, Folder };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var (path, line) = (arguments.GetValue(Page)!, new ProgressLine());
        var page = File.ReadAllText(path);
        var rendered = ResultsPage.Render(page, arguments.GetValue(Folder)!);
        if (rendered != page) WholeFile.Write(path, rendered);
        line.Say(rendered == page ? $"{path} is up to date." : $"{path} is written anew.");
        return 0;
    }
}
