using System.Text.RegularExpressions;
using Xunit;

namespace Unlearn.Tests;

/// <summary>The pages of docs/rooms and their pictures, against what the sources say.</summary>
public sealed partial class RoomPagesTests : IDisposable
{
    private static readonly string[] projects = ["UGradSL.Kit", "UGradSL.Notebooks", "UGradSL.Cli"];
    private static readonly Lazy<Dictionary<(string From, string To), SortedSet<string>>> arrows = new(() => Rooms.Arrows(Repository.PathOf("src"), projects));

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Every_room_has_a_page_whose_picture_has_the_arrows_of_the_sources()
    {
        var rooms = Directory.GetDirectories(Repository.PathOf("src/UGradSL.Kit")).Select(f => Path.GetFileName(f)!).Where(f => f is not ("obj" or "bin")).Concat(["Notebooks", "Cli"]).Order();
        Assert.Equal(rooms, Rooms.Order.Order());
        Assert.Equal(rooms, Directory.GetFiles(Repository.PathOf("docs/rooms")).Select(f => Path.GetFileNameWithoutExtension(f)!).Order());
        Assert.All(Rooms.Order, room => Assert.Null(Fault(File.ReadAllText(Repository.PathOf($"docs/rooms/{room}.md")), Of(room))));
    }

    [Fact]
    public void The_whole_picture_leaves_out_what_follows_from_other_arrows()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/README.md"));
        Assert.Null(Fault(page, [.. Reduced([.. arrows.Value.Keys.Where(InOrder)]), .. Sorted(arrows.Value.Keys.Where(a => !InOrder(a)))]));
        Assert.All(Rooms.Order, room => Assert.Contains($"(rooms/{room}.md)", page));
    }

    [Fact]
    public void The_projects_refer_to_those_whose_rooms_they_use()
    {
        var named = projects.SelectMany(p => Reference().Matches(File.ReadAllText(Repository.PathOf($"src/{p}/{p}.csproj"))).Select(m => (From: p, To: m.Groups[1].Value)));
        Assert.Equal(named.Order(), arrows.Value.Keys.Select(a => (From: Project(a.From), To: Project(a.To))).Where(a => a.From != a.To).Distinct().Order());
    }

    [Fact]
    public void A_page_with_an_arrow_too_few_or_too_many_is_found_out()
    {
        var picture = Picture(Of("Paper"));
        Assert.Null(Fault(picture, Of("Paper")));
        Assert.NotNull(Fault(picture.Replace("  Paper --> Runs\n", ""), Of("Paper")));
        Assert.Contains("Paper --> Runs", Fault(picture.Replace("  Paper --> Runs\n", "  Paper --> Runs\n  Paper --> Show\n"), Of("Paper")));
    }

    [Fact]
    public void Of_made_sources_it_finds_what_code_uses_and_not_what_documentation_names()
    {
        Write("UGradSL.Kit/Low/Base.cs", "namespace N; public class Base { public static int Count = 1; }");
        Write("UGradSL.Kit/High/User.cs", "namespace N; /// <summary><see cref=\"Other\"/></summary>\npublic class User { int n = Base.Count; }");
        Write("UGradSL.Kit/Else/Other.cs", "namespace N; public static class Other { public static int Twice(this int n) => 2 * n; }");
        Write("UGradSL.Cli/Program.cs", "using N; class Program { int n = 3.Twice(); }");
        var found = Rooms.Arrows(scratch.Folder, "UGradSL.Kit", "UGradSL.Cli");
        Assert.Equal([("Cli", "Else", "Other"), ("High", "Low", "Base")], found.Select(a => (a.Key.From, a.Key.To, string.Join(' ', a.Value))).Order());
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(scratch.File(path))!);
        File.WriteAllText(scratch.File(path), text);
    }

    /// <summary>Null where the page's picture is that of the arrows, else what it ought to be.</summary>
    private static string? Fault(string page, IReadOnlyList<(string From, string To)> wanted) =>
        page.Contains(Picture(wanted), StringComparison.Ordinal) ? null : $"The sources have changed; the page's picture is now\n{Picture(wanted)}and it has\n{page}";

    private static string Picture(IEnumerable<(string From, string To)> wanted) => $"```mermaid\nflowchart LR\n{string.Concat(wanted.Select(Line))}```\n";

    private static string Line((string From, string To) arrow) =>
        InOrder(arrow) ? $"  {arrow.From} --> {arrow.To}\n" : $"  {arrow.From} -. {string.Join(", ", arrows.Value[arrow])} .-> {arrow.To}\n";

    private static List<(string From, string To)> Of(string room) => Sorted(arrows.Value.Keys.Where(a => a.From == room));

    /// <summary>Those without which something could not be reached any more.</summary>
    private static List<(string From, string To)> Reduced(HashSet<(string From, string To)> all) =>
        Sorted(all.Where(a => !Reached(a.From, [.. all.Where(b => b != a)]).Contains(a.To)));

    private static HashSet<string> Reached(string from, List<(string From, string To)> along)
    {
        HashSet<string> seen = [from];
        while (along.Exists(a => seen.Contains(a.From) && seen.Add(a.To))) { }
        return seen;
    }

    private static List<(string From, string To)> Sorted(IEnumerable<(string From, string To)> some) => [.. some.OrderBy(a => Place(a.From)).ThenBy(a => Place(a.To))];

    private static bool InOrder((string From, string To) arrow) => Place(arrow.To) < Place(arrow.From);

    private static int Place(string room) => Array.IndexOf(Rooms.Order, room);

    private static string Project(string room) => room is "Notebooks" or "Cli" ? $"UGradSL.{room}" : "UGradSL.Kit";

    [GeneratedRegex("""<ProjectReference Include="\.\./([\w.]+)/""")]
    private static partial Regex Reference();
}
