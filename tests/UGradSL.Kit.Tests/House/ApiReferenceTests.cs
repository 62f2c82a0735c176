using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Unlearn.Tests;

/// <summary>The documentation of everything public, and the reference that build/api.sh makes of it.</summary>
public sealed class ApiReferenceTests
{
    private static IEnumerable<Type> PublicTypes => typeof(Unlearner).Assembly.GetExportedTypes();

    [Fact]
    public void Every_public_type_and_member_says_something()
    {
        var members = XDocument.Load(Path.ChangeExtension(typeof(Unlearner).Assembly.Location, ".xml")).Descendants("member").ToDictionary(m => m.Attribute("name")!.Value);
        Assert.All(PublicTypes, type => Assert.Contains($"T:{type.FullName!.Replace('+', '.')}", members.Keys));
        Assert.All(members.Values, member => Assert.True(Says(member), $"{member.Attribute("name")!.Value} has an empty comment"));
        Assert.False(Says(XElement.Parse("<member><summary> </summary></member>")));
        // The compiler asks it of each member (CS1591), as long as nobody tells it not to.
        string[] quiet = [.. Directory.GetFiles(Repository.PathOf("src/UGradSL.Kit"), "*.cs", SearchOption.AllDirectories).Append(Repository.PathOf("src/UGradSL.Kit/UGradSL.Kit.csproj"))
            .Append(Repository.PathOf("Directory.Build.props")).Append(Repository.PathOf(".editorconfig")).Where(file => File.ReadAllText(file).Contains("CS1591"))];
        Assert.Empty(quiet);
    }

    [Fact]
    public void The_reference_has_every_public_type_with_its_summary()
    {
        var docfx = Path.Combine(Dotnet.Cache, "docfx", Version(), "tools", $"net{Environment.Version.Major}.0", "any", "docfx.dll");
        Assert.SkipUnless(File.Exists(docfx), "DocFX is not in the package cache: dotnet tool restore gets it (490 MB).");
        using var folder = new TemporaryFolder();
        Dotnet.Run(Repository.Root, docfx, "metadata", "docs/api/docfx.json", "-o", folder.Path, "--warningsAsErrors");
        Assert.All(PublicTypes, type => Assert.Contains("summary:", File.ReadAllText(folder.PathOf($"obj/{type.FullName!.Replace('+', '.').Replace('`', '-')}.yml")).Split("\n- uid:")[1]));
    }

    private static bool Says(XElement member) => member.Element("inheritdoc") != null || member.Elements().Any(e => e.Value.Trim().Length > 0 || e.HasElements);

    private static string Version() => Regex.Match(File.ReadAllText(Repository.PathOf(".config/dotnet-tools.json")), "\"version\": \"([^\"]+)\", \"commands\"").Groups[1].Value;
}
