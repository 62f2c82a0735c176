using System.Text.Json;

namespace Unlearn.Tests.Influence;

public sealed class SolverTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    public static TheoryData<Solver> Iterative => [new ConjugateGradient(1e-10, 400), new Minres(1e-10, 400)];

    [Theory] // 11
    [MemberData(nameof(Iterative))]
    public void On_random_definite_matrices_of_condition_1e4_the_error_is_within_condition_times_tolerance(Solver solver)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var (matrix, b) = (Definite(50, 1e4, seed), Small.Random(50, 50 + seed));
            var map = LinearMap.Of(matrix);
            var solution = solver.Solve(map, b);
            Assert.True(solution.Converged, solution.ToString());
            Assert.InRange(Small.Apart(solution.X, linalg.solve(matrix, b)), 0, 1e4 * 1e-10);
            Assert.Equal((b - matrix.mv(solution.X)).norm().item<double>() / b.norm().item<double>(), solution.Residual, 1e-12);
            Assert.InRange(solution.SmallestCurvature, 1e-4 * 0.999, 1.001);
            Assert.Equal(map.Products, solution.Products);
            Assert.Equal(solution.Iterations, solution.History.Count);
        }
    }

    [Theory] // 11
    [MemberData(nameof(Iterative))]
    public void They_are_exact_after_as_many_steps_as_there_are_distinct_eigenvalues(Solver solver)
    {
        var q = linalg.qr(Small.Random(400).view(20, 20)).Q;
        var matrix = q.mm(diag(tensor(Enumerable.Range(0, 20).Select(i => 1.0 + i % 4).ToArray()))).mm(q.t());
        Assert.InRange(solver.Solve(LinearMap.Of(matrix), Small.Random(20)).Iterations, 4, 4);
        Assert.InRange(solver.Solve(LinearMap.Of(Definite(12, 10, 3)), Small.Random(12)).Iterations, 1, 12);
    }

    [Theory]
    [MemberData(nameof(Iterative))]
    public void Rough_products_bring_the_same_solution_and_its_residual_is_the_exact_map_s(Solver solver)
    {
        var (matrix, b) = (Definite(50, 100, 1), Small.Random(50, 51));
        LinearMap With(Func<Tensor, Tensor> rough) => new(50, CPU, v => v.mm(matrix)) { Rough = new(50, CPU, rough) };
        var low = matrix.to(ScalarType.Float32);
        // In single precision; too long by a half; with the sign turned, of no use at all.
        foreach (var rough in (Func<Tensor, Tensor>[])[v => v.to(ScalarType.Float32).mm(low).to(ScalarType.Float64), v => 1.5 * v.mm(matrix), v => -v.mm(matrix)])
        {
            var map = With(rough);
            var solution = (2 * map.Damped(0.01) + map).Multiply(b);
            Assert.InRange(Small.Apart(solution, 3 * matrix.mv(b) + 0.02 * b), 0, 1e-13);
            var found = (solver with { Iterations = 2000 }).Solve(map.Damped(0), b);
            Assert.True(found.Converged, found.ToString());
            Assert.InRange(Small.Apart(found.X, linalg.solve(matrix, b)), 0, 100 * 1e-10);
            Assert.Equal((b - matrix.mv(found.X)).norm().item<double>() / b.norm().item<double>(), found.Residual, 1e-12);
            Assert.True(map.Rough!.Products > 0);
        }
    }

    [Fact] // 11
    public void A_right_hand_side_of_zero_takes_no_step()
    {
        foreach (var solver in (Solver[])[new ConjugateGradient(), new Minres(), new Lissa(Scale: 1), new ConjugateGradient()])
        {
            var map = LinearMap.Identity(4, CPU);
            var solution = solver.Solve(map, zeros(4, ScalarType.Float64));
            Assert.Equal((0, 0L, 0.0, true), (solution.Iterations, map.Products, solution.Residual, solution.Converged));
            Assert.Equal(0, solution.X.norm().item<double>());
        }
    }

    [Fact] // 12
    public void Conjugate_gradients_name_negative_curvature_and_the_damping_that_cures_it()
    {
        var matrix = diag(tensor(new double[] { 3, 1, -1 }));
        var solution = new ConjugateGradient(1e-10).Solve(LinearMap.Of(matrix), ones(3, ScalarType.Float64));
        Assert.Equal(SolveEnd.NegativeCurvature, solution.End);
        Assert.InRange(solution.SmallestCurvature, -1 - 1e-9, -1 + 1e-9);
        Assert.InRange(solution.Cure!.Value, 1 - 1e-9, 1 + 1e-9);
        Assert.Contains("Damp by more than 1", Assert.Throws<InvalidOperationException>(() => solution.X).Message);
        Assert.Contains("MINRES", solution.ToString());
        Assert.True(new ConjugateGradient(1e-10).Solve(LinearMap.Of(matrix).Damped(1.01 * solution.Cure.Value), ones(3, ScalarType.Float64)).Converged);
    }

    [Fact] // 12
    public void Minres_solves_indefinite_and_singular_systems()
    {
        var indefinite = new Minres(1e-12).Solve(LinearMap.Of(diag(tensor(new double[] { 3, 1, -1 }))), ones(3, ScalarType.Float64));
        Assert.InRange(Small.Apart(indefinite.X, tensor(new double[] { 1.0 / 3, 1, -1 })), 0, 1e-10);
        Assert.InRange(indefinite.SmallestCurvature, -1, 1.001);
        var singular = LinearMap.Of(diag(tensor(new double[] { 3, 1, 0, -2 })));
        Assert.InRange(new Minres(1e-12).Solve(singular, tensor(new double[] { 1, 1, 0, 1 })).Residual, 0, 1e-10);

        var outside = new Minres(1e-12).Solve(singular, ones(4, ScalarType.Float64));
        Assert.Equal(SolveEnd.Stalled, outside.End);
        Assert.Equal(0.5, outside.Residual, 1e-9); // ‖e₃‖/‖b‖: the least there is
        Assert.Contains("a singular map", outside.ToString());
    }

    [Fact]
    public void Not_converged_is_never_silent()
    {
        foreach (var solver in (Solver[])[new ConjugateGradient(1e-10, 5), new Minres(1e-10, 5), new Lissa(1e-10, 5)])
        {
            var solution = solver.Solve(LinearMap.Of(Definite(30, 1e4, 1)), Small.Random(30));
            Assert.Equal((SolveEnd.OutOfIterations, 5), (solution.End, solution.Iterations));
            Assert.InRange(solution.Residual, 1e-10, 10);
            Assert.Contains("Allow more iterations", Assert.Throws<InvalidOperationException>(() => solution.X).Message);
        }
    }

    [Fact] // 13
    public void The_exact_inverse_and_Jacobi_on_a_diagonal_converge_in_one_step()
    {
        var matrix = Definite(20, 1e3, 1);
        var entries = Small.Random(20).abs() + 0.01;
        foreach (var solver in (Solver[])[new ConjugateGradient(1e-8), new Minres(1e-8)])
        {
            Assert.Equal(1, solver.Solve(LinearMap.Of(matrix), Small.Random(20), LinearMap.Of(linalg.inv(matrix))).Iterations);
            var diagonal = LinearMap.Diagonal(entries);
            using var rng = Seeds.Stream(0, "jacobi");
            var jacobi = Hutchinson.Jacobi(Hutchinson.DiagonalOf(diagonal, rng, 1), 1e-6);
            Assert.Equal(1, solver.Solve(diagonal, Small.Random(20), jacobi).Iterations);
        }
        Assert.Contains("not positive definite", Assert.Throws<ArithmeticException>(() => new ConjugateGradient().Solve(LinearMap.Of(matrix), Small.Random(20), -1 * LinearMap.Identity(20, CPU))).Message);
    }

    [Fact] // 14
    public void LiSSA_diverges_below_half_the_largest_eigenvalue_and_says_so()
    {
        var map = LinearMap.Of(tensor(new double[,] { { 5, 1, 1 }, { 1, 4, 1 }, { 1, 1, 3 } }));
        var b = tensor(new double[] { 1, 2, 3 });
        Assert.Contains("LiSSA diverges", Assert.Throws<ArithmeticException>(() => new Lissa(Scale: 1).Solve(map, b)).Message);
        var exact = linalg.solve(map.Dense(), b);
        Assert.InRange(Small.Apart(new Lissa(1e-3, 100, 1 / 0.3).Solve(map, b).X, exact), 0, 1e-3);
        Assert.InRange(Small.Apart(new Lissa(1e-10).Solve(map, b).X, exact), 0, 1e-9);   // its scale from Lanczos
        // The recursion of codes in use, x ← b + (1 − d)·x − A·x/s, ends at (A/s + d)⁻¹b.
        var (d, s, x) = (0.1, 8.0, b.clone());
        for (var i = 0; i < 2000; i++) x = b + (1 - d) * x - map.Multiply(x) / s;
        Assert.InRange(Small.Apart(x / s, new Lissa(1e-12).Solve(map.Damped(d * s), b).X), 0, 1e-9);
    }

    [Fact]
    public void Direct_solves_what_has_an_inverse_and_knows_the_smallest_eigenvalue()
    {
        var matrix = Definite(30, 1e6, 2) - 0.5 * torch.eye(30, dtype: ScalarType.Float64);
        var solution = new Direct(1e-12).Solve(LinearMap.Of(matrix), Small.Random(30));
        Assert.InRange(Small.Apart(solution.X, linalg.solve(matrix, Small.Random(30))), 0, 1e-9);
        Assert.Equal(linalg.eigvalsh(matrix)[0].item<double>(), solution.SmallestCurvature, 1e-10);
    }

    [Fact]
    public void Several_right_hand_sides_share_calls_and_come_out_as_alone()
    {
        var matrix = Definite(30, 100, 2);
        Tensor[] rhs = [Small.Random(30, 1), zeros(30, ScalarType.Float64), matrix[0].clone(), Small.Random(30, 2)];
        foreach (var solver in (Solver[])[new ConjugateGradient(1e-9), new Minres(1e-9), new Lissa(1e-6, 3000), new Direct()])
        {
            var together = LinearMap.Of(matrix);
            var solutions = solver.Solve(together, rhs);
            var alone = rhs.Select(b => (Map: LinearMap.Of(matrix), B: b)).Select(p => (p.Map, Solution: solver.Solve(p.Map, p.B))).ToList();
            foreach (var (i, solution) in solutions.Index())
                Assert.True((solution.X - alone[i].Solution.X).norm().item<double>() <= 1e-9 * (1 + solution.X.norm().item<double>()));
            Assert.True(together.Calls < alone.Sum(p => p.Map.Calls));
        }
    }

    [Fact]
    public void A_start_near_the_answer_saves_steps()
    {
        var map = LinearMap.Of(Definite(40, 1e4, 4));
        var b = Small.Random(40);
        var cold = new ConjugateGradient(1e-8, 200).Solve(map, b);
        var warm = new ConjugateGradient(1e-8, 200).Solve(map, b, start: cold.X * (1 + 1e-6));
        Assert.InRange(warm.Iterations, 1, cold.Iterations * 2 / 3);
        Assert.InRange(warm.Residual, 0, 1e-8);
    }

    [Fact]
    public void Products_of_float32_end_at_their_floor_and_the_residual_is_true()
    {
        var matrix = Definite(40, 1e4, 4);
        var single = matrix.to(ScalarType.Float32);
        var map = new LinearMap(40, CPU, v => v.to(ScalarType.Float32).mm(single).to(ScalarType.Float64));
        var b = Small.Random(40);
        var solution = new ConjugateGradient(1e-13, 1000).Solve(map, b);
        Assert.Equal(SolveEnd.Stalled, solution.End);
        Assert.InRange(solution.Residual, 1e-13, 1e-3);
        Assert.Contains("compute in float64", solution.ToString());
    }

    [Fact]
    public void What_is_no_number_is_refused()
    {
        var b = ones(3, ScalarType.Float64);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new ConjugateGradient().Solve(LinearMap.Identity(3, CPU), b * double.NaN)).Message);
        Assert.Contains("no finite number", Assert.Throws<ArithmeticException>(() => new Minres().Solve(double.PositiveInfinity * LinearMap.Identity(3, CPU), b)).Message);
        Assert.Contains("float64 [3]", Assert.Throws<ArgumentException>(() => new ConjugateGradient().Solve(LinearMap.Identity(3, CPU), ones(3))).Message);
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentException>(() => new ConjugateGradient(0).Solve(LinearMap.Identity(3, CPU), b)).Message);
        Assert.Contains("at least 1", Assert.Throws<ArgumentException>(() => new Minres(0.1, 0).Solve(LinearMap.Identity(3, CPU), b)).Message);
        Assert.Contains("positive number", Assert.Throws<ArgumentException>(() => new Lissa(Scale: -1).Solve(LinearMap.Identity(3, CPU), b)).Message);
    }

    [Theory]
    [MemberData(nameof(Iterative))]
    public void Solvers_round_trip_through_JSON(Solver solver) =>
        Assert.Equal(solver, JsonSerializer.Deserialize<Solver>(JsonSerializer.Serialize(solver, Json.Compact), Json.Compact));

    /// <summary>A symmetric positive definite matrix with eigenvalues from 1/condition to 1, in even logarithms.</summary>
    internal static Tensor Definite(int size, double condition, int seed)
    {
        using var scope = NewDisposeScope();
        var q = linalg.qr(Small.Random((long)size * size, seed).view(size, size)).Q;
        var values = tensor(Enumerable.Range(0, size).Select(i => Math.Pow(condition, -(double)i / (size - 1))).ToArray());
        return q.mm(diag(values)).mm(q.t()).MoveToOuterDisposeScope();
    }
}
