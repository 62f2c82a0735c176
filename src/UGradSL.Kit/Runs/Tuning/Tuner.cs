using System.Text.Json;

namespace Unlearn;

/// <summary>
/// Chooses settings without the test set: every trial is scored on validation samples, by its average gap (<see cref="Gap.Average"/>) to a
/// Retrain of another seed on the same split. Every method gets the same <see cref="Budget"/>.
/// </summary>
/// <param name="Forgetting">How D_f is chosen.</param>
/// <param name="Training">How the original and the retrained network are trained.</param>
/// <param name="Budget">Of each method.</param>
/// <param name="Seed">Of split, original and order. Take one that no study reports.</param>
public sealed record Tuner(Forgetting Forgetting, TrainSettings Training, Budget Budget, int Seed = 1000)
{
    /// <summary>Why a read of the test set is refused.</summary>
    internal const string Sealed = "the test set is sealed while settings are chosen: score on validation samples, and look at the test set when they are fixed.";

    /// <summary>
    /// Trains the original and the retrained network, then tunes one method after another, lazily: a method's result comes when its budget
    /// is spent. Throw from <paramref name="onTrial"/> to stop.
    /// </summary>
    /// <param name="data">It stays the caller's. Its test samples are sealed: a read of them throws.</param>
    /// <param name="network">The architecture; its weights are not touched.</param>
    /// <param name="methods">Each with its space, not another's.</param>
    /// <param name="onTrial">Called after each trial.</param>
    /// <param name="clock">What counts the seconds; the system's if null.</param>
    /// <param name="onStep">Called after each optimizer step of trainings and trials; throw from it to stop at once.</param>
    /// <param name="store">Where the two networks and each method's result are kept, so that what is done is not done again; null: nowhere.</param>
    /// <exception cref="ArgumentException">A budget of nothing, or a space that does not fit its method.</exception>
    public IEnumerable<Tuned> Run(
        Dataset data, Net network, IReadOnlyList<(Unlearner Method, SearchSpace Space)> methods, Action<Trial>? onTrial = null, TimeProvider? clock = null, UnitStore? store = null,
        Action<Step>? onStep = null)
    {
        Budget.Check();
        Training.Check();
        var split = Forgetting.Split(SealedSamples.TestOf(data, Sealed), Seed).OnValidation;
        using var original = network.Clone();
        using var retrained = network.Clone();
        Kept(store, OriginalKey(data, network), original, () =>
        {
            original.Reset(Seed);
            using var rng = Seeds.Stream(Seed, "original");
            foreach (var step in Trainer.Run(original, split.Train, Training, rng)) onStep?.Invoke(step);
        });
        Kept(store, GoalKey(data, network), retrained, () =>
        {
            using var rng = Seeds.Stream(Seed + 1, "order");
            foreach (var step in new Retrain { Training = Training }.Run(retrained, split, rng)) onStep?.Invoke(step);
        });
        var goal = Meter.Score(retrained, split, TimeSpan.Zero);
        foreach (var (method, space) in methods)
        {
            Tuned Tune() => Of(method, space, original, split, goal, onTrial, clock ?? TimeProvider.System, onStep);
            yield return store is null ? Tune()
                : store.Do(Key(data, network, method, space), folder => WholeFile.Write(Path.Combine(folder, "tuned.json"), JsonSerializer.Serialize(Tune(), Json.Indented))).Read<Tuned>("tuned.json");
        }
    }

    private Tuned Of(Unlearner method, SearchSpace space, Net original, ForgetSplit split, Scores goal, Action<Trial>? onTrial, TimeProvider clock, Action<Step>? onStep)
    {
        List<Trial> trials = [];
        var begun = clock.GetTimestamp();
        using var draws = Seeds.Stream(Seed, "tuning"); // the same draws for every method
        foreach (var settings in space.Of(method, draws))
        {
            if (trials.Count == Budget.Trials || (trials.Count > 0 && clock.GetElapsedTime(begun).TotalSeconds >= Budget.Seconds)) break;
            trials.Add(Try(settings, original, split, goal, onStep));
            onTrial?.Invoke(trials[^1]);
        }
        return new(method.GetType().Name, space, trials.MinBy(trial => trial.Gap)!.Settings, trials.Min(trial => trial.Gap), goal, trials);
    }

    internal UnitKey OriginalKey(Dataset data, Net network) => Key("tuning original", data, network);

    internal UnitKey GoalKey(Dataset data, Net network) => Key("tuning goal", data, network);

    internal UnitKey Key(Dataset data, Net network, Unlearner method, SearchSpace space) => Key("tuning", data, network, method, space);

    /// <summary>All that a result of tuning depends on; the test samples are no part of it.</summary>
    private UnitKey Key(string kind, Dataset data, Net network, Unlearner? method = null, SearchSpace? space = null) => UnitKey.Of(kind, new
    {
        Data = data.Train.Hash,
        Network = network.ToString(),
        Forgetting,
        Training,
        Seed,
        Budget = method is null ? null : Budget,
        Method = method,
        Space = space,
        Own = method?.ToString(),
    });

    private static void Kept(UnitStore? store, UnitKey key, Net net, Action train)
    {
        if (store is null)
        {
            train();
            return;
        }
        var stored = store.Do(key, folder =>
        {
            train();
            Weights.Save(net, Path.Combine(folder, Sweep.WeightsFile));
        });
        Weights.Load(net, stored.File(Sweep.WeightsFile));
    }

    private Trial Try(Unlearner settings, Net original, ForgetSplit split, Scores goal, Action<Step>? onStep)
    {
        using var net = original.Clone();
        try
        {
            var scores = Unlearn.Run.Of(settings, net, split, Seed, new Meter(0), onStep).Scores;
            return new(settings, scores, Gap.Average(scores, goal), null);
        }
        catch (Exception e) when (e is ArithmeticException or ArgumentException) // a loss or logits that are no numbers any more
        {
            return new(settings, null, double.PositiveInfinity, e.Message);
        }
    }
}

/// <summary>How long a method may be tuned: whichever ends first, but at least one trial.</summary>
/// <param name="Trials">Settings tried.</param>
/// <param name="Seconds">Of trials and their scoring.</param>
public sealed record Budget(int Trials = 30, double Seconds = double.PositiveInfinity)
{
    internal void Check()
    {
        if (Trials < 1) throw new ArgumentException($"a budget of {Trials} trials: at least 1 is needed (try 30).");
        if (!(Seconds > 0)) throw new ArgumentException($"a budget of {Seconds} seconds: a positive number is needed (or leave it out).");
    }
}
