namespace Unlearn;

/// <summary>Where tuning stands between two trials.</summary>
/// <param name="Samples">That went through networks, those of the two to compare with included.</param>
/// <param name="Expected">How many will; 0 where that is not known. Of methods that do not know their steps beforehand it has none.</param>
/// <param name="Time">Since tuning began.</param>
/// <param name="Loss">The last step's.</param>
public readonly record struct TuningProgress(long Samples, long Expected, TimeSpan Time, double Loss)
{
    /// <summary>At the speed so far; null once more samples have passed than were expected.</summary>
    public TimeSpan? Left => Samples > 0 && Samples < Expected ? Time * ((double)(Expected - Samples) / Samples) : null;

    /// <inheritdoc/>
    public override string ToString() =>
        $"tuning · {Samples:N0}{(Samples < Expected ? $" of about {Expected:N0}" : "")} samples · loss {Loss:0.000} · {Samples / Time.TotalSeconds:N0} images/s"
        + (Left is { } left ? $" · {Duration.Text(left)} left" : "");
}
