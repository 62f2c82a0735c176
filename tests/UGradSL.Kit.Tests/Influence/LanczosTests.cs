namespace Unlearn.Tests.Influence;

public sealed class LanczosTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Generator rng = Seeds.Stream(0, "lanczos");

    public void Dispose()
    {
        rng.Dispose();
        scope.Dispose();
    }

    [Fact] // 15
    public void As_many_steps_as_parameters_give_every_eigenvalue()
    {
        var matrix = SolverTests.Definite(30, 1e3, 1);
        var lanczos = Lanczos.Of(LinearMap.Of(matrix), 30, rng);
        Assert.All(linalg.eigvalsh(matrix).data<double>().Zip(lanczos.Values), p => Assert.Equal(p.First, p.Second, 1e-9));
        Assert.Equal(1, lanczos.Weights.Sum(), 1e-12);
        var small = Lanczos.Of(LinearMap.Of(diag(tensor(new double[] { -2, -1, 3, 4, 5 }))), 5, rng);
        Assert.Equal(-2, small.Values[0], 1e-12);
        Assert.Equal(5, small.Values[^1], 1e-12);
    }

    [Fact]
    public void Each_Ritz_value_is_within_its_bound_of_an_eigenvalue()
    {
        var matrix = SolverTests.Definite(60, 1e3, 1);
        var exact = linalg.eigvalsh(matrix).data<double>().ToArray();
        var lanczos = Lanczos.Of(LinearMap.Of(matrix), 15, rng);
        Assert.All(lanczos.Values.Zip(lanczos.Bounds), p => Assert.InRange(exact.Min(e => Math.Abs(e - p.First)), 0, p.Second + 1e-12));
        Assert.InRange(lanczos.Bounds[^1], 0, 0.01);
        Assert.Equal(1, lanczos.Values[^1], 0.01);
    }

    [Fact]
    public void A_start_within_an_invariant_space_ends_there()
    {
        var lanczos = Lanczos.Of(LinearMap.Of(diag(tensor(new double[] { 1, 2, 3, 4 }))), tensor(new double[] { 1, 1, 0, 0 }), 4);
        Assert.Equal(2, lanczos.Values.Count);
        Assert.Equal(1, lanczos.Values[0], 1e-12);
        Assert.Equal(2, lanczos.Values[1], 1e-12);
    }

    [Fact] // 15
    public void The_density_integrates_to_one_and_traces_agree_within_three_standard_errors()
    {
        var matrix = SolverTests.Definite(50, 100, 2);
        var map = LinearMap.Of(matrix);
        var exact = matrix.diagonal().sum().item<double>();
        var spectrum = Spectrum.Of(map, rng, 30, 10);
        var width = spectrum.At[1] - spectrum.At[0];
        Assert.Equal(1, spectrum.Density.Sum() * width, 1e-2);
        Assert.InRange(Math.Abs(spectrum.Trace.Mean - exact), 0, 3 * spectrum.Trace.StandardError);
        var trace = Hutchinson.Trace(map, rng, 50);
        Assert.InRange(Math.Abs(trace.Mean - exact), 0, 3 * trace.StandardError);
        Assert.InRange(trace.StandardError, 1e-6, 0.3 * exact);
        var diagonal = LinearMap.Diagonal(Small.Random(50));
        Assert.InRange(Small.Apart(Hutchinson.DiagonalOf(diagonal, rng, 1), Small.Random(50)), 0, 1e-14); // signs are exact on a diagonal
        Assert.Contains("eigenvalue", InfluenceCharts.Density(spectrum).Svg);
    }

    [Fact]
    public void What_cannot_be_started_is_refused()
    {
        var map = LinearMap.Identity(3, CPU);
        Assert.Contains("1 to 3", Assert.Throws<ArgumentException>(() => Lanczos.Of(map, 4, rng)).Message);
        Assert.Contains("needs a direction", Assert.Throws<ArgumentException>(() => Lanczos.Of(map, zeros(3, ScalarType.Float64), 2)).Message);
        Assert.Contains("at least 1", Assert.Throws<ArgumentException>(() => Hutchinson.Trace(map, rng, 0)).Message);
        Assert.Contains("a floor of 0", Assert.Throws<ArgumentException>(() => Hutchinson.Jacobi(ones(3), 0)).Message);
        Assert.Contains("at least 2", Assert.Throws<ArgumentException>(() => Spectrum.Of(map, rng, 1)).Message);
    }
}
