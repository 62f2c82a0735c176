namespace Unlearn;

/// <summary>Samples that a unit will send through its network.</summary>
/// <param name="OfMethod">0 where the method does not know its steps beforehand, and of an original.</param>
/// <param name="OfOriginal">Of the original that it needs, unless that is there or an earlier unit trains it.</param>
internal readonly record struct SweepWork(long OfMethod, long OfOriginal)
{
    public long Samples => OfMethod + OfOriginal;

    /// <summary>Of those of <paramref name="units"/> that the store does not hold. Loads their data to count.</summary>
    public static IReadOnlyDictionary<SweepUnit, SweepWork> Ahead(IEnumerable<SweepUnit> units, UnitStore store, Desk desk)
    {
        HashSet<UnitKey> originals = [];
        Dictionary<SweepUnit, SweepWork> ahead = [];
        foreach (var unit in units.Where(unit => store.Find(unit.Key) is null))
        {
            var split = desk.Split(unit);
            var trains = originals.Add(unit.OriginalKey) && store.Find(unit.OriginalKey) is null;
            ahead[unit] = new(unit.Method?.SamplesPassed(split) ?? 0, trains ? (long)split.Train.Count * unit.Training.Epochs : 0);
        }
        return ahead;
    }
}
