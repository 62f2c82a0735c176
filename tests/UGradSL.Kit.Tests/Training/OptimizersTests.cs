namespace Unlearn.Tests.Training;

public sealed class OptimizersTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();

    public void Dispose() => data.Dispose();

    public static TheoryData<string> Kinds => ["sgd", "plain", "adamw"];

    [Theory, MemberData(nameof(Kinds))]
    public void A_run_of_steps_is_the_one_that_libtorchs_own_optimizer_takes(string kind)
    {
        using Net mine = Tiny.Net(), theirs = Tiny.Net();
        Optimizer optimizer = kind switch { "sgd" => new Sgd(), "plain" => new Sgd(0, 0), _ => new AdamW() };
        using var reference = kind switch
        {
            "sgd" => optim.SGD(theirs.parameters(), 0.05, 0.9, weight_decay: 5e-4),
            "plain" => optim.SGD(theirs.parameters(), 0.05),
            _ => (optim.Optimizer)optim.AdamW(theirs.parameters(), 0.05, weight_decay: 0.01),
        };
        theirs.train();
        foreach (var batch in Batches(10))
        {
            using var scope = NewDisposeScope();
            reference.zero_grad();
            cross_entropy(theirs.call(batch.X), batch.Y).backward();
            reference.step();
        }
        mine.train();
        using (var descent = new Descent(mine, optimizer, 0.05))
            foreach (var batch in Batches(10))
                descent.Take(0, (1, batch, b => cross_entropy(mine.call(b.X), b.Y)));
        Assert.Equal(Flat(theirs), Flat(mine), (a, b) => Math.Abs(a - b) <= 2e-5 * Math.Max(1, Math.Abs(a)));
    }

    [Fact]
    public void Momentum_0_keeps_no_state_and_AdamW_two() =>
        Assert.Equal((0, 1, 2), (new Sgd(0).States, new Sgd().States, new AdamW().States));

    [Fact]
    public void A_long_gradient_is_shortened_to_its_bound_and_a_short_one_left_alone()
    {
        double Moved(double? bound)
        {
            using var net = Tiny.Net();
            net.eval(); // no statistics: every difference is the step's
            var before = Flat(net);
            using (var descent = new Descent(net, new Sgd(0, 0), 1) { ClipNorm = bound })
                foreach (var batch in Batches(1)) descent.Take(0, (100, batch, b => cross_entropy(net.call(b.X), b.Y)));
            return Math.Sqrt(before.Zip(Flat(net), (a, b) => ((double)a - b) * (a - b)).Sum());
        }
        var whole = Moved(null);
        Assert.True(whole > 1, $"{whole}");
        Assert.Equal(0.5, Moved(0.5), 1e-3);
        Assert.Equal(whole, Moved(10 * whole), 1e-4 * whole);
    }

    [Fact]
    public void Settings_round_trip_through_json()
    {
        foreach (var settings in (TrainSettings[])[new(), new(3, 0.01, 64) { Optimizer = new AdamW(0.1), LabelSmoothing = 0.1, ClipNorm = 1, Precision = Precision.Auto, Schedule = new Cosine() }])
            Assert.Equal(settings, System.Text.Json.JsonSerializer.Deserialize<TrainSettings>(System.Text.Json.JsonSerializer.Serialize(settings, Json.Compact), Json.Compact));
    }

    private IEnumerable<Batch> Batches(int count)
    {
        using var rng = Seeds.Stream(0, "order");
        foreach (var batch in data.Train.All.Batches(rng, 16).Take(count)) yield return batch;
    }

    private static float[] Flat(Net net) => [.. Tiny.State(net).Where(p => !p.Key.Contains("num_batches")).SelectMany(p => p.Value)];
}
