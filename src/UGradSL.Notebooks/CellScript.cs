using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.Formatting;

namespace Unlearn.Notebooks;

/// <summary>How a cell is compiled, and how what the compiler says is shown.</summary>
internal static class CellScript
{
    /// <summary>The kernel's last version stops here; Roslyn's own latest is C# 15, which learners' kernels would refuse.</summary>
    public const LanguageVersion Language = LanguageVersion.CSharp14;

    /// <summary>The namespaces that a cell sees without a using, as in the kernel.</summary>
    public static readonly IReadOnlyList<string> Usings = ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"];

    /// <summary>What a cell is compiled with, as in the kernel.</summary>
    public static ScriptOptions Options(HostReferences references) => ScriptOptions.Default
        .WithLanguageVersion(Language)
        .WithMetadataResolver(references)
        .WithSourceResolver(new LoadedSources(references.Folder))
        .AddReferences(typeof(Formatter).Assembly, typeof(Kernel).Assembly)
        .AddImports([.. Usings, typeof(Kernel).FullName!])
        .WithFileEncoding(Encoding.UTF8)
        .WithEmitDebugInformation(true);

    /// <summary>Errors and warnings go to standard error, spaced and numbered as the kernel writes them.</summary>
    public static void Report(ImmutableArray<Diagnostic> diagnostics, CellOutputs to)
    {
        if (diagnostics.IsEmpty) return;
        var lines = diagnostics.Select(d => $"({Position(d).Line},{Position(d).Column}): {d.Severity.ToString().ToLowerInvariant()} {d.Id}: {d.GetMessage()}");
        to.Write("stderr", $"\n{string.Join("\n\n", lines)}\n\n");
    }

    public static (int Line, int Column) Position(Diagnostic diagnostic) =>
        diagnostic.Location.GetLineSpan().StartLinePosition is var at ? (at.Line + 1, at.Character + 1) : default;
}
