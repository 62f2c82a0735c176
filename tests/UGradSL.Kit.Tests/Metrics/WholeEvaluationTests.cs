using System.Text.Json;

namespace Unlearn.Tests.Metrics;

/// <summary>The evaluation of really trained networks: all its parts, against each other and against counting by hand.</summary>
public sealed class WholeEvaluationTests : IDisposable
{
    private readonly Dataset data = Memorising.Data(720);
    private readonly ForgetSplit split;
    private readonly Net original, retrained, again, unlearned;

    public WholeEvaluationTests()
    {
        split = (Forgetting.Subclass(2) with { ValidationShare = 0 }).Split(data, 0);
        (original, retrained, again) = (Memorising.Train(split.Train, 0), Memorising.Train(split.Retain, 1), Memorising.Train(split.Retain, 2));
        unlearned = original.Clone();
        Run.Of(new UGradSLPlus(2, 0.01) { BatchSize = 64 }, unlearned, split, 0, new Meter(0));
    }

    public void Dispose()
    {
        foreach (var owned in (IDisposable[])[original, retrained, again, unlearned, data]) owned.Dispose();
    }

    [Fact]
    public void Every_number_of_the_frame_is_in_the_JSON_and_nothing_is_left_behind()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var measured = new Measured(new(1.5, 300, 64 << 20), new(3, 900), new Relearn(20).Of(unlearned, retrained, original, split));
        var evaluation = Evaluation.Of(unlearned, retrained, original, split, again, measured);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        var frame = evaluation.ToDataFrame();
        var numbers = Numbers(JsonDocument.Parse(EvaluationJson.Of(evaluation)).RootElement).ToHashSet();
        for (var row = 0; row < frame.Rows.Count; row++)
            if (frame["Unlearned"][row] is double value && (string)frame["Metric"][row] != "peak memory ↓")
                Assert.True(numbers.Contains(value), $"{frame["Metric"][row]} {value}");
        string[] said = [.. frame["Metric"].Cast<string>()];
        foreach (var part in (string[])["CKA, D_f, head ↑", "CKA, test, head ↑", "‖θ_u − θ_r‖ ↓", "ZRF, D_f", "accuracy, memorised of D_f ↓", "accuracy, sub-class 3, a sibling ↑",
            "relearn time ↑", "RTE ↓", "RTE / Retrain's ↓", "samples passed ↓", "peak memory ↓"]) Assert.Contains(part, said);
        Assert.Equal(0.5, measured.RatioToRetrain);
        // Each row has digits of its own, whatever the largest number of the column is.
        Assert.Matches(@"\nRTE ↓ +s +1\.500 +3\.000 +−1\.500", EvaluationTable.Of(evaluation).ToString());
        Assert.Matches(@"\nZRF, D_f +0\.\d{4} ", EvaluationTable.Of(evaluation).ToString());
        Assert.Equal(1.5, evaluation.Unlearned.RTE);
        Assert.Equal(["no shadow networks", "no canaries in D_f."], evaluation.Notes.Select(note => note.Split(':')[0]));
    }

    [Fact]
    public void Shadows_bring_attacks_per_sample_on_this_very_network()
    {
        ShadowOutputs Of(Net net)
        {
            using var outputs = NetworkOutputs.Of(net, split);
            return ShadowOutputs.Of(outputs.Forget, outputs.Test);
        }
        ShadowOutputs Trained(Subset part, int seed)
        {
            using var net = Memorising.Train(part, seed);
            return Of(net);
        }
        ShadowPairs shadows = new([.. Enumerable.Range(3, 3).Select(s => Trained(split.Train, s))], [.. Enumerable.Range(6, 3).Select(s => Trained(split.Retain, s))]);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var evaluation = Evaluation.Of(original, retrained, original, split, again, seed: 2, shadows: shadows);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.DoesNotContain(evaluation.Notes, note => note.StartsWith("no shadow", StringComparison.Ordinal));
        var found = shadows.Attack(Of(original), Of(retrained), 2);
        string[] names = ["u-lira:unlearned-vs-never", "rmia:unlearned-vs-never"];
        foreach (var (name, attack) in names.Zip(found))
        {
            var carried = evaluation.Attacks.Single(a => a.Name == name);
            Assert.Equal((attack.Auc, attack.AucInterval), (carried.Auc, carried.AucInterval));
            Assert.True(carried.AucInterval.Low > 0.5, $"{carried.Auc} {carried.AucInterval}");
            Assert.True(evaluation.RetrainedAttacks.Single(a => a.Name == name).Auc < carried.Auc);
            Assert.Contains(carried.Notes, note => note.StartsWith("T = 3", StringComparison.Ordinal));
            Assert.Contains($"{name} AUC", evaluation.ToDataFrame()["Metric"].Cast<string>());
        }
        Assert.Equal(shadows.Quality().Score, evaluation.Quality!.Score);
        using var json = JsonDocument.Parse(EvaluationJson.Of(evaluation));
        Assert.Equal(3, json.RootElement.GetProperty("forgettingQuality").GetProperty("networks").GetInt32());
        Assert.Contains(Evaluation.Of(original, null, null, split, shadows: shadows).Notes, note => note.Contains("no attack per sample on this network"));
    }

    /// <summary>The unlearned network is another Retrain here: no gap is above the noise between two Retrains.</summary>
    [Fact]
    public void Another_Retrain_is_within_retraining_noise_in_every_number_that_has_a_floor()
    {
        var evaluation = Evaluation.Of(again, retrained, original, split, again);
        var frame = evaluation.ToDataFrame();
        string[] floored = [.. Enumerable.Range(0, (int)frame.Rows.Count).Where(row => (string)frame["Says"][row] == "within retraining noise").Select(row => (string)frame["Metric"][row])];
        foreach (var name in (string[])["UA ↑", "MIA ↑", "RA ↑", "TA ↑", "H ↑", "Avg Gap ↓", "ToW ↑", "ToW-MIA ↑", "KL(Retrain ‖ unlearned), D_f ↓", "Jensen–Shannon, test ↓",
            "disagreement, D_r ↓", "W₁ of entropies, D_f ↓", "CKA, D_f, head ↑", "‖θ_u − θ_r‖ ↓", "ZRF, D_f", "accuracy, memorised of D_f ↓"]) Assert.Contains(name, floored);
        Assert.Equal(evaluation.Distance, evaluation.FloorDistance);
        Assert.Equal(WeightDistance.Of(again, retrained), evaluation.Inside!.Weights);

        var far = Evaluation.Of(original, retrained, original, split, again).ToDataFrame();
        Assert.Equal("", far["Says"][0]); // UA
        Assert.Equal("", far["Says"].Cast<string>().ElementAt(far["Metric"].Cast<string>().ToList().IndexOf("KL(Retrain ‖ unlearned), D_f ↓")));
    }

    [Fact]
    public void What_the_inputs_do_not_give_is_said()
    {
        var alone = Evaluation.Of(unlearned, null, null, split);
        Assert.Equal((null, null, null), (alone.Inside, alone.Zrf!.Value.Retrained, alone.FloorDistance));
        Assert.Empty(alone.ByHeart);
        Assert.Empty(alone.Siblings);
        foreach (var start in (string[])["no retrained network", "no shadow networks", "nobody measured", "nobody trained", "without both the original", "no sub-classes", "no canaries"])
            Assert.Contains(alone.Notes, note => note.StartsWith(start, StringComparison.Ordinal));
        using var outputs = NetworkOutputs.Of(unlearned, split);
        var stored = Evaluation.Of(outputs);
        Assert.Contains(stored.Notes, note => note.StartsWith("outputs alone", StringComparison.Ordinal));
        Assert.Null(stored.Zrf);
        using var json = JsonDocument.Parse(EvaluationJson.Of(stored));
        foreach (var name in (string[])["cka", "zrf", "byHeart", "siblings", "relearning", "cost", "noiseFloor"]) Assert.False(json.RootElement.TryGetProperty(name, out _), name);
    }

    [Fact]
    public void Siblings_are_the_kept_sub_classes_of_a_touched_class()
    {
        var evaluation = Evaluation.Of(unlearned, retrained, original, split);
        var sibling = Assert.Single(evaluation.Siblings); // of sub-classes 2 and 3, both of class b, sub-class 2 is forgotten
        Assert.Equal(3, sibling.Group);
        using NetworkOutputs mine = NetworkOutputs.Of(unlearned, split), theirs = NetworkOutputs.Of(retrained, split);
        int[] rows = [.. Enumerable.Range(0, 600).Where(i => split.Test.Label(i) == 1 && i / 2 % 2 == 1)];
        double Right(NetworkOutputs o) => 100.0 * rows.Count(i => o.Test.Predicted[i] == 1) / rows.Length;
        Assert.Equal(new Collateral(3, rows.Length, Right(theirs), Right(mine)), sibling);
        var random = (Forgetting.Random(0.5) with { ValidationShare = 0 }).Split(data, 0);
        Assert.Empty(Evaluation.Of(unlearned, retrained, null, random).Siblings);
    }

    [Fact]
    public void The_memorised_part_is_what_the_original_names_and_Retrain_does_not()
    {
        using NetworkOutputs mine = NetworkOutputs.Of(unlearned, split), theirs = NetworkOutputs.Of(retrained, split), before = NetworkOutputs.Of(original, split), third = NetworkOutputs.Of(again, split);
        int[] rows = [.. Enumerable.Range(0, split.Forget.Count).Where(i => before.Forget.Predicted[i] == split.Forget.Label(i) && theirs.Forget.Predicted[i] != split.Forget.Label(i))];
        double Right(NetworkOutputs o) => 100.0 * rows.Count(i => o.Forget.Predicted[i] == split.Forget.Label(i)) / rows.Length;
        Assert.InRange(rows.Length, 5, 70);
        Assert.Equal(new KnownByHeart("memorised", rows.Length, new(Right(mine), 0, Right(third)), 100), KnownByHeart.Memorised(mine.Forget, theirs.Forget, before.Forget, third.Forget));
        Assert.Null(KnownByHeart.Memorised(mine.Forget, before.Forget, before.Forget));
    }

    [Fact]
    public void Too_much_forgetting_is_flagged()
    {
        using var broken = original.Clone();
        Run.Of(new GradientAscent(10, 0.05) { BatchSize = 64 }, broken, split, 0, new Meter(0));
        var evaluation = Evaluation.Of(broken, retrained, original, split);
        Assert.True(evaluation.Distance!.OverForgets);
        Assert.Equal("over-forgetting", evaluation.ToDataFrame()["Says"][0]);
        Assert.Contains(evaluation.Notes, note => note.StartsWith("over-forgetting: UA is ", StringComparison.Ordinal));
    }

    private static IEnumerable<double> Numbers(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => [element.GetDouble()],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Numbers(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Numbers),
        _ => [],
    };
}
