namespace Unlearn;

/// <summary>A number of the unlearned network beside the same of Retrain.</summary>
/// <param name="Unlearned">The unlearned network's.</param>
/// <param name="Retrained">Retrain's, the good value; null without it.</param>
/// <param name="RetrainedAgain">That of a Retrain of another seed; null without it.</param>
public readonly record struct Beside(double Unlearned, double? Retrained = null, double? RetrainedAgain = null)
{
    /// <summary>Unlearned − Retrain's.</summary>
    public double? Gap => Unlearned - Retrained;

    /// <summary>The distance between two Retrains of different seeds.</summary>
    public double? Floor => Retrained - RetrainedAgain is { } difference ? Math.Abs(difference) : null;
}
