using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Unlearn.Notebooks;

/// <summary>A notebook as one C# file that <c>dotnet run FILE.cs</c> compiles and runs (.NET 10): the same calls in the same order, the words as comments.</summary>
public static class CSharpApp
{
    // What a cell ends in is shown; a call that gives nothing is only made. C# prefers the overload with a value where there is one.
    private const string Show = """
        static class Cell
        {
            public static void Show(Action call) => call();
            public static void Show<T>(Func<T> value) => Write(value());
            public static void Write(object value) => Console.WriteLine(value switch
            {
                null => "<null>",
                string text => text,
                IEnumerable items => string.Join('\n', items.Cast<object>()),
                IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
                _ => value.ToString(),
            });
        }
        """;

    /// <summary>Writes the app, whole or not at all, as <c>FOLDER/NAME.cs</c> and gives back its path.</summary>
    /// <exception cref="FileNotFoundException">There is no such notebook.</exception>
    /// <exception cref="InvalidDataException">It is no readable C# notebook, a cell does not compile, or a cell has what no C# file can have.</exception>
    public static string Write(string notebook, string folder)
    {
        var path = Path.Combine(folder, Path.GetFileNameWithoutExtension(notebook) + ".cs");
        var text = Of(Notebook.Read(notebook), Path.GetFullPath(notebook), Path.GetFullPath(path));
        Directory.CreateDirectory(folder);
        WholeFile.Write(path, text);
        return path;
    }

    private static string Of(Notebook notebook, string source, string target)
    {
        var home = Path.GetDirectoryName(source)!;
        var references = new HostReferences(home);
        var (usings, names) = (new SortedSet<string>(CellScript.Usings.Select(name => $"using {name};"), StringComparer.Ordinal), new Dictionary<string, int>());
        var (body, calls, number) = (new StringBuilder(), new List<string>(), 0);
        Script<object>? script = null;
        foreach (var cell in notebook.Cells)
        {
            if (cell.Code is null) body.Append(Comment(cell.Source));
            else
            {
                var written = Translate(cell.Source, ++number);
                foreach (var name in written.Names)
                    if (!names.TryAdd(name, number)) throw Refused(number, $"'{name}' is declared in cell {names[name]} already, and a C# file has one thing of a name: rename one of them");
                usings.UnionWith(written.Usings);
                body.Append(written.Members);
                calls.Add($"{(written.Awaits ? "await " : "")}Notebook.Cell{number}();");
            }
        }
        return $"""
            // {Path.GetFileName(source)} as a program, made by ugradsl notebook export --to cs: dotnet run {Path.GetFileName(target)}
            {Kit(target, home)}
            #:property PublishAot=false
            #:property Configuration=Release
            #:property NeedsTorch=true
            #pragma warning disable
            #nullable disable
            {string.Join('\n', usings)}

            System.IO.Directory.SetCurrentDirectory(System.IO.Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath") ?? ".", {Literal(Path.GetRelativePath(Path.GetDirectoryName(target)!, home))}));
            {string.Join('\n', calls)}

            static class Notebook
            {"{"}
            {body.ToString().TrimEnd()}
            {"}"}

            {Show}

            """;

        TranslatedCell Translate(string code, int cell)
        {
            var plan = Directives.Read(code, references, cell);
            if (plan.Refused is { } refused) throw Refused(cell, refused.Message);
            if (plan.Parts is not [{ Kind: CellPartKind.Code, Text: var text }]) throw Refused(cell, "#!import and #!markdown have no place in a C# file: put their lines into the notebook");
            code = Directives.WithoutReferences(text, out var referred);
            var options = CellScript.Options(references).AddReferences(referred.SelectMany(file => references.ResolveReference(file, null, MetadataReferenceProperties.Assembly)));
            script = script is null ? CSharpScript.Create<object>(code, options) : script.ContinueWith<object>(code, script.Options.AddReferences(options.MetadataReferences.Except(script.Options.MetadataReferences)));
            if (script.Compile().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } wrong) throw Refused(cell, $"{wrong.Id}: {wrong.GetMessage()}");
            return new CellTranslation(script.GetCompilation(), cell).Of();
        }

        InvalidDataException Refused(int cell, string why) => new($"{source}, cell {cell}: {why}.");
    }

    /// <summary>The kit's project where the notebook lies in its repository, else its package.</summary>
    private static string Kit(string target, string home)
    {
        for (DirectoryInfo? at = new(home); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "src/UGradSL.Kit/UGradSL.Kit.csproj") is var project && File.Exists(project))
                return $"#:project {Path.GetRelativePath(Path.GetDirectoryName(target)!, project).Replace('\\', '/')}";
        return $"#:package UGradSL.Kit@{typeof(Unlearn.Kit).Assembly.GetName().Version!.ToString(3)}";
    }

    private static string Comment(string markdown) => string.Concat(markdown.Split('\n').Select(line => $"    // {line}".TrimEnd() + "\n")) + "\n";

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text.Replace('\\', '/'), quote: true);
}
