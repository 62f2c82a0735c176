namespace Unlearn;

/// <summary>What only running tells, handed over by whoever ran: metrics train nothing.</summary>
/// <param name="Unlearned">What unlearning took.</param>
/// <param name="Retrained">What Retrain took.</param>
/// <param name="Relearned">How soon both learnt D_f again.</param>
public sealed record Measured(Cost? Unlearned = null, Cost? Retrained = null, Relearned? Relearned = null)
{
    /// <summary>RTE over Retrain's ↓: below 1 unlearning was the quicker way; null without both.</summary>
    public double? RatioToRetrain => Unlearned is { } mine && Retrained is { Seconds: > 0 } theirs ? mine.Seconds / theirs.Seconds : null;
}
