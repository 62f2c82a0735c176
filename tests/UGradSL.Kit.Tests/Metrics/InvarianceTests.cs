using System.Globalization;
using System.Text.Json;

namespace Unlearn.Tests.Metrics;

/// <summary>What must not matter to an evaluation: how many samples pass at a time, their order, a constant in a row of logits.</summary>
public sealed class InvarianceTests : IDisposable
{
    private readonly Dataset data = Memorising.Data(500, 400);
    private readonly ForgetSplit split;
    private readonly Net unlearned, retrained;

    public InvarianceTests()
    {
        split = (Forgetting.Random(0.2) with { ValidationShare = 0 }).Split(data, 0); // D_r as large as the test set: MIA and the attacks use all of both
        (unlearned, retrained) = (Memorising.Train(split.Train, 0, epochs: 10), Memorising.Train(split.Retain, 1, epochs: 10));
    }

    public void Dispose()
    {
        foreach (var owned in (IDisposable[])[unlearned, retrained, data]) owned.Dispose();
    }

    [Fact]
    public void The_batch_size_of_the_pass_changes_no_number_by_more_than_rounding()
    {
        Dictionary<string, double> Measure(int batchSize)
        {
            using NetworkOutputs mine = NetworkOutputs.Of(unlearned, split, batchSize), theirs = NetworkOutputs.Of(retrained, split, batchSize);
            return Numbers(Evaluation.Of(mine, theirs, mine, theirs));
        }
        var whole = Measure(1000);
        Near(whole, Measure(7), 1e-4, attacks: 0.01);
        Near(whole, Measure(1), 1e-4, attacks: 0.01);
    }

    [Fact]
    public void The_order_of_D_f_changes_nothing_but_what_splits_D_f_in_halves_or_folds()
    {
        using NetworkOutputs mine = NetworkOutputs.Of(unlearned, split), theirs = NetworkOutputs.Of(retrained, split);
        using NetworkOutputs turned = Reordered(mine, forget: true, others: false), others = Reordered(theirs, forget: true, others: false);
        string[] split_ = ["streisand-svc", "logistic-loss"];
        Near(Numbers(Evaluation.Of(mine, theirs, mine, theirs)), Numbers(Evaluation.Of(turned, others, turned, others)), 1e-9,
            name => split_.Any(name.Contains) && !name.EndsWith("logistic-loss:forget-vs-test.auc", StringComparison.Ordinal));
    }

    /// <summary>The attacks learn from every other sample of D_r and the test set, so theirs is another half after reordering.</summary>
    [Fact]
    public void The_order_of_all_sets_changes_no_number_but_those_of_attacks_that_learn_from_half()
    {
        using NetworkOutputs mine = NetworkOutputs.Of(unlearned, split), theirs = NetworkOutputs.Of(retrained, split);
        using NetworkOutputs turned = Reordered(mine, forget: true, others: true), others = Reordered(theirs, forget: true, others: true);
        Near(Numbers(Evaluation.Of(mine, theirs, mine, theirs)), Numbers(Evaluation.Of(turned, others, turned, others)), 1e-9, name => name.Contains("ttacks."));
    }

    [Fact]
    public void A_constant_in_the_logits_of_a_sample_changes_nothing()
    {
        using NetworkOutputs mine = NetworkOutputs.Of(unlearned, split), theirs = NetworkOutputs.Of(retrained, split);
        using NetworkOutputs shifted = Shifted(mine), others = Shifted(theirs);
        using NetworkOutputs wide = Shifted(mine, 0), otherWide = Shifted(theirs, 0); // in float64 as well: MIA reads confidences in the precision of the logits
        Near(Numbers(Evaluation.Of(wide, otherWide, wide, otherWide)), Numbers(Evaluation.Of(shifted, others, shifted, others)), 1e-6, attacks: 0.01);
    }

    private static NetworkOutputs Reordered(NetworkOutputs o, bool forget, bool others)
    {
        return new(forget ? Turn(o.Forget, 3) : Turn(o.Forget, null), others ? Turn(o.Retain, 4) : Turn(o.Retain, null), others ? Turn(o.Test, 5) : Turn(o.Test, null));

        static Outputs Turn(Outputs set, int? seed)
        {
            int[] rows = [.. Enumerable.Range(0, set.Count)];
            if (seed is { } s) new Random(s).Shuffle(rows);
            return set.Take(rows);
        }
    }

    /// <summary>Another constant in each row.</summary>
    private static NetworkOutputs Shifted(NetworkOutputs o, double by = 30)
    {
        return new(Shift(o.Forget), Shift(o.Retain), Shift(o.Test));

        Outputs Shift(Outputs set)
        {
            using var scope = NewDisposeScope();
            return new(set.Logits.to(ScalarType.Float64) + by * linspace(-1, 1, set.Count, ScalarType.Float64).unsqueeze(1), set.Labels);
        }
    }

    private static Dictionary<string, double> Numbers(Evaluation evaluation)
    {
        using var json = JsonDocument.Parse(EvaluationJson.Of(evaluation));
        Dictionary<string, double> numbers = [];
        Walk("", json.RootElement);
        return numbers;

        void Walk(string at, JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Number) numbers.Add(at, element.GetDouble());
            if (element.ValueKind == JsonValueKind.Object)
                foreach (var p in element.EnumerateObject()) Walk($"{at}.{p.Name}", p.Value);
            if (element.ValueKind == JsonValueKind.Array)
                foreach (var (i, item) in element.EnumerateArray().Index()) Walk($"{at}[{i}]", item);
        }
    }

    /// <param name="first">By name.</param>
    /// <param name="second">The same names.</param>
    /// <param name="tolerance">Of a number.</param>
    /// <param name="but">Names that may differ.</param>
    /// <param name="attacks">Of the number of an attack: where two samples are nearly as sure, rounding decides which is before the other.</param>
    private static void Near(Dictionary<string, double> first, Dictionary<string, double> second, double tolerance, Func<string, bool>? but = null, double attacks = 0)
    {
        Assert.Equal(first.Keys, second.Keys);
        foreach (var (name, value) in first)
            if (but?.Invoke(name) != true)
                Assert.True(Math.Abs(value - second[name]) <= (name.Contains("ttacks.") ? Math.Max(tolerance, attacks * (name.Contains("nonMemberShare") ? 100 : 1)) : tolerance), string.Create(CultureInfo.InvariantCulture, $"{name}: {value} and {second[name]}"));
    }
}
