namespace Unlearn;

/// <summary>Copies of the networks that the runs of a study's first seed left, for what a report shows of them: hand <see cref="Add"/> to <see cref="Study.Runs"/>.</summary>
public sealed class StudyNetworks : IDisposable
{
    private readonly List<(Run Run, Net Net)> networks = [];

    /// <summary>Copies the network of a run.</summary>
    public void Add(Run run, Net net) => networks.Add((run, net.Clone()));

    /// <summary>The charts, by the name of their files: attack, classes, predictions, entropies, confidences, layers on D_f and on the test set.</summary>
    /// <param name="split">Of the first seed.</param>
    /// <returns>The charts, and the attack's threshold to move.</returns>
    /// <exception cref="ArgumentException">Retrain is not among the networks, or is the only one.</exception>
    public (IReadOnlyList<(string Name, Figure Figure)> Charts, ThresholdSlider Slider) Draw(ForgetSplit split)
    {
        List<Said> said = [];
        try
        {
            foreach (var (run, net) in networks) said.Add(new(run.Name, NetworkOutputs.Measure(net, split.Forget), NetworkOutputs.Measure(net, split.Test)));
            var classNames = split.Test.Source.ClassNames;
            return (
            [
                ("attack", EvaluationCharts.Attack(said)),
                ("predictions", EvaluationCharts.Predictions(said, classNames)),
                ("classes", EvaluationCharts.Classes(said, classNames)),
                ("entropies", EvaluationCharts.Entropies(said)),
                ("confidences", EvaluationCharts.Confidences(said)),
                ("layers-forget", Layers("D_f", split.Forget)),
                ("layers-test", Layers("Test set", split.Test)),
            ], new(said));
        }
        finally
        {
            foreach (var (_, forget, test) in said)
            {
                forget.Dispose();
                test.Dispose();
            }
        }
    }

    /// <summary>All that can be said of one network beside Retrain and the original.</summary>
    /// <param name="name">The run's name: "UGradSL+".</param>
    /// <param name="split">Of the first seed.</param>
    /// <exception cref="InvalidOperationException">No network of that name, or no Retrain.</exception>
    public Evaluation Evaluate(string name, ForgetSplit split)
    {
        var ((run, net), (retrain, retrained)) = (Named(name), Named(nameof(Retrain)));
        return Evaluation.Of(net, retrained, networks.FirstOrDefault(n => n.Run.Settings is null).Net, split, measured: new(run.Cost, retrain.Cost));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, net) in networks) net.Dispose();
    }

    private Figure Layers(string set, Subset part)
    {
        var retrained = Named(nameof(Retrain)).Net;
        return EvaluationCharts.Layers(set, [.. networks.Where(n => n.Net != retrained).Select(n => (n.Run.Name, LayerLikeness.Of(n.Net, retrained, part)))]);
    }

    private (Run Run, Net Net) Named(string name) => networks.First(n => n.Run.Name == name);
}
