namespace Unlearn;

/// <summary>
/// A symmetric matrix A [P, P] that is known by its products: a Hessian, a Gauss–Newton matrix, a Fisher matrix, and sums, multiples and
/// dampings of them. Vectors are float64, whatever the network computes with. It counts what it is asked for.
/// </summary>
public sealed class LinearMap
{
    private readonly Func<Tensor, Tensor> rows;
    private long products, calls;

    /// <param name="size">P.</param>
    /// <param name="device">Where vectors lie.</param>
    /// <param name="rows">Multiplies every row of a float64 [m, P] by A; what it returns belongs to the scope that is open.</param>
    public LinearMap(long size, torch.Device device, Func<Tensor, Tensor> rows) => (Size, Device, this.rows) = (size, device, rows);

    /// <summary>A matrix, float64 [P, P]; it stays the caller's and must outlive the map.</summary>
    /// <exception cref="ArgumentException">Another type or shape.</exception>
    public static LinearMap Of(Tensor matrix)
    {
        if (matrix.dtype != ScalarType.Float64 || matrix.dim() != 2 || matrix.shape[0] != matrix.shape[1])
            throw new ArgumentException($"{matrix.dtype} [{string.Join(", ", matrix.shape)}] is no matrix to solve with: float64 [P, P] is needed.");
        return new(matrix.shape[0], matrix.device, v => v.mm(matrix.t()));
    }

    /// <summary>The identity. As a curvature it is a control, not an answer: it decides the sign of Theorem 2 by itself.</summary>
    public static LinearMap Identity(long size, torch.Device device) => new(size, device, v => v.clone());

    /// <summary>A diagonal matrix with these entries, float64 [P]; they stay the caller's.</summary>
    public static LinearMap Diagonal(Tensor entries) => new(entries.shape[0], entries.device, v => v * entries);

    /// <summary>P.</summary>
    public long Size { get; }

    /// <summary>Where vectors lie.</summary>
    public torch.Device Device { get; }

    /// <summary>
    /// The same matrix in single precision: an iterative solver takes its steps with it and measures their residuals with the map itself.
    /// Null: its steps are exact too.
    /// </summary>
    public LinearMap? Rough { get; init; }

    /// <summary>Vectors multiplied so far, roughly or not.</summary>
    public long Products => products + (Rough?.Products ?? 0);

    /// <summary>Calls so far. Vectors of one call share a network's graph: a call with m of them costs about 1 + 2.3·m gradients.</summary>
    public long Calls => calls + (Rough?.Calls ?? 0);

    /// <summary>A·v for one vector, or for each row of several. Fresh; it belongs to the scope that is open.</summary>
    /// <param name="v">float64 [P] or [m, P].</param>
    /// <exception cref="ArgumentException">Another type or shape.</exception>
    /// <exception cref="ArithmeticException">A product that is no finite number.</exception>
    /// <exception cref="OperationCanceledException"><see cref="StopRequest"/>: a solver ends between two products.</exception>
    public Tensor Multiply(Tensor v)
    {
        StopRequest.Check();
        if (v.dtype != ScalarType.Float64 || v.dim() is not (1 or 2) || v.shape[^1] != Size)
            throw new ArgumentException($"{v.dtype} [{string.Join(", ", v.shape)}] cannot be multiplied: float64 [{Size}], or [m, {Size}], is needed.");
        using var scope = NewDisposeScope();
        var product = rows(v.view(-1, Size)).view(v.shape);
        (products, calls) = (products + (v.dim() == 1 ? 1 : v.shape[0]), calls + 1);
        if (!product.sum().isfinite().item<bool>())
            throw new ArithmeticException("a product with the curvature is no finite number: the network has diverged; lower its learning rate, or compute in float64.");
        return product.MoveToOuterDisposeScope();
    }

    /// <summary>The sum of both.</summary>
    /// <exception cref="ArgumentException">Sizes differ.</exception>
    public static LinearMap operator +(LinearMap a, LinearMap b) => a.Size == b.Size
        ? new(a.Size, a.Device, v => a.Multiply(v).add_(b.Multiply(v))) { Rough = a.Rough is null && b.Rough is null ? null : (a.Rough ?? a) + (b.Rough ?? b) }
        : throw new ArgumentException($"{a.Size} and {b.Size} parameters do not add: take both maps over the same parameters.");

    /// <summary>A multiple.</summary>
    public static LinearMap operator *(double factor, LinearMap a) => new(a.Size, a.Device, v => a.Multiply(v).mul_(factor)) { Rough = a.Rough is { } rough ? factor * rough : null };

    /// <summary>A + λ·I: as if λ/2·‖θ − θ₀‖² stood in the objective.</summary>
    /// <param name="lambda">λ, in the units of A. A sum over n samples that is damped by λ each is damped by n·λ.</param>
    public LinearMap Damped(double lambda) => new(Size, Device, v => Multiply(v).add_(v, alpha: lambda)) { Rough = Rough?.Damped(lambda) };

    /// <summary>The whole matrix, float64 [P, P], from P products. Fresh; it belongs to the scope that is open.</summary>
    /// <exception cref="ArgumentException">More than 6,000 parameters: the matrix takes 8·P² bytes.</exception>
    public Tensor Dense()
    {
        if (Size > 6000) throw new ArgumentException($"{Size:N0} parameters: a matrix of {8.0 * Size * Size / 1e9:N1} GB; at most 6,000 are taken. Solve by conjugate gradients.");
        using var scope = NewDisposeScope();
        var eye = torch.eye(Size, dtype: ScalarType.Float64, device: Device);
        List<Tensor> parts = [];
        for (var at = 0L; at < Size; at += 64) parts.Add(Multiply(eye.narrow(0, at, Math.Min(64, Size - at))));
        return cat(parts).t().contiguous().MoveToOuterDisposeScope();
    }
}
