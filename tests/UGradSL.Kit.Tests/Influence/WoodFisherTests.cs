namespace Unlearn.Tests.Influence;

public class WoodFisherTests
{
    [Theory]
    [InlineData(5, 30, 1e-2)]
    [InlineData(40, 12, 1e-3)]
    public void The_recursion_and_the_dense_inverse_of_its_definition_agree(int n, int size, double damping)
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(5, CPU);
        var (rows, v) = (randn([n, size], ScalarType.Float64, generator: rng), randn([size], ScalarType.Float64, generator: rng));
        var solved = WoodFisher.Solve(rows, v, damping);
        var fisher = rows.t().mm(rows) / n + damping * eye(size, dtype: ScalarType.Float64);
        Assert.True((linalg.solve(fisher, v.unsqueeze(1)).squeeze(1) - solved).norm().item<double>() < 1e-9 * solved.norm().item<double>());

        var inverse = eye(size, dtype: ScalarType.Float64) / damping;
        for (var i = 0; i < n; i++)
        {
            var o = inverse.mm(rows[i].unsqueeze(1));
            inverse -= o.mm(o.t()) / (n + rows[i].dot(o.squeeze(1)));
        }
        Assert.True((inverse.mm(v.unsqueeze(1)).squeeze(1) - solved).norm().item<double>() < 1e-9 * solved.norm().item<double>());
    }

    [Fact]
    public void No_damping_and_shapes_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("a positive damping is needed", Assert.Throws<ArgumentException>(() => WoodFisher.Solve(rand(2, 3), rand(3, ScalarType.Float64), 0)).Message);
        Assert.Contains("[N, P] and [P] are needed", Assert.Throws<ArgumentException>(() => WoodFisher.Solve(rand(2, 3), rand(2, ScalarType.Float64), 1)).Message);
    }
}
