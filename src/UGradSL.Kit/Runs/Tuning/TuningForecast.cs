namespace Unlearn;

/// <summary>What tuning will take, before it is begun.</summary>
/// <param name="Methods">To be tuned.</param>
/// <param name="Done">Of them, those whose settings the store holds.</param>
/// <param name="Trials">Settings tried of each.</param>
/// <param name="Samples">Samples that the trials left will send through networks, as far as methods know their steps beforehand; the two networks to compare with included.</param>
/// <param name="Unknown">Methods left that do not know their steps beforehand.</param>
public sealed record TuningForecast(int Methods, int Done, int Trials, long Samples, int Unknown)
{
    /// <summary>Loads the data to count; trains nothing.</summary>
    public static TuningForecast Of(TuningPlan plan, UnitStore store)
    {
        using var data = plan.Data.Load();
        using var network = plan.Network.For(data);
        var tuner = plan.Tuner;
        var split = tuner.Forgetting.Split(data, tuner.Seed);
        var left = plan.Candidates.Where(c => store.Find(tuner.Key(data, network, c.Method, c.Space)) is null).Select(c => c.Method.SamplesPassed(split)).ToList();
        var samples = left.Sum() * tuner.Budget.Trials;
        if (left.Count > 0 && store.Find(tuner.OriginalKey(data, network)) is null) samples += (long)split.Train.Count * tuner.Training.Epochs;
        if (left.Count > 0 && store.Find(tuner.GoalKey(data, network)) is null) samples += (long)split.Retain.Count * tuner.Training.Epochs;
        return new(plan.Candidates.Count, plan.Candidates.Count - left.Count, tuner.Budget.Trials, samples, left.Count(samples => samples == 0));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Counted(Methods)} to be tuned first, {Trials:N0} trials each, {Done:N0} of them done. Left: {Methods - Done:N0}, about {Samples:N0} samples"
        + (Unknown > 0 ? $" besides {Counted(Unknown)} whose steps are not known beforehand." : ".");

    private static string Counted(int methods) => methods == 1 ? "1 method" : $"{methods:N0} methods";
}
