namespace Unlearn;

/// <summary>A figure of the paper. None has numbers in print; where a table has them, it says which.</summary>
/// <param name="Number">The paper's. Figures 1, 3, 4 and 5 show results; 2 is a sketch of the method.</param>
/// <param name="Caption">The paper's.</param>
/// <param name="Section">Where it is discussed.</param>
/// <param name="Shows">What is drawn, in our words.</param>
/// <param name="FromTable">The table of the same experiment.</param>
/// <param name="FromBlock">The block of that table.</param>
/// <param name="Notes">Ours: what does not fit.</param>
public sealed record PaperFigure(int Number, string Caption, string Section, string Shows, int FromTable, string FromBlock, IReadOnlyList<string> Notes)
{
    /// <summary>The printed numbers of the experiment that it shows.</summary>
    public PaperBlock Block() => Paper.Table(FromTable).Block(FromBlock);

    /// <summary>What is run to draw it anew: one experiment, and for Figure 5 on a laptop two, neither of faces.</summary>
    public IReadOnlyList<PaperExperiment> Experiments(PaperScale scale) => PaperExperiments.Of(this, scale);
}
