using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>What a unit of a sweep gave.</summary>
/// <param name="Unit">What was done.</param>
/// <param name="Split">The split's hash.</param>
/// <param name="Description">Who was forgotten, in words.</param>
/// <param name="Scores">The paper's numbers.</param>
/// <param name="Recalibrated">The same after BatchNorm's statistics were taken anew on D_r (<see cref="BatchNorm.Recalibrate"/>), for a
/// method that climbs on a network that has them: what is gone then was BatchNorm's.</param>
/// <param name="Cost">What it took.</param>
/// <param name="Environment">Where and when.</param>
public sealed record UnitResult([property: JsonIgnore] SweepUnit Unit, string Split, string Description, Scores Scores, Scores? Recalibrated, Cost Cost, UnitEnvironment Environment)
{
    /// <summary>As rows of a <see cref="Comparison"/>: itself, and where there is one the recalibrated network.</summary>
    [JsonIgnore]
    public IEnumerable<Run> Runs
    {
        get
        {
            var run = new Run(Unit.Method?.GetType().Name ?? "Original", Unit.Method, Unit.Seed, Split, Scores, [], [], []);
            yield return run;
            if (Recalibrated is not null) yield return run with { Scores = Recalibrated, Recalibrated = true };
        }
    }
}

/// <summary>Where a unit was done; no part of its address.</summary>
/// <param name="Versions">As <see cref="Kit.Versions"/> has them.</param>
/// <param name="Commit">Of the kit.</param>
/// <param name="Processor">What it can compute with.</param>
/// <param name="Date">When it ended, as 2026-11-25.</param>
public sealed record UnitEnvironment(string Versions, string Commit, string Processor, string Date)
{
    /// <summary>Those of some results, each once, for the line under a table.</summary>
    public static string Of(IEnumerable<UnitResult> results) => string.Join("; ", results.Select(r => r.Environment).DistinctBy(e => (e.Versions, e.Commit, e.Processor))
        .Select(e => $"{e.Versions} · {e.Processor}{(e.Commit.Length == 0 ? "" : $" · commit {e.Commit}")} · {e.Date}"));

    /// <summary>Here and now.</summary>
    public static UnitEnvironment Now => new(Kit.Versions(), Kit.Commit, Unlearn.Processor.Flags, DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
}
