namespace Unlearn;

/// <summary>An evaluation as a table for terminals, notebooks and reports.</summary>
public static class EvaluationTable
{
    /// <summary>One row a number, what was left out under it.</summary>
    public static Table Of(Evaluation evaluation) => new(evaluation.ToDataFrame(), "", [.. evaluation.Notes]);
}
