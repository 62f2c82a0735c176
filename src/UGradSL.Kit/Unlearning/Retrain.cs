namespace Unlearn;

/// <summary>
/// Retrain: new weights, trained on D_r alone. The yardstick: every other method is measured by its distance to this one
/// (paper, section 3, "exact MU", and appendix D.2).
/// </summary>
[Method("the definition of exact unlearning", Needs.Retain)]
public sealed record Retrain : Unlearner
{
    /// <summary>How it is trained: as the original was.</summary>
    public TrainSettings Training { get; init; } = new();

    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        Check();
        net.Reset(Seeds.Draw(rng));
        foreach (var step in Trainer.Run(net, data.Retain, Training, rng)) yield return step;
    }

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Trainer.Steps(data.Retain, Training.BatchSize, Training.Epochs);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        Training.Check();
    }
}
