using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Unlearn.Tests;

public sealed class HostReferencesTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Fact]
    public void The_kit_of_a_notebook_is_the_one_that_this_process_has_and_brings_its_neighbours()
    {
        var copy = Directory.CreateDirectory(scratch.File("artifacts"));
        File.Copy(typeof(Screen).Assembly.Location, Path.Combine(copy.FullName, "UGradSL.Kit.dll"));
        var outputs = Run("""
            #r "artifacts/UGradSL.Kit.dll"
            using static TorchSharp.torch;
            """, """
            $"{typeof(Unlearn.Screen).Assembly.Location} {ones(2).sum().item<float>()} {new Microsoft.Data.Analysis.DataFrame().Columns.Count} {typeof(Plotly.NET.GenericChart).Name}"
            """);
        Assert.EndsWith($"{Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'))}/UGradSL.Kit.dll 2 0 GenericChart", outputs);
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "UGradSL.Kit");
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "TorchSharp");
    }

    [Fact]
    public void An_assembly_that_the_process_has_loaded_from_elsewhere_is_not_loaded_twice()
    {
        var name = Compile("public class Counter { public static int Value; }", "loaded", "seen");
        var loaded = Assembly.LoadFrom(scratch.File($"loaded/{name}.dll"));
        loaded.GetType("Counter")!.GetField("Value")!.SetValue(null, 41);
        Assert.Equal("42", Run($"#r \"seen/{name}.dll\"\n(Counter.Value + 1).ToString()"));
    }

    [Fact]
    public void An_assembly_of_the_learners_own_is_found_from_the_notebooks_folder()
    {
        var name = Compile("public class Mine { public static string Name => \"mine\"; }", "lib");
        Assert.Equal("mine", Run($"#r \"./lib/{name}.dll\"", "Mine.Name"));
    }

    [Fact]
    public void Without_r_the_kit_is_not_there_as_in_the_kernel() =>
        Assert.StartsWith("CS0234: The type or namespace name 'Screen'", Scratch.FailureOf("Unlearn.Screen.Show(1)").Message);

    [Fact]
    public void What_an_r_does_not_find_is_named_with_the_cure()
    {
        var failure = Scratch.FailureOf("1", "// versions\n#r \"../artifacts/kit/UGradSL.Kit.dll\"");
        Assert.Equal("cell 2, line 2: #r \"../artifacts/kit/UGradSL.Kit.dll\": there is no such file, seen from the notebook's folder; ./run.sh builds the kit", failure.ToString());
    }

    [Fact]
    public void Another_build_of_the_kit_is_called_stale()
    {
        Compile("public class Old { }", "old", name: "UGradSL.Kit");
        var failure = scratch.Run("#r \"old/UGradSL.Kit.dll\"").Failure!;
        Assert.Equal(
            "#r \"old/UGradSL.Kit.dll\" is another build than the one this runner carries: one of the two is stale; dotnet build -c Release renews both", failure.Message);
    }

    [Fact]
    public void A_file_that_is_no_assembly_is_refused()
    {
        File.WriteAllText(scratch.File("UGradSL.Kit.dll"), "version https://git-lfs");
        Assert.Contains("#r \"UGradSL.Kit.dll\"", scratch.Run("#r \"UGradSL.Kit.dll\"").Failure!.Message);
    }

    [Fact]
    public void A_framework_assembly_is_found_by_its_name() => Assert.Equal("[1]", Run("#r \"System.Text.Json\"\nSystem.Text.Json.JsonSerializer.Serialize(new[] { 1 })"));

    public void Dispose() => scratch.Dispose();

    private string Run(params string[] cells)
    {
        var run = scratch.Run(cells);
        Assert.Null(run.Failure);
        return Scratch.Data(run.Notebook.CodeCells[^1].Outputs);
    }

    /// <summary>Puts one build of an assembly into each folder, under a name of its own unless one is given.</summary>
    private string Compile(string code, string folder, string? copy = null, string? name = null)
    {
        name ??= "Made" + Guid.NewGuid().ToString("N");
        var file = Path.Combine(Directory.CreateDirectory(scratch.File(folder)).FullName, name + ".dll");
        var made = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(code)], [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new(OutputKind.DynamicallyLinkedLibrary)).Emit(file);
        Assert.True(made.Success);
        if (copy is not null) File.Copy(file, Path.Combine(Directory.CreateDirectory(scratch.File(copy)).FullName, name + ".dll"));
        return name;
    }
}
