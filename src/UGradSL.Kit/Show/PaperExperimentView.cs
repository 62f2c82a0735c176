namespace Unlearn;

/// <summary>The settings of an experiment of the paper as a table.</summary>
public static class PaperExperimentView
{
    /// <summary>A row a setting: what is run, what the paper gives, and where; "not given" where it gives nothing.</summary>
    public static Table Of(PaperExperiment experiment) => new(
        ["Of", "Setting", "Value", "In the paper", "Section"],
        experiment.Settings.Select(s => (IReadOnlyList<object?>)[s.Of, s.Name, s.Value, s.Published is null ? "not given" : s.IsAsPublished ? "the same" : s.Published, s.Source ?? ""]),
        $"{experiment.Name} at the scale {experiment.Scale}",
        [
            .. experiment.StandIns,
            .. experiment.Trials > 0 ? [$"Of each method {experiment.Trials} settings are tried on validation samples; of what is tuned the table shows where that begins."] : (string[])[],
        ]);
}
