namespace Unlearn;

/// <summary>Does a probe's stages, or takes them from its journal, and counts what they cost.</summary>
/// <param name="journal">Null: nothing is kept.</param>
internal sealed class ProbeStages(ProbeJournal? journal)
{
    private readonly List<(LinearMap Map, long Samples)> paid = [];

    /// <summary>So far, in gradients of one sample.</summary>
    public long Cost { get; private set; }

    private long Spent => paid.Sum(p => p.Samples * (p.Map.Calls + p.Map.Products));

    /// <summary>Counts the map's products from now on, each over so many samples.</summary>
    public LinearMap Counted(LinearMap map, long samples)
    {
        paid.Add((map, samples));
        return map;
    }

    /// <summary>The stage's tensors; its cost counts either way. They belong to the scope that is open.</summary>
    public IReadOnlyList<Tensor> Do(string name, Func<KeptStage> work) => Do(name, work, out _);

    /// <inheritdoc cref="Do(string, Func{KeptStage})"/>
    /// <param name="name">Of the stage.</param>
    /// <param name="work">What it does.</param>
    /// <param name="facts">Its numbers, as JSON.</param>
    public IReadOnlyList<Tensor> Do(string name, Func<KeptStage> work, out string facts)
    {
        KeptStage Costed()
        {
            var before = Spent;
            return work() with { Cost = Spent - before };
        }
        var kept = journal is null ? Costed() : journal.Do(name, Costed);
        (Cost, facts) = (Cost + kept.Cost, kept.Facts);
        return kept.Tensors;
    }
}
