using System.Text.Json;

namespace Unlearn.Tests.Metrics;

public class EvaluationTests
{
    [Fact]
    public void It_has_the_papers_numbers_and_says_what_is_missing()
    {
        using var outputs = MadeOutputs.Network(2, 4, 1.5, count: 200);
        var alone = Evaluation.Of(outputs);
        var o = outputs;
        Assert.Equal(
            Scores.Of(o.Forget.Logits, o.Forget.Labels, o.Retain.Logits, o.Retain.Labels, o.Test.Logits, o.Test.Labels, 0) with { H = alone.Unlearned.H },
            alone.Unlearned with { RTE = 0 });
        Assert.Equal(Entropy.Mean(o.Forget.Logits), alone.Unlearned.H, 1e-9);
        Assert.Equal(alone.Unlearned.H / Math.Log(5), alone.RelativeEntropy, 1e-12);
        Assert.Null(alone.Distance);
        Assert.Contains(alone.Notes, note => note.StartsWith("no retrained network", StringComparison.Ordinal));
        Assert.Contains(alone.Notes, note => note.StartsWith("no shadow networks", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(EvaluationJson.Of(alone));
        Assert.False(json.RootElement.TryGetProperty("avgGap", out _));
        Assert.Equal(alone.Unlearned.MIA, json.RootElement.GetProperty("MIA").GetDouble());
    }

    [Fact]
    public void With_Retrain_it_measures_the_distance_and_attacks_Retrain_too()
    {
        using var mine = MadeOutputs.Network(4, 4, 1.5, count: 200);
        using var theirs = MadeOutputs.Network(1.5, 4, 1.5, count: 200);
        var evaluation = Evaluation.Of(mine, theirs, mine, theirs);
        Assert.Equal(Gap.Average(mine.Score(), theirs.Score()), evaluation.Distance!.AverageGap);
        Assert.Equal(evaluation.Attacks.Select(a => a.Name), evaluation.RetrainedAttacks.Select(a => a.Name));
        Assert.Equal(5, evaluation.Damage.Count);
        var frame = evaluation.ToDataFrame();
        Assert.Equal("UA ↑", frame["Metric"][0]);
        Assert.Equal(evaluation.Distance.Gap.UA, frame["Gap"][0]);
        Assert.Equal("within retraining noise", frame["Says"][2]); // RA is the same in both
        Assert.Contains("svc-confidence:forget-vs-test AUC", EvaluationTable.Of(evaluation).ToString());

        using var json = JsonDocument.Parse(EvaluationJson.Of(evaluation));
        var root = json.RootElement;
        foreach (var name in (string[])["UA", "MIA", "RA", "TA", "H"])
            Assert.Equal(root.GetProperty(name).GetDouble() - root.GetProperty("retrained").GetProperty(name).GetDouble(), root.GetProperty("gap").GetProperty(name).GetDouble(), 1e-9);
        Assert.Equal(evaluation.Distance.TugOfWar, root.GetProperty("tow").GetDouble());
        Assert.Equal(evaluation.Distance.Forget.Kl, root.GetProperty("klForget").GetDouble());
        Assert.Equal(evaluation.Distance.Forget.Js, root.GetProperty("jsForget").GetDouble());
        foreach (var attack in evaluation.Attacks)
            Assert.Equal(attack.Auc, root.GetProperty("attacks").GetProperty(attack.Name).GetProperty("auc").GetDouble());
        Assert.Equal(0, root.GetProperty("noiseFloor").GetProperty("UA").GetDouble());
    }

    [Fact]
    public void From_networks_it_is_what_their_logits_give_and_leaves_nothing_behind()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var data = Tiny.Data())
        using (Net unlearned = Tiny.Net(1), retrained = Tiny.Net(2))
        {
            var split = Tiny.Split(data);
            var held = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            var evaluation = Evaluation.Of(unlearned, retrained, null, split);
            Assert.Equal(held, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            Assert.Equal(Meter.Score(unlearned, split, TimeSpan.Zero) with { H = 0 }, evaluation.Unlearned with { H = 0, RTE = 0 });
            Assert.Equal(Meter.Score(retrained, split, TimeSpan.Zero) with { H = 0 }, evaluation.Retrained! with { H = 0, RTE = 0 });
            Assert.Contains(evaluation.Notes, note => note.Contains("classes that the test set lacks", StringComparison.Ordinal));
            Assert.True(double.IsNaN(evaluation.Streisand));
            Assert.Equal(EvaluationJson.Of(evaluation), EvaluationJson.Of(Evaluation.Of(unlearned, retrained, null, split)));
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Prediction_matrices_and_damage_are_counted_by_hand()
    {
        using var scope = NewDisposeScope();
        using var first = Predicting([0, 0, 0, 1, 2], [0, 0, 1, 1, 2]);
        using var second = Predicting([0, 0, 1, 1, 1], [0, 1, 1, 0, 1]);
        Assert.Equal([[2, 1, 0], [0, 1, 0], [0, 0, 1]], PredictionMatrix.Of(first));
        // Class 0: (2/3, 1/3) against (1/2, 1/2): 1/6; class 1: (0, 1) against (1/3, 2/3): 1/3; class 2 is not in the second.
        var (distance, counted) = PredictionMatrix.Distance(first, second);
        Assert.Equal((3 / 6.0 + 1 / 3.0) / 4, distance, 1e-12);
        Assert.Equal(4, counted);
        using var after = Predicting([0, 0, 0, 1, 2], [0, 2, 1, 1, 0]);
        Assert.All(Collateral.PerClass(after, first).Zip([-100 / 3.0, 0, -100]), pair => Assert.Equal(pair.Second, pair.First.Change, 1e-9));
        Assert.Equal([new(7, 2, 100, 50), new(9, 3, 200 / 3.0, 100 / 3.0)], Collateral.PerGroup(after, first, [7, 7, 9, 9, 9]));

        static Outputs Predicting(long[] labels, long[] predicted) => new(one_hot(tensor(predicted), 3).to(ScalarType.Float64) * 5, tensor(labels));
    }
}
