namespace Unlearn;

/// <summary>The dense answer for at most 6,000 parameters, by eigenvalues: P products make the matrix, and nothing of it stays hidden.</summary>
public sealed record Direct(double Tolerance = 1e-8) : Solver(Tolerance, 3)
{
    internal override Solver Ready(LinearMap a)
    {
        using var scope = NewDisposeScope();
        var matrix = a.Dense();                                                        // [P, P]
        var (values, vectors) = linalg.eigh((matrix + matrix.t()) / 2);                // [P], [P, P]
        var inverse = values.reciprocal().masked_fill_(values.abs() <= 1e-14 * values.abs().max(), 0); // [P]: none in a null space
        return new Factored(vectors.mm(inverse.unsqueeze(1) * vectors.t()).DetachFromDisposeScope(), values[0].item<double>(), Tolerance);
    }

    internal override IEnumerable<Tensor> Run(Attempt attempt) => throw new InvalidOperationException("a direct solve is made ready first.");

    /// <summary>With the inverse [P, P] at hand, every round of refinement is one product with it.</summary>
    private sealed record Factored(Tensor Inverse, double Smallest, double Tolerance) : Solver(Tolerance, 3), IDisposable
    {
        internal override IEnumerable<Tensor> Run(Attempt attempt)
        {
            if (attempt.Done(attempt.Rhs.Norm())) yield break;
            using var scope = NewDisposeScope();
            attempt.Saw(Smallest);
            attempt.X.copy_(Inverse.mm(attempt.Rhs.unsqueeze(1)).squeeze(1));
            attempt.Step(0);
        }

        public void Dispose() => Inverse.Dispose();
    }
}
