using System.Text.RegularExpressions;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

/// <summary>The file that notebook 14 moves its method to is compiled as it stands there.</summary>
public sealed partial class WrittenMethodTests
{
    [Fact]
    public void The_file_of_notebook_14_compiles_and_ends_at_the_bits_of_its_cell()
    {
        var notebook = Path.Combine(CourseTests.Folder, "14-write-a-method.ipynb");
        var file = Block().Match(CourseTests.Prose(notebook)).Groups[1].Value.Replace("namespace Unlearn;", "");
        Assert.Contains("public sealed record Unlikelihood(", file);
        var cells = Notebook.Read(notebook).CodeCells.Select(cell => cell.Source).ToList();
        var outputs = Scratch.OutputsOfLast(
            $"#r \"{typeof(Unlearner).Assembly.Location}\"",
            "using Unlearn; using TorchSharp; using static TorchSharp.torch; using static TorchSharp.torch.nn.functional;",
            "var whole = FashionMnist.Embedded();",
            """
            static double[] After(Dataset whole, Unlearner method)
            {
                using var data = whole.First(600, 100);
                using var net = Seeds.Initialise(0, () => new SmallCnn(width: 8));
                foreach (var _ in method.Run(net, Forgetting.Class("Sandal").Split(data, 0), Seeds.Stream(0, "order"))) { }
                return [.. net.state_dict().Values.SelectMany(t => t.to(float64).data<double>().ToArray())];
            }
            """,
            cells.First(source => source.StartsWith("static Tensor Unlikely(", StringComparison.Ordinal)),
            cells.First(source => source.StartsWith("record Unlikelihood(", StringComparison.Ordinal)),
            "var cell = After(whole, new Unlikelihood(P: 0.5)); var tuned = After(whole, new FineTune(2));",
            file,
            """$"{(After(whole, new Unlikelihood(P: 0.5)).SequenceEqual(cell) ? "the same" : "another")}, {(tuned.SequenceEqual(cell) ? "the same" : "another")} than FT" """);
        Assert.Contains("the same, another than FT", Scratch.Data(outputs));
    }

    [GeneratedRegex("```csharp\\n(namespace Unlearn;.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
