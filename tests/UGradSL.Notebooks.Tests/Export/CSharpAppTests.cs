using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

/// <summary>Apps are compiled here by Roslyn against what this process has; that <c>dotnet run</c> takes one is tried in the long run.</summary>
public sealed class CSharpAppTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Theory]
    [InlineData("x = 3", "int x;", "x = 3")]
    [InlineData("3", "var x = 3;", "x")]
    [InlineData("what it said", "void Say() => Console.WriteLine(\"what it said\");", "Say()")]
    [InlineData("4", "int Twice(int x) => 2 * x;", "var x = 2;", "Twice(x)")]
    [InlineData("1 2", "var (a, b) = (1, 2);", "$\"{a} {b}\"")]
    [InlineData("7", "int.TryParse(\"7\", out var seven);", "seven")]
    [InlineData("30", "int[] all = { 10, 20 };", "all.Sum(all => all)")]
    [InlineData("5", "const int K = 5; static int Of() => K;", "Of()")]
    [InlineData("6", "static int knob = 2; record M(int X) { public int Y => knob * X; }", "knob = 3;", "new M(2).Y")]
    [InlineData("done", "await Task.Delay(1); async Task<string> Later() { await Task.Yield(); return \"done\"; }", "await Later()")]
    [InlineData("8", "public static int Plus(this int x) => x + 1;", "7.Plus()")]
    [InlineData("<null>", "string s = null;", "s")]
    [InlineData("0.25", "0.25")]
    [InlineData("1\n2", "new[] { 1, 2 }")]
    [InlineData("9", "using System.IO;\n// why\nvar x = 9; // 9\n\nreturn x;")]
    [InlineData("a\n  b", "var s = \"\"\"\n    a\n      b\n    \"\"\";", "s")]
    public void An_app_says_what_the_cells_show(string said, params string[] cells)
    {
        var path = scratch.Write(cells);
        var run = NotebookRunner.Run(path);
        Assert.Null(run.Failure);
        Assert.Equal((said == "x = 3" ? "3" : said) + "\n", Run(path));
        Assert.Contains(said == "x = 3" ? "3" : said.Trim('<', '>').Split('\n')[0], run.Notebook.CodeCells[^1].Outputs.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void An_app_of_the_kit_gives_the_numbers_of_the_notebook()
    {
        var path = scratch.Write(
            $"#r \"{typeof(Screen).Assembly.Location}\"\nusing TorchSharp;\nusing Unlearn;\nusing static TorchSharp.torch;\nKit.Versions()",
            """
            var data = FashionMnist.Embedded();
            var split = Forgetting.Class("Sandal").Split(data, seed: 0);
            var net = Seeds.Initialise(0, () => new SmallCnn());
            static double Mean(IEnumerable<Step> steps) => steps.Average(step => step.Loss);
            """,
            """
            using (var rng = Seeds.Stream(0, "order"))
                Console.WriteLine(Mean(new UGradSLPlus(Epochs: 1, Alpha: -0.2, P: 0.9).Run(net, split with { Retain = split.Retain.First(256), Forget = split.Forget.First(64) }, rng)));
            new Table(["set", "images"], [["D_f", split.Forget.Count], ["D_r", split.Retain.Count]], "A split")
            """);
        var run = NotebookRunner.Run(path);
        Assert.Null(run.Failure);
        var shown = string.Join('\n', run.Notebook.CodeCells.SelectMany(cell => cell.Outputs).Select(o => Scratch.Text(o!["data"]?["text/plain"] ?? o).Trim()));
        var app = Run(path);
        Assert.Equal(Numbers(shown), Numbers(app));
        Assert.True(Numbers(shown).Count > 8);
        Assert.Contains("D_f", app);
    }

    [Theory]
    [InlineData("cell 2: 'x' is declared in cell 1 already", "var x = 1;", "var x = 2;")]
    [InlineData("cell 1: CS0103: The name 'y'", "y")]
    [InlineData("anonymous type", "var x = new { A = 1 };")]
    [InlineData("cell 1: #!who", "#!who\n1")]
    public void What_no_C_sharp_file_can_have_is_refused_with_its_cell(string why, params string[] cells)
    {
        var thrown = Assert.Throws<InvalidDataException>(() => CSharpApp.Write(scratch.Write(cells), scratch.File("apps")));
        Assert.Contains(why, thrown.Message);
        Assert.False(Directory.Exists(scratch.File("apps")));
    }

    [Fact]
    public void Every_notebook_of_the_course_becomes_an_app_that_compiles()
    {
        foreach (var notebook in Directory.GetFiles(CourseTests.Folder, "*.ipynb"))
            Compile(File.ReadAllText(CSharpApp.Write(notebook, scratch.File("apps"))));
    }

    [Fact]
    public void Dotnet_run_takes_it()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("UGRADSL_LONG") == "1", "it builds a project of its own: ./test.sh --long");
        var app = CSharpApp.Write(Path.Combine(CourseTests.Folder, "00-first-forgetting.ipynb"), Path.Combine(CourseTests.Folder, "../out/app-test"));
        try
        {
            var start = new System.Diagnostics.ProcessStartInfo("dotnet", ["run", app]) { RedirectStandardOutput = true };
            start.Environment["UGRADSL_PRESET"] = "quick";
            using var process = System.Diagnostics.Process.Start(start)!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            Assert.Contains("Forgetting Sandal", said);
            Assert.Contains("1,080 of Sandal", said);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(app)!, recursive: true);
        }
    }

    public void Dispose() => scratch.Dispose();

    private static List<string> Numbers(string text) => [.. Regex.Matches(text, @"\d+(\.\d+)?").Select(m => m.Value)];

    private string Run(string notebook)
    {
        var image = Compile(File.ReadAllText(CSharpApp.Write(notebook, scratch.File("apps"))));
        var context = new AssemblyLoadContext("app", isCollectible: true);
        var (console, folder, said) = (Console.Out, Directory.GetCurrentDirectory(), new StringWriter());
        try
        {
            Console.SetOut(said);
            context.LoadFromStream(image).EntryPoint!.Invoke(null, [Array.Empty<string>()]);
            return said.ToString();
        }
        finally
        {
            Console.SetOut(console);
            Directory.SetCurrentDirectory(folder);
            context.Unload();
        }
    }

    private static MemoryStream Compile(string app)
    {
        var code = string.Join('\n', app.Split('\n').Select(line => line.StartsWith("#:", StringComparison.Ordinal) ? "" : line));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(file => !Path.GetFileName(file).StartsWith("xunit", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create("app", [CSharpSyntaxTree.ParseText(code, new(LanguageVersion.CSharp14))], references, new(OutputKind.ConsoleApplication));
        var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(5)) + "\n" + app);
        image.Position = 0;
        return image;
    }
}
