namespace Unlearn;

/// <summary>What a probe says of Theorem 2's condition.</summary>
public enum Verdict
{
    /// <summary>⟨a − b, c − b⟩ &lt; 0: negative smoothing helps an ascent step.</summary>
    Holds,

    /// <summary>⟨a − b, c − b⟩ > 0: it hurts, and positive smoothing helps.</summary>
    Fails,

    /// <summary>The measurement does not say; the reason and the next step stand beside it.</summary>
    Undecided,
}
