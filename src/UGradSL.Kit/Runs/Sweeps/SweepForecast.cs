namespace Unlearn;

/// <summary>What a sweep will take, before it is begun.</summary>
/// <param name="Units">In all.</param>
/// <param name="Done">Of them, those that the store holds.</param>
/// <param name="Samples">Samples that those left will send through their networks, as far as methods know their steps beforehand; originals included.</param>
/// <param name="Unknown">Units left whose method does not know its steps beforehand.</param>
/// <param name="Time">From the speed of what the store holds of the same data and network; null where it holds nothing of them.</param>
/// <param name="PeakMemory">Bytes, the most of what the store holds; null where it holds nothing.</param>
public sealed record SweepForecast(int Units, int Done, long Samples, int Unknown, TimeSpan? Time, long? PeakMemory)
{
    /// <summary>Loads the data to count; trains nothing.</summary>
    public static SweepForecast Of(Sweep sweep)
    {
        using var desk = new Desk();
        var known = sweep.Units.Select(unit => (Unit: unit, Result: sweep.Read(unit))).ToList();
        var costs = known.Where(k => k.Result is { Cost.Seconds: > 0 }).Select(k => (k.Unit.Data, k.Unit.Network, k.Result!.Cost)).ToList();
        var ahead = SweepWork.Ahead(sweep.Units, sweep.Store, desk);
        double? seconds = 0;
        foreach (var (unit, work) in ahead)
        {
            var alike = costs.Where(c => c.Data == unit.Data && c.Network == unit.Network).ToList();
            seconds = alike.Count == 0 ? null : seconds + work.Samples * alike.Sum(c => c.Cost.Seconds) / alike.Sum(c => c.Cost.Samples);
        }
        return new(known.Count, known.Count(k => k.Result is not null), ahead.Values.Sum(work => work.Samples), ahead.Count(a => a.Key.Method is not null && a.Value.OfMethod == 0),
            seconds is { } s ? TimeSpan.FromSeconds(s) : null, costs.Max(c => c.Cost.PeakBytes));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Units:N0} units, {Done:N0} of them done. Left: {Units - Done:N0}, about {Samples:N0} samples"
        + (Unknown > 0 ? $" besides {Unknown:N0} units whose method does not know its steps beforehand" : "")
        + (Time is { } time ? $", {Duration.Text(time)} at the speed of those done" : ", in a time that is not known before one of the same data and network is done")
        + (PeakMemory is { } bytes ? $", {bytes / 1073741824.0:0.0} GiB of memory." : ".");
}
