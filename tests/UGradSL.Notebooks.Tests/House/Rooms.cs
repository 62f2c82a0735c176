using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Unlearn.Tests;

/// <summary>
/// The rooms of the sources (a folder of the kit, or another project) and which uses which: a name in the code of one, as the compiler
/// understands it, that another one declares. What documentation refers to is not used.
/// </summary>
internal static class Rooms
{
    /// <summary>From what is used to what uses: an arrow to an earlier room is in order.</summary>
    public static readonly string[] Order = ["Torch", "Datasets", "Models", "Training", "Metrics", "Influence", "Unlearning", "Runs", "Paper", "Show", "Notebooks", "Cli"];

    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    /// <summary>The names of the types that <c>From</c> uses of <c>To</c>.</summary>
    /// <param name="source">The folder with the projects.</param>
    /// <param name="projects">Each after those that it refers to.</param>
    public static Dictionary<(string From, string To), SortedSet<string>> Arrows(string source, params string[] projects)
    {
        var arrows = new Dictionary<(string, string), SortedSet<string>>();
        List<MetadataReference> references = [.. Libraries()];
        foreach (var project in projects)
        {
            var compilation = CSharpCompilation.Create(project, Trees(Path.Combine(source, project)), references, new(OutputKind.DynamicallyLinkedLibrary));
            references.Add(compilation.ToMetadataReference());
            foreach (var tree in compilation.SyntaxTrees)
            {
                if (Room(source, tree.FilePath) is not { } room) continue;
                var model = compilation.GetSemanticModel(tree);
                foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
                {
                    if (TypeOf(model.GetSymbolInfo(name).Symbol) is not { } type || Room(source, Declared(type)) is not { } home || home == room) continue;
                    if (!arrows.TryGetValue((room, home), out var types)) arrows[(room, home)] = types = new(StringComparer.Ordinal);
                    types.Add(type.Name);
                }
            }
        }
        return arrows;
    }

    /// <summary>All assemblies that this process could load, but for ours, which are compiled from their sources.</summary>
    private static IEnumerable<MetadataReference> Libraries() =>
        from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        let name = Path.GetFileName(path)
        where !name.StartsWith("UGradSL.", StringComparison.Ordinal) && name != "ugradsl.dll"
        select MetadataReference.CreateFromFile(path);

    private static IEnumerable<SyntaxTree> Trees(string project) => Directory.GetFiles(project, "*.cs", SearchOption.AllDirectories)
        .Where(path => !Path.GetRelativePath(project, path).StartsWith("obj", StringComparison.Ordinal))
        .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: path)).Prepend(CSharpSyntaxTree.ParseText(ImplicitUsings));

    private static INamedTypeSymbol? TypeOf(ISymbol? symbol) => (symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition;

    private static string Declared(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath ?? "";

    /// <summary><c>UGradSL.Kit/Metrics/Gap.cs</c> is in Metrics, <c>UGradSL.Cli/Doctor.cs</c> in Cli; a file at the kit's own top is in no room.</summary>
    private static string? Room(string source, string path) => path.Length == 0 ? null : Path.GetRelativePath(source, path).Split('/', '\\') switch
    {
        ["UGradSL.Kit", var room, _, ..] => room,
        ["UGradSL.Kit", _] => null,
        [var project, _, ..] when project.StartsWith("UGradSL.", StringComparison.Ordinal) => project["UGradSL.".Length..],
        _ => null,
    };
}
