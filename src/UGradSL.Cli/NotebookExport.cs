using System.CommandLine;
using Unlearn.Notebooks;

namespace Unlearn.Cli;

/// <summary><c>ugradsl notebook export</c>: notebooks for readers without .NET (pages) or without notebooks (programs).</summary>
internal static class NotebookExport
{
    private static readonly Option<string> To = new("--to") { Description = "html: one page a notebook, from its stored outputs, and an index. cs: one C# file a notebook, for dotnet run.", DefaultValueFactory = _ => "html" };
    private static readonly Option<string?> Out = new("--out") { Description = "The folder; out/site for pages and out/apps for programs if left out." };

    /// <summary>The pages' or programs' paths go to standard output, a line each.</summary>
    public static Command Create()
    {
        To.AcceptOnlyFromAmong("html", "cs");
        var export = new Command("export", "Write notebooks as pages that open offline, or as C# files that run.") { NotebookCommand.Files, To, Out };
        export.SetAction(arguments => NotebookCommand.Told(arguments.InvocationConfiguration.Error, () =>
        {
            var (files, pages) = (arguments.GetValue(NotebookCommand.Files)!, arguments.GetValue(To) == "html");
            var folder = arguments.GetValue(Out) ?? (pages ? "out/site" : "out/apps");
            foreach (var path in pages ? Site.Write(files, folder) : files.Select(file => CSharpApp.Write(file, folder)))
                arguments.InvocationConfiguration.Output.WriteLine(path);
            return 0;
        }));
        return export;
    }
}
