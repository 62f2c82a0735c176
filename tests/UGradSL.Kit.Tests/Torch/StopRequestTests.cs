namespace Unlearn.Tests;

public sealed class StopRequestTests : IDisposable
{
    private readonly CancellationTokenSource source = new();

    public StopRequestTests() => StopRequest.Asked = source.Token;

    public void Dispose()
    {
        StopRequest.Asked = default;
        source.Dispose();
    }

    [Fact]
    public void Training_ends_before_its_next_step_and_leaves_no_tensor()
    {
        using var data = Tiny.Data();
        using var net = Tiny.Net();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var steps = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            using var rng = Seeds.Stream(0, "order");
            foreach (var step in Trainer.Run(net, data.Train.All, new TrainSettings(Epochs: 5, BatchSize: 4), rng))
                if (++steps == 3) source.Cancel();
        });
        Assert.Equal(3, steps);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void An_evaluation_ends_before_its_next_batch_and_gives_the_network_its_mode_back()
    {
        using var data = Tiny.Data();
        using var net = Tiny.Net();
        net.train();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Evaluate.Logits(net, data.Train.All).Dispose());
        Assert.True(net.training);
    }

    [Fact]
    public void A_solver_ends_before_its_next_product_and_leaves_no_tensor()
    {
        using var scope = NewDisposeScope();
        var b = ones(3, ScalarType.Float64);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var products = 0;
        var map = new LinearMap(3, CPU, v =>
        {
            if (++products == 2) source.Cancel();
            return v * tensor(new double[] { 1, 2, 3 });
        });
        Assert.Throws<OperationCanceledException>(() => new ConjugateGradient(1e-12, 50).Solve(map, b));
        Assert.Equal(2, products);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Without_a_request_nothing_stops()
    {
        using var data = Tiny.Data();
        using var net = Tiny.Net();
        using var logits = Evaluate.Logits(net, data.Train.All);
        Assert.Equal(data.Train.All.Count, logits.shape[0]);
    }
}
