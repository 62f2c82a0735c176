using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Unlearn.Notebooks;

/// <summary>
/// The lines of a cell that speak to the kernel and not to the compiler. Roslyn finds them, so that text in strings and comments is
/// left alone; it must not run them, for it takes a <c>#!javascript</c> on the first line for a shebang and passes over it in silence.
/// </summary>
internal static class Directives
{
    private static readonly CSharpParseOptions Script = new(CellScript.Language, kind: SourceCodeKind.Script);
    private static readonly string[] Imported = [".ipynb", ".cs", ".csx"];

    /// <summary>The cell in parts, at its first directive that the kernel knows and this does not stopped.</summary>
    /// <param name="source">The cell.</param>
    /// <param name="references">Judges <c>#r</c>.</param>
    /// <param name="cell">The cell's number.</param>
    public static CellPlan Read(string source, HostReferences references, int cell)
    {
        var (parts, from, timed, code) = (new List<CellPart>(), 0, false, source);
        var tree = CSharpSyntaxTree.ParseText(source, Script);
        foreach (var directive in In(tree).OfType<DirectiveTriviaSyntax>())
        {
            var (word, rest) = Name(directive) is var name ? (name.ToLowerInvariant(), Text(directive)[name.Length..].Trim()) : default;
            if (word == "#!markdown" && source[..directive.SpanStart].Trim().Length == 0)
                return new([new(CellPartKind.Markdown, source[directive.Span.End..].TrimStart('\r', '\n'))], timed, null); // the rest is no C#: not to be read as it
            if (Followed(directive, word))
            {
                code = Blank(code, directive.Span);
                timed |= word == "#!time";
                if (word != "#!import") continue;
                parts.AddRange([new(CellPartKind.Code, Only(code, from, directive.SpanStart)), new(CellPartKind.Import, rest.Trim('"'))]);
                from = directive.Span.End;
            }
            else if (directive is ReferenceDirectiveTriviaSyntax reference && HostReferences.Carries(reference.File.ValueText) is { } own)
                code = Blank(code, directive.Span).Remove(directive.SpanStart, Math.Min(own.Length, directive.Span.Length)).Insert(directive.SpanStart, own);
            else if (Refuse(directive, references) is { } why)
                return new([], timed, new(cell, tree.GetLineSpan(directive.Span).StartLinePosition.Line + 1, why));
        }
        parts.Add(new(CellPartKind.Code, Only(code, from, code.Length)));
        return new(parts, timed, null);
    }

    /// <summary>The code with every <c>#r</c> blanked out, at the same lines and columns.</summary>
    /// <param name="source">The cell.</param>
    /// <param name="files">What they referred to.</param>
    public static string WithoutReferences(string source, out IReadOnlyList<string> files)
    {
        var directives = In(CSharpSyntaxTree.ParseText(source, Script)).OfType<ReferenceDirectiveTriviaSyntax>().ToList();
        files = [.. directives.Select(directive => directive.File.ValueText)];
        return directives.Aggregate(source, (now, directive) => Blank(now, directive.Span));
    }

    private static IEnumerable<SyntaxNode> In(SyntaxTree tree) => tree.GetRoot().DescendantTrivia().Select(trivia => trivia.GetStructure()).OfType<SyntaxNode>();

    /// <summary>Whether the runner does what the kernel does: C# is what it runs anyway, and no package source is asked.</summary>
    private static bool Followed(DirectiveTriviaSyntax directive, string word) => directive switch
    {
        ShebangDirectiveTriviaSyntax or IgnoredDirectiveTriviaSyntax => word is "#!csharp" or "#!c#" or "#!time"
            || word == "#!import" && Imported.Contains(Path.GetExtension(Text(directive).Trim('"')), StringComparer.OrdinalIgnoreCase),
        BadDirectiveTriviaSyntax bad => bad.Identifier.ValueText == "i",
        _ => false,
    };

    private static string? Refuse(DirectiveTriviaSyntax directive, HostReferences references) => directive switch
    {
        ReferenceDirectiveTriviaSyntax reference => references.Refuse(reference.File.ValueText),
        ShebangDirectiveTriviaSyntax or IgnoredDirectiveTriviaSyntax => Name(directive).ToLowerInvariant() switch
        {
            "#!import" => $"{Name(directive)} of {string.Join(", ", Imported)} alone is known here, and this course is C# only",
            "#!markdown" => $"{Name(directive)} stands after code: put the words into a Markdown cell",
            var name => $"{Name(directive)} is not known here: this course is C# only; of the kernel's directives {(name is "#!who" or "#!whos" ? "none lists variables, so print what you want to see" : "#r, #load, #i, #!csharp, #!time, #!markdown and #!import are followed")}",
        },
        _ => null,
    };

    private static string Blank(string text, TextSpan span) => text.Remove(span.Start, span.Length).Insert(span.Start, new(' ', span.Length));

    /// <summary>A part of the code, at the lines that it has in the whole.</summary>
    private static string Only(string code, int from, int to) => string.Concat(code[..from].Select(c => c is '\n' or '\r' ? c : ' ')) + code[from..to];

    private static string Name(DirectiveTriviaSyntax directive) => Text(directive).Split([' ', '\t'], 2)[0];

    private static string Text(DirectiveTriviaSyntax directive) => directive.ToString().Trim();
}
