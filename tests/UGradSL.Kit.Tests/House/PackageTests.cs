using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Unlearn.Tests;

/// <summary>The NuGet package of this build, as someone takes it who has nothing else of ours.</summary>
public sealed partial class PackageTests : IDisposable
{
    private static readonly Lazy<string> Packed = new(Pack);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_has_readme_licence_documentation_symbols_and_the_mended_library_s_target()
    {
        SkipUnlessBuiltForTheCpu();
        var package = Directory.GetFiles(Packed.Value, "UGradSL.Kit.*.nupkg").Single();
        var names = Names(package);
        string[] wanted = ["README.md", "LICENSE", "lib/net10.0/UGradSL.Kit.dll", "lib/net10.0/UGradSL.Kit.xml",
            "buildTransitive/UGradSL.Kit.props", "buildTransitive/UGradSL.Kit.targets", "buildTransitive/WeakenVersion.cs"];
        Assert.All(wanted, name => Assert.Contains(name, names));
        Assert.Contains("lib/net10.0/UGradSL.Kit.pdb", Names(Path.ChangeExtension(package, ".snupkg")));
        Assert.DoesNotContain(names, name => name.EndsWith(".so", StringComparison.Ordinal));
    }

    [Fact]
    public void Added_to_an_empty_project_it_runs_the_program_of_its_readme()
    {
        SkipUnlessBuiltForTheCpu();
        NewProject(Example().Match(File.ReadAllText(Repository.PathOf("src/UGradSL.Kit/README.md"))).Groups[1].Value + "Console.WriteLine(MethodSheet.Of(new UGradSLPlus()).Mathematics);\n");
        Dotnet.Run(App(""), "add", "package", "UGradSL.Kit");
        Build();
        var said = Dotnet.Run(App(""), App("bin/Release/net10.0/app.dll"));
        Assert.Matches(@"seed 0 · UGradSL\+ · UA \d+\.\d · MIA \d+\.\d · RA \d+\.\d · TA \d+\.\d", said);
        Assert.Contains("(1−p)", said);
        Assert.Contains("\"System.GC.Concurrent\": false", File.ReadAllText(App("bin/Release/net10.0/app.runtimeconfig.json")));
    }

    [Fact]
    public void The_CPU_s_libtorch_can_be_left_out_for_another_one()
    {
        SkipUnlessBuiltForTheCpu();
        NewProject("Console.WriteLine(Unlearn.Native.Problem);\n");
        Dotnet.Run(App(""), "add", "package", "UGradSL.Kit");
        var project = File.ReadAllText(App("app.csproj"));
        File.WriteAllText(App("app.csproj"), project.Replace("</Project>",
            "<ItemGroup><PackageReference Include=\"libtorch-cpu-linux-x64\" Version=\"2.10.0\" ExcludeAssets=\"all\" /></ItemGroup></Project>"));
        Build();
        Assert.DoesNotContain(Directory.GetFiles(App("bin"), "*", SearchOption.AllDirectories), file => file.EndsWith("libtorch_cpu.so", StringComparison.Ordinal));
        Assert.Contains("libc10.so is not in", Dotnet.Run(App(""), App("bin/Release/net10.0/app.dll")));
    }

    // Where there is no ICU the SDK warns of the languages of FSharp.Core, which is not ours to mend.
    private void Build() => Dotnet.Run(App(""), "build", "-c", "Release", "-nodeReuse:false", "-warnaserror", "-p:NoWarn=NETSDK1188");

    private string App(string relative) => folder.PathOf(Path.Combine("app", relative));

    private static void SkipUnlessBuiltForTheCpu()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The libraries of the other systems are not mended.");
        var device = Repository.PathOf("artifacts/device");
        Assert.SkipUnless(!File.Exists(device) || File.ReadAllText(device).Trim() == "cpu", "This build is for another device; the package is for the CPU.");
    }

    /// <summary>An empty console project, whose packages come from here and from where the machine's come; ours is kept out of the machine's cache.</summary>
    private void NewProject(string program)
    {
        folder.Write("app/app.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
              </PropertyGroup>
            </Project>
            """).Write("app/Program.cs", program).Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{folder.PathOf("packages")}" /></config>
              <fallbackPackageFolders><add key="machine" value="{Dotnet.Cache}" /></fallbackPackageFolders>
              <packageSources><add key="here" value="{Packed.Value}" /></packageSources>
            </configuration>
            """);
    }

    /// <summary>Packs what is built already: the tests come after a build.</summary>
    private static string Pack()
    {
        var packages = Directory.CreateTempSubdirectory("ugradsl-package").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(packages, recursive: true);
        Dotnet.Run(Repository.Root, "pack", "src/UGradSL.Kit", "-c", "Release", "--no-build", "-nodeReuse:false", "-o", packages);
        return packages;
    }

    private static List<string> Names(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        return [.. zip.Entries.Select(e => e.FullName)];
    }

    [GeneratedRegex("```csharp\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
