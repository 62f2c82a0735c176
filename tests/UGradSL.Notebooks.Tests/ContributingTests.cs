using System.Text.RegularExpressions;
using Xunit;

namespace Unlearn.Tests;

/// <summary>The new method that CONTRIBUTING.md writes down is compiled and run as it stands there.</summary>
public partial class ContributingTests
{
    [Fact]
    public void The_worked_example_of_a_new_method_compiles_runs_and_forgets()
    {
        var example = Example().Match(File.ReadAllText(Repository.PathOf("CONTRIBUTING.md"))).Groups[1].Value;
        Assert.Contains("public sealed record SecondBest", example);
        var outputs = Scratch.OutputsOfLast(
            $"#r \"{typeof(Unlearner).Assembly.Location}\"",
            "using Unlearn; using TorchSharp; using static TorchSharp.torch; using static TorchSharp.torch.nn.functional;",
            example,
            """
            static string Try()
            {
                using var whole = FashionMnist.Embedded();
                using var data = whole.First(1500, 100);
                using var net = Seeds.Initialise(0, () => new SmallCnn(width: 8));
                var split = Forgetting.Class("Sandal").Split(data, 0);
                using var rng = Seeds.Stream(0, "order");
                foreach (var _ in Trainer.Run(net, split.Train, new TrainSettings(Epochs: 4, BatchSize: 64), rng)) { }
                double Forgotten() { using var z = Evaluate.Logits(net, split.Forget); using var y = Evaluate.Labels(split.Forget); return 100 - Accuracy.Percent(z, y); }
                var before = Forgotten();
                var method = new SecondBest(Epochs: 2);
                var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
                var steps = method.Run(net, split, rng).Count();
                if (steps != method.Steps(split)) return $"{steps} steps, {method.Steps(split)} announced";
                if (DisposeScopeManager.Statistics.ThreadTotalLiveCount != live) return "it leaks";
                try { new SecondBest(LearningRate: -1).Check(); return "a negative learning rate is accepted"; } catch (ArgumentException) { }
                return Forgotten() > before + 50 ? "it forgets" : $"UA {before:0.0} before, {Forgotten():0.0} after";
            }
            Try()
            """);
        Assert.Contains("it forgets", Scratch.Data(outputs));
    }

    [GeneratedRegex("```csharp\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
