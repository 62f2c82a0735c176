using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Unlearn.Notebooks;

/// <summary>A cell as members of a static class.</summary>
/// <param name="Usings">Its using directives, as they stand.</param>
/// <param name="Members">Fields, types, functions, and the method that does what the cell did.</param>
/// <param name="Names">What it declares for the cells that follow.</param>
/// <param name="Awaits">Whether its method is to be awaited.</param>
internal sealed record TranslatedCell(IReadOnlyList<string> Usings, string Members, IReadOnlyList<string> Names, bool Awaits);

/// <summary>
/// Turns a compiled cell into C# proper. A script's top-level variables are fields, which a lambda's parameter may hide and functions and
/// types may see: so they become static fields, and their declarations assignments in the cell's method.
/// </summary>
internal sealed class CellTranslation(Compilation compilation, int number)
{
    private readonly SyntaxTree tree = compilation.SyntaxTrees.Single();
    private readonly SemanticModel model = compilation.GetSemanticModel(compilation.SyntaxTrees.Single());
    private readonly List<string> names = [], members = [];
    private readonly StringBuilder body = new();
    private readonly List<(TextSpan Span, string Text)> edits = [];

    public TranslatedCell Of()
    {
        var root = (CompilationUnitSyntax)tree.GetRoot();
        foreach (var member in root.Members) Add(member);
        var awaits = root.Members.Any(Awaits);
        var fields = string.Concat(members.Select(member => Indented(member, 4)));
        var method = $"    internal static {(awaits ? "async Task" : "void")} Cell{number}()\n    {{\n{Indented(body.ToString(), 8)}    }}\n\n";
        return new([.. root.Usings.Select(u => u.WithoutTrivia().ToString())], fields + method, names, awaits);
    }

    private void Add(MemberDeclarationSyntax member)
    {
        switch (member)
        {
            case FieldDeclarationSyntax field when field.Modifiers.Any(SyntaxKind.ConstKeyword):
                names.AddRange(field.Declaration.Variables.Select(v => v.Identifier.Text));
                members.Add($"internal {field.WithoutLeadingTrivia()}");
                break;
            case FieldDeclarationSyntax field:
                foreach (var variable in field.Declaration.Variables) Declare(variable.Identifier, model.GetDeclaredSymbol(variable)!);
                Put(field, string.Join(' ', field.Declaration.Variables.Where(v => v.Initializer is not null).Select(v => $"{v.Identifier.Text} = {Value(v, field.Declaration.Type)};")));
                break;
            case MethodDeclarationSyntax method:
                names.Add($"{method.Identifier.Text}({string.Join(',', method.ParameterList.Parameters.Select(p => p.Type))})");
                members.Add($"{Trivia(method)}internal static {method.WithModifiers([.. method.Modifiers.Where(m => !m.IsKind(SyntaxKind.StaticKeyword) && !IsAccess(m))]).WithoutLeadingTrivia()}");
                break;
            case BaseTypeDeclarationSyntax or DelegateDeclarationSyntax:
                names.Add(member is BaseTypeDeclarationSyntax type ? type.Identifier.Text : ((DelegateDeclarationSyntax)member).Identifier.Text);
                members.Add($"{Trivia(member)}{(member.Modifiers.Any(IsAccess) ? "" : "internal ")}{member.WithoutTrivia().ToFullString()}\n");
                break;
            case GlobalStatementSyntax { Statement: ExpressionStatementSyntax statement } when statement.SemicolonToken.IsMissing:
                Designations(statement);
                Put(member, $"{(Awaits(statement) ? $"Cell.Write({Edited(statement.Expression)})" : $"Cell.Show(() => {Edited(statement.Expression)})")};");
                break;
            case GlobalStatementSyntax { Statement: ReturnStatementSyntax { Expression: { } value } }:
                Put(member, $"Cell.Write({Edited(value)}); return;");
                break;
            case GlobalStatementSyntax global:
                Designations(global);
                Put(member, Edited(global.Statement));
                break;
            default:
                throw new InvalidDataException($"cell {number}: '{member.ToString().Split('\n')[0]}' has no place in a C# file made from cells; write it as a variable or a function.");
        }
    }

    /// <summary>An initializer such as <c>{ 1, 2 }</c> stands after a declaration only: elsewhere it needs its type.</summary>
    private string Value(VariableDeclaratorSyntax variable, TypeSyntax type) =>
        (variable.Initializer!.Value is InitializerExpressionSyntax ? $"new {type.WithoutTrivia()} " : "") + Edited(variable.Initializer.Value);

    /// <summary>Variables that an expression declares at the top level of a cell: <c>var (a, b) = …</c>, <c>out var c</c>.</summary>
    private void Designations(SyntaxNode statement)
    {
        foreach (var declared in statement.DescendantNodes().OfType<DeclarationExpressionSyntax>())
        {
            var fields = declared.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Where(d => model.GetDeclaredSymbol(d) is IFieldSymbol).ToList();
            if (fields.Count == 0) continue;
            foreach (var field in fields) Declare(field.Identifier, model.GetDeclaredSymbol(field)!);
            edits.Add((declared.Span, declared.Designation.ToString()));
        }
    }

    private void Declare(SyntaxToken name, ISymbol symbol)
    {
        var type = ((IFieldSymbol)symbol).Type;
        if (type.IsAnonymousType || type is INamedTypeSymbol { TypeArguments: var inside } && inside.Any(t => t.IsAnonymousType))
            throw new InvalidDataException($"cell {number}: '{name.Text}' has an anonymous type, which no field can have: use a tuple or a record.");
        names.Add(name.Text);
        members.Add($"static {type.ToMinimalDisplayString(model, NullableFlowState.None, tree.Length)} {name.Text};\n");
    }

    private string Edited(SyntaxNode node)
    {
        var text = node.ToString();
        foreach (var (span, put) in edits.Where(edit => node.Span.Contains(edit.Span)).OrderByDescending(edit => edit.Span.Start))
            text = text.Remove(span.Start - node.SpanStart, span.Length).Insert(span.Start - node.SpanStart, put);
        return text;
    }

    private void Put(MemberDeclarationSyntax member, string statement) =>
        body.Append(Trivia(member)).Append(statement).Append(string.Concat(member.GetTrailingTrivia().Where(IsComment).Select(t => "   " + t))).Append('\n');

    /// <summary>The comments before a member, and one empty line where there are some.</summary>
    private static string Trivia(MemberDeclarationSyntax member) =>
        (member.GetLeadingTrivia() is [{ RawKind: (int)SyntaxKind.EndOfLineTrivia }, ..] ? "\n" : "")
        + string.Concat(member.GetLeadingTrivia().Where(IsComment).Select(t => t + "\n"));

    private static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia;

    private static bool IsAccess(SyntaxToken modifier) => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword;

    private static bool Awaits(SyntaxNode node) => node is not (MethodDeclarationSyntax or BaseTypeDeclarationSyntax) && node
        .DescendantNodes(inner => inner is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(inner => inner is AwaitExpressionSyntax or ForEachStatementSyntax { AwaitKeyword.RawKind: (int)SyntaxKind.AwaitKeyword });

    /// <summary>Moved to the right, but for the lines of texts that count their own indents.</summary>
    private static string Indented(string text, int by)
    {
        if (text.Trim().Length == 0) return "";
        var raw = CSharpSyntaxTree.ParseText(text, new(kind: SourceCodeKind.Script)).GetRoot().DescendantTokens()
            .Where(t => t.Span.Length > 0 && t.Text.Contains('\n')).Select(t => t.Span).ToList();
        var (indented, at) = (new StringBuilder(), 0);
        foreach (var line in text.Trim('\n').TrimEnd().Split('\n'))
        {
            var inside = raw.Any(span => span.Start < at && at < span.End);
            indented.Append(inside || line.Length == 0 ? "" : new string(' ', by)).Append(line).Append('\n');
            at += line.Length + 1;
        }
        return indented.ToString();
    }
}
