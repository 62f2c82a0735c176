namespace Unlearn;

/// <summary>
/// SCRUB (Kurmanji et al. 2023, eq. 3 and algorithm 1): with the original network as teacher θ_o and
/// d(x; θ) = T²·KL(softmax(h_θo(x)/T) ‖ softmax(h_θ(x)/T)), each epoch first climbs d on D_f (in the first MaxEpochs epochs), then descends
/// α·d(x_r; θ) + γ·ℓ(h_θ, z_r) on D_r. The teacher is in evaluation mode.
/// The paper's d has T = 1; its public code softens by T and multiplies by T², which T = 4 gives. The code's averaging of weights begins
/// after its last epoch and is left out.
/// </summary>
/// <param name="Epochs">Passes over D_r; the public code's 3.</param>
/// <param name="LearningRate">The public code's 5e-4.</param>
/// <param name="MaxEpochs">Passes over D_f, at most Epochs; the public code's 2.</param>
/// <param name="Alpha">α of the teacher's term; the public code's 0.001.</param>
/// <param name="Gamma">γ of the labels' term; the public code's 0.99.</param>
/// <param name="Temperature">T above 0.</param>
[Method("Kurmanji et al. 2023, Towards Unbounded Machine Unlearning", Needs.Retain | Needs.Teacher)]
public sealed record Scrub(int Epochs = 3, double LearningRate = 5e-4, int MaxEpochs = 2, double Alpha = 0.001, double Gamma = 0.99, double Temperature = 1)
    : AscendingUnlearner
{
    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        Check();
        using var teacher = Teacher.Of(net);
        using var sgd = Sgd(net, LearningRate, ClipNorm);
        using var companion = Seeds.Fork(rng, "companion");
        Tensor Distance(Batch b, Tensor logits) => Teacher.Distance(teacher.Logits(b.X), logits, Temperature);
        for (var epoch = 0; epoch < Epochs && !Stops(net, data); epoch++)
        {
            if (epoch < MaxEpochs)
                foreach (var forget in data.Forget.Batches(companion, BatchSize, Augmentation))
                    yield return sgd.Take(epoch, (-1, forget, b => Cap(Distance(b, Forget(net, b.X)))));
            foreach (var retain in data.Retain.Batches(rng, BatchSize, Augmentation))
                yield return sgd.Take(epoch, (1, retain, b =>
                {
                    var logits = net.call(b.X);                                                             // [B, K]
                    return Alpha * Distance(b, logits) + Gamma * cross_entropy(logits, b.Y);
                }
                ));
        }
    }

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Trainer.Steps(data.Retain, BatchSize, Epochs) + Trainer.Steps(data.Forget, BatchSize, MaxEpochs);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        CheckDescent(Epochs, LearningRate);
        if (MaxEpochs < 0 || MaxEpochs > Epochs) throw new ArgumentException($"{MaxEpochs} epochs of climbing: 0 to {Epochs}, the number of epochs, can be meant (try 2).");
        if (Alpha is not (>= 0 and < double.PositiveInfinity) || Gamma is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentException($"α = {Alpha} and γ = {Gamma}: both must be 0 or more (try 0.001 and 0.99).");
        Teacher.CheckTemperature(Temperature);
    }
}
