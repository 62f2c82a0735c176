using System.Text.RegularExpressions;

namespace Unlearn.Tests;

/// <summary>Metrics are functions of stored numbers: whoever trains, shadows too, is in Runs.</summary>
public sealed partial class TrainingInMetricsTests
{
    [Fact]
    public void No_metric_trains_a_network()
    {
        var files = Directory.GetFiles(Repository.PathOf("src/UGradSL.Kit/Metrics"), "*.cs");
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotMatch(Training(), File.ReadAllText(file)));
        Assert.Matches(Training(), File.ReadAllText(Repository.PathOf("src/UGradSL.Kit/Runs/Relearn.cs")));
    }

    [GeneratedRegex(@"\b(Trainer|TrainingRun|Descent|Optimizer|Unlearner|backward|Sweep)\b")]
    private static partial Regex Training();
}
