namespace Unlearn;

/// <summary>Stored runs of one data set, network, training and way to forget, each beside the Retrain of its seed.</summary>
/// <param name="Results">Of the runs asked for and of the Retrain and original networks of their seeds.</param>
public sealed record SideBySide(IReadOnlyList<UnitResult> Results)
{
    /// <summary>A row a method, the seeds together.</summary>
    public Comparison Comparison => Comparison.Of(Results.SelectMany(r => r.Runs));

    /// <summary>Groups runs by what they can be compared on; Retrain comes from the store where it was not named.</summary>
    /// <exception cref="ArgumentException">A unit that is no run, or one whose Retrain is not in the store.</exception>
    public static IReadOnlyList<SideBySide> Of(UnitStore store, IReadOnlyList<StoredUnit> runs)
    {
        if (runs.FirstOrDefault(r => r.Key.Kind != SweepUnit.Kind) is { } other)
            throw new ArgumentException($"{other.Address} is a '{other.Key.Kind}', which has no scores: name runs, as ugradsl runs lists them.");
        return [.. runs.Select(Sweep.Result).GroupBy(r => (r.Unit.Data, r.Unit.Network, r.Unit.Forgetting, r.Unit.Training, r.Unit.Shadow)).Select(group =>
            new SideBySide([.. group.DistinctBy(r => r.Unit.Seed).SelectMany(r => Beside(store, r.Unit)), .. group.Where(r => r.Unit.Method is not (null or Retrain))]))];
    }

    private static IEnumerable<UnitResult> Beside(UnitStore store, SweepUnit unit)
    {
        var sweep = new Sweep([unit with { Method = new Retrain { Training = unit.Training } }, unit with { Method = null }], store);
        yield return sweep.Read(sweep.Units[0]) ?? throw new ArgumentException(
            $"{unit} has no Retrain in {store.Folder}, which it would be compared with: run a sweep of the same settings with Retrain among its methods.");
        if (sweep.Read(sweep.Units[1]) is { } original) yield return original;
    }
}
