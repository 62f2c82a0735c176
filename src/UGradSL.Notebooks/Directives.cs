using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Unlearn.Notebooks;

/// <summary>
/// The lines of a cell that speak to the kernel and not to the compiler. Roslyn finds them, so that text in strings and comments is
/// left alone; it must not run them, for it takes a <c>#!javascript</c> on the first line for a shebang and passes over it in silence.
/// </summary>
internal static class Directives
{
    private static readonly CSharpParseOptions Script = new(Session.Language, kind: SourceCodeKind.Script);

    /// <summary>The code with <c>#!csharp</c> blanked out, at the same lines and columns.</summary>
    /// <param name="source">The cell.</param>
    /// <param name="references">Judges <c>#r</c>.</param>
    /// <param name="cell">The cell's number.</param>
    /// <param name="refused">The first directive that cannot be followed; null if all can.</param>
    public static string Strip(string source, HostReferences references, int cell, out CellFailure? refused)
    {
        refused = null;
        var tree = CSharpSyntaxTree.ParseText(source, Script);
        foreach (var directive in tree.GetRoot().DescendantTrivia().Select(trivia => trivia.GetStructure()).OfType<DirectiveTriviaSyntax>())
        {
            if (IsCSharp(directive)) source = source.Remove(directive.SpanStart, directive.Span.Length).Insert(directive.SpanStart, new(' ', directive.Span.Length));
            else if (Refuse(directive, references) is { } why)
            {
                refused = new(cell, tree.GetLineSpan(directive.Span).StartLinePosition.Line + 1, why);
                break;
            }
        }
        return source;
    }

    /// <summary>The code with every <c>#r</c> blanked out, at the same lines and columns.</summary>
    /// <param name="source">The cell.</param>
    /// <param name="files">What they referred to.</param>
    public static string WithoutReferences(string source, out IReadOnlyList<string> files)
    {
        var directives = CSharpSyntaxTree.ParseText(source, Script).GetRoot().DescendantTrivia().Select(trivia => trivia.GetStructure()).OfType<ReferenceDirectiveTriviaSyntax>().ToList();
        files = [.. directives.Select(directive => directive.File.ValueText)];
        return directives.Aggregate(source, (now, directive) => now.Remove(directive.SpanStart, directive.Span.Length).Insert(directive.SpanStart, new(' ', directive.Span.Length)));
    }

    private static bool IsCSharp(DirectiveTriviaSyntax directive) =>
        directive is ShebangDirectiveTriviaSyntax && Text(directive).ToLowerInvariant() is "#!csharp" or "#!c#";

    private static string? Refuse(DirectiveTriviaSyntax directive, HostReferences references) => directive switch
    {
        ReferenceDirectiveTriviaSyntax reference => references.Refuse(reference.File.ValueText),
        ShebangDirectiveTriviaSyntax or IgnoredDirectiveTriviaSyntax => $"{Name(directive)} is not known here: this runs C# only, and of the kernel's directives #r of a built file and #!csharp",
        LoadDirectiveTriviaSyntax => "#load is not known here: a notebook of this course stands in one file; put shared code into the kit",
        BadDirectiveTriviaSyntax bad when bad.Identifier.ValueText == "i" => "#i names a package source, and no packages are fetched while a notebook runs; remove the line",
        _ => null,
    };

    private static string Name(DirectiveTriviaSyntax directive) => Text(directive).Split([' ', '\t'], 2)[0];

    private static string Text(DirectiveTriviaSyntax directive) => directive.ToString().Trim();
}
