using System.Globalization;

namespace Unlearn;

/// <summary>How a solve ended.</summary>
public enum SolveEnd
{
    /// <summary>The true residual is within the tolerance.</summary>
    Converged,

    /// <summary>The products allowed were used up first.</summary>
    OutOfIterations,

    /// <summary>More iterations stopped helping: the products' own rounding, or a singular map whose range does not hold b.</summary>
    Stalled,

    /// <summary>The map is indefinite, which conjugate gradients cannot solve.</summary>
    NegativeCurvature,
}

/// <summary>The answer of a solver to A·x = b, with the residual that was computed from it and not from a recurrence.</summary>
public sealed class Solution : IDisposable
{
    internal Solution(Tensor iterate, SolutionFacts facts) => (Iterate, Facts) = (iterate, facts);

    /// <summary>All of it but the vector.</summary>
    internal SolutionFacts Facts { get; }

    /// <summary>x [P], float64.</summary>
    /// <exception cref="InvalidOperationException">It has not converged; the message says how far it came and what to try.</exception>
    public Tensor X => Converged ? Iterate : throw new InvalidOperationException(ToString());

    /// <summary>The best x [P] that was found, converged or not: look at <see cref="Residual"/> before it is used.</summary>
    public Tensor Iterate { get; }

    /// <summary>How it ended.</summary>
    public SolveEnd End => Facts.End;

    /// <summary>Whether ‖b − A·x‖ is within the tolerance.</summary>
    public bool Converged => End == SolveEnd.Converged;

    /// <summary>‖b − A·x‖ / ‖b‖, from one more product; 0 for b = 0.</summary>
    public double Residual => Facts.Residual;

    /// <summary>‖b‖.</summary>
    public double RightHandSide => Facts.RightHandSide;

    /// <summary>Steps of the recurrence.</summary>
    public int Iterations => Facts.Iterations;

    /// <summary>Products with A, the residual's included; what several right-hand sides share (LiSSA's scale, Direct's matrix) is in the map's own counter only.</summary>
    public long Products => Facts.Products;

    /// <summary>The smallest vᵀAv/‖v‖² of a direction that was tried: at least A's smallest eigenvalue; +∞ if none was.</summary>
    public double SmallestCurvature => Facts.SmallestCurvature;

    /// <summary>With negative curvature: add more than this to A's diagonal and it becomes positive definite (from Lanczos; its error bound is included).</summary>
    public double? Cure => Facts.Cure;

    /// <summary>The recurrence's relative residual after each step.</summary>
    public IReadOnlyList<double> History => Facts.History;

    /// <inheritdoc/>
    public void Dispose() => Iterate.Dispose();

    /// <summary>One line: how it ended, and where it did not converge, what to try.</summary>
    public override string ToString()
    {
        string G(double x) => x.ToString("G3", CultureInfo.InvariantCulture);
        var state = $"after {Iterations} steps and {Products} products the relative residual is {G(Residual)}";
        return End switch
        {
            SolveEnd.Converged => $"converged: {state}",
            SolveEnd.OutOfIterations => $"not converged: {state}. Allow more iterations, damp more, or ask for less.",
            SolveEnd.Stalled => $"stalled: {state} and falls no further. Ask for less, or compute in float64; a singular map has no answer to every b: damp it.",
            _ => $"indefinite: {state}; a direction has curvature {G(SmallestCurvature)}. Damp by more than {G(Cure ?? -SmallestCurvature)}, take the Gauss–Newton matrix, or solve by MINRES.",
        };
    }
}

/// <summary>What a solver says of its answer; see <see cref="Solution"/>.</summary>
internal sealed record SolutionFacts(
    SolveEnd End, double Residual, double RightHandSide, int Iterations, long Products, double SmallestCurvature, double? Cure, IReadOnlyList<double> History);
