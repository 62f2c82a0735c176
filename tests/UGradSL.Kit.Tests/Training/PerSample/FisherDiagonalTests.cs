namespace Unlearn.Tests.Training;

public sealed class FisherDiagonalTests : IDisposable
{
    private readonly Dataset data = Tiny.Data(perClass: 12);
    private readonly Net net = Tiny.Net();

    public void Dispose()
    {
        data.Dispose();
        net.Dispose();
    }

    [Theory]
    [InlineData(FisherLabels.Model)]
    [InlineData(FisherLabels.Data)]
    public void The_diagonal_is_the_mean_over_samples_and_labels_of_squared_gradients_one_by_one(FisherLabels labels)
    {
        using var scope = NewDisposeScope();
        net.eval();
        List<Tensor> expected = [.. net.parameters().Select(p => zeros(p.shape, ScalarType.Float64))];
        foreach (var batch in data.Train.All.InOrder(1))
        {
            var p = softmax(net.call(batch.X), 1).detach();
            for (var k = 0; k < Tiny.Classes; k++)
            {
                if (labels == FisherLabels.Data && k != batch.Y.item<long>()) continue;
                net.zero_grad();
                cross_entropy(net.call(batch.X), tensor(new[] { (long)k })).backward();
                var weight = labels == FisherLabels.Data ? 1 : p[0, k].item<float>();
                foreach (var (sum, parameter) in expected.Zip(net.parameters())) sum.add_(parameter.grad!.to(ScalarType.Float64).square() * weight / data.Train.Count);
            }
        }
        foreach (var size in (int[])[1, 7, 48])
        {
            using var fisher = new FisherDiagonal(net, labels);
            foreach (var batch in data.Train.All.InOrder(size)) fisher.Add(batch);
            foreach (var (e, (a, p)) in expected.Zip(fisher.Mean().Zip(fisher.Parameters)))
            {
                var error = (e - a.to(ScalarType.Float64)).abs().max().item<double>() / e.max().item<double>();
                Assert.True(error < 1e-5, $"batches of {size}: {p.Name} is off by {error}");
            }
            Assert.Empty(fisher.Looped);
        }
    }

    [Theory]
    [InlineData(FisherLabels.Model)]
    [InlineData(FisherLabels.Data)]
    public void The_released_squares_are_those_of_each_batch_s_mean_gradient(FisherLabels labels)
    {
        using var scope = NewDisposeScope();
        net.eval();
        List<Tensor> expected = [.. net.parameters().Select(p => zeros(p.shape, ScalarType.Float64))];
        foreach (var batch in data.Train.All.InOrder(16))
            for (var k = 0; k < (labels == FisherLabels.Data ? 1 : Tiny.Classes); k++)
            {
                net.zero_grad();
                var z = net.call(batch.X);
                cross_entropy(z, labels == FisherLabels.Data ? batch.Y : full_like(batch.Y, k)).backward();
                var weight = labels == FisherLabels.Data ? 1 : softmax(z, 1).select(1, k).mean().item<float>();
                foreach (var (sum, parameter) in expected.Zip(net.parameters())) sum.add_(parameter.grad!.to(ScalarType.Float64).square() * weight / 3);
            }
        using var squares = new BatchSquares(net, labels);
        foreach (var batch in data.Train.All.InOrder(16)) squares.Add(batch);
        foreach (var (e, (a, p)) in expected.Zip(squares.Mean().Zip(squares.Parameters)))
            Assert.True((e - a.to(ScalarType.Float64)).abs().max().item<double>() <= 1e-5 * e.max().item<double>(), p.Name);
    }

    [Fact]
    public void Nothing_added_has_no_mean()
    {
        using var fisher = new FisherDiagonal(net);
        using var squares = new BatchSquares(net, FisherLabels.Data);
        Assert.Contains("add a batch first", Assert.Throws<InvalidOperationException>(fisher.Mean).Message);
        Assert.Contains("add one first", Assert.Throws<InvalidOperationException>(squares.Mean).Message);
    }
}
