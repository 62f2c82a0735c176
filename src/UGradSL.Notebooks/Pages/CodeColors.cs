using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Unlearn.Notebooks;

/// <summary>C# as HTML with a class for each kind of word, by Roslyn's parser: no colour is guessed by a pattern.</summary>
internal static class CodeColors
{
    private static readonly CSharpParseOptions Script = new(CellScript.Language, kind: SourceCodeKind.Script);

    /// <summary>The code, encoded, its words in <c>span</c>s of class k(eyword), s(tring), n(umber), c(omment), d(irective), t(ype) or m(ethod).</summary>
    public static string Of(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source, Script).GetRoot();
        var words = root.DescendantTokens().Select(token => (token.Span, Class: Class(token)))
            .Concat(root.DescendantTrivia().Select(trivia => (trivia.Span, Class: Class(trivia))))
            .Where(word => word.Class is not null && word.Span.Length > 0).OrderBy(word => word.Span.Start);
        var (html, done) = (new StringBuilder(), 0);
        foreach (var (span, name) in words)
        {
            if (span.Start < done) continue;
            html.Append(Encoded(source, TextSpan.FromBounds(done, span.Start))).Append($"<span class=\"{name}\">{Encoded(source, span)}</span>");
            done = span.End;
        }
        return html.Append(Encoded(source, TextSpan.FromBounds(done, source.Length))).ToString();
    }

    private static string Encoded(string source, TextSpan span) => WebUtility.HtmlEncode(source.Substring(span.Start, span.Length));

    private static string? Class(SyntaxTrivia trivia) => trivia.IsDirective ? "d" : trivia.Kind() switch
    {
        SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia => "c",
        _ => null,
    };

    private static string? Class(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.CharacterLiteralToken or SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedVerbatimStringStartToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedRawStringEndToken => "s",
        SyntaxKind.IdentifierToken => Class(token.Parent, token.Text),
        _ => token.IsKeyword() || SyntaxFacts.IsContextualKeyword(token.Kind()) ? "k" : null,
    };

    private static string? Class(SyntaxNode? node, string text) => node switch
    {
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => "m",
        BaseTypeDeclarationSyntax or TypeParameterSyntax => "t",
        SimpleNameSyntax name when IsType(name) => text == "var" ? "k" : "t",
        SimpleNameSyntax name when (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access.Parent : name.Parent) is InvocationExpressionSyntax call
            && call.Expression.Span.End == name.Span.End => "m",
        _ => null,
    };

    private static bool IsType(SimpleNameSyntax name) => name.Parent switch
    {
        VariableDeclarationSyntax d => d.Type == name,
        ObjectCreationExpressionSyntax c => c.Type == name,
        ParameterSyntax p => p.Type == name,
        MethodDeclarationSyntax m => m.ReturnType == name,
        LocalFunctionStatementSyntax f => f.ReturnType == name,
        CastExpressionSyntax c => c.Type == name,
        DeclarationExpressionSyntax d => d.Type == name,
        ForEachStatementSyntax f => f.Type == name,
        TypeArgumentListSyntax or BaseTypeSyntax or ArrayTypeSyntax or NullableTypeSyntax or TypeOfExpressionSyntax or TupleElementSyntax => true,
        QualifiedNameSyntax => true,
        _ => false,
    };
}
