using System.Globalization;
using System.Text.Json;

namespace Unlearn;

/// <summary>
/// Training that can be saved after any step and gone on with: killed at any moment and resumed from what was saved last, it ends with
/// the weights of an uninterrupted run, bit for bit on one device.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    private readonly Net net;
    private readonly Subset data;
    private readonly TrainSettings settings;
    private readonly Generator rng;
    private readonly Descent descent;
    private readonly LossWatch watch;
    private readonly Tensor? average; // [P]
    private Tensor epochStart;        // uint8, the state of rng before the epoch's order was drawn
    private int epoch, done, step;

    /// <param name="net">Trained in place; disposing the run leaves it an ordinary network.</param>
    /// <param name="data">D_tr or D_r.</param>
    /// <param name="settings">How.</param>
    /// <param name="rng">The order of the images and their augmentation.</param>
    /// <exception cref="ArgumentException">A setting outside its range, or no data.</exception>
    public TrainingRun(Net net, Subset data, TrainSettings settings, Generator rng)
    {
        settings.Check();
        if (data.Count == 0) throw new ArgumentException("no images to train on: this part of the split is empty.");
        (this.net, this.data, this.settings, this.rng) = (net, data, settings, rng);
        descent = new(net, settings.Optimizer, settings.LearningRate, settings.Precision) { ClipNorm = settings.ClipNorm };
        watch = new(data.Classes);
        average = settings.AverageDecay is null ? null : descent.Parameters.Value.clone().DetachFromDisposeScope();
        epochStart = rng.get_state().DetachFromDisposeScope();
    }

    /// <summary>Steps in all.</summary>
    public int Count => Trainer.Steps(data, settings.BatchSize, settings.Epochs);

    /// <summary>Steps taken.</summary>
    public int Done => step;

    /// <inheritdoc cref="Descent.ReadLossEvery"/>
    internal int ReadLossEvery { init => descent.ReadLossEvery = value; }

    /// <summary>The step up to which losses have been seen: <see cref="Done"/>, or on CUDA up to 15 steps less.</summary>
    public int Seen { get; private set; }

    /// <summary>The steps that are left, lazily.</summary>
    /// <exception cref="ArithmeticException">
    /// The loss, or in the end a weight, is no finite number any more, or the loss diverges (its mean is ten times what it began with):
    /// the message has the step, its learning rate and the last finite loss.
    /// </exception>
    public IEnumerable<Step> Steps()
    {
        net.train();
        for (; epoch < settings.Epochs; epoch++, done = 0)
        {
            if (done == 0) Keep(rng.get_state());
            var skipped = 0;
            foreach (var batch in data.Batches(rng, settings.BatchSize, settings.Augmentation))
            {
                if (skipped++ < done) continue; // resumed: read again, so that every draw is the same
                descent.LearningRate = RateOf(step);
                var taken = descent.Take(epoch, (1, batch, b => cross_entropy(net.call(b.X), b.Y, label_smoothing: settings.LabelSmoothing)));
                (step, done) = (step + 1, done + 1);
                Watch(descent.LossesRead);
                Average();
                yield return taken;
            }
        }
        CheckFinite(); // what the last step did to the weights, no loss has shown
    }

    /// <summary>Saves where training stands as one safetensors file, whole or not at all.</summary>
    /// <exception cref="ArithmeticException">A weight, a statistic or the optimizer's state is no finite number: what is there under <paramref name="path"/> stays.</exception>
    public void Save(string path)
    {
        CheckFinite();
        using var scope = NewDisposeScope();
        SafeTensors.Save(path, State(), new Dictionary<string, string>
        {
            ["training"] = Identity,
            ["epoch"] = $"{epoch}",
            ["done"] = $"{done}",
            ["step"] = $"{step}",
            ["losses"] = $"{watch.First:R} {watch.Mean:R} {watch.LastFinite:R}",
        });
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">A truncated or foreign file, or another network, data set or setting; nothing has changed then.</exception>
    public void Load(string path)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (tensors, metadata) = SafeTensors.Load(path);
        var saved = metadata.GetValueOrDefault("training", "nothing known");
        if (saved != Identity) throw new InvalidDataException($"{Path.GetFileName(path)} goes on with another training: {saved}; this one is {Identity}. Give it another folder, or the same settings.");
        var mine = State();
        if (mine.FirstOrDefault(m => !tensors.TryGetValue(m.Key, out var t) || t.dtype != m.Value.dtype || !t.shape.SequenceEqual(m.Value.shape)) is { Key: { } missing })
            throw new InvalidDataException($"{Path.GetFileName(path)} has no '{missing}' that fits: it was cut or changed; delete it to begin anew.");
        int Number(string name) => int.TryParse(metadata.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n
            : throw new InvalidDataException($"{Path.GetFileName(path)} does not say its {name}: it was changed; delete it to begin anew.");
        double[] losses = [.. (metadata.GetValueOrDefault("losses") ?? "").Split(' ').Select(word => double.TryParse(word, CultureInfo.InvariantCulture, out var loss) ? loss : double.NaN)];
        (epoch, done, step) = (Number("epoch"), Number("done"), Number("step"));
        Seen = step;
        if (losses.Length == 3) watch.Restore(losses[0], losses[1], losses[2]);
        foreach (var (name, tensor) in mine) tensor.copy_(tensors[name]);
        descent.Restored(step);
        rng.set_state(epochStart);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (average is not null && epoch == settings.Epochs) descent.Parameters.Value.copy_(average);
        descent.Dispose();
        average?.Dispose();
        epochStart.Dispose();
    }

    private string Identity => $"{net}, data {data.Source.Hash[..12]}, {data.Count} samples, {JsonSerializer.Serialize(settings, Json.Compact)}";

    private double RateOf(int at) => settings.LearningRate * settings.Schedule.Factor(at, Count);

    /// <summary>All that the next step depends on; the tensors stay whose they are.</summary>
    private Dictionary<string, Tensor> State()
    {
        var state = new Dictionary<string, Tensor> { ["rng"] = epochStart };
        foreach (var (name, tensor) in descent.State()) state[name] = tensor;
        foreach (var (name, buffer) in net.named_buffers()) state[$"buffer.{name}"] = buffer;
        if (average is not null) state["average"] = average;
        return state;
    }

    private void Watch(ReadOnlySpan<double> read)
    {
        for (var i = 0; i < read.Length; i++)
            if (watch.Add(read[i]) is { } wrong) throw Stopped(wrong, step - read.Length + i);
        if (read.Length > 0) Seen = step;
    }

    private void CheckFinite()
    {
        using var scope = NewDisposeScope();
        if (State().FirstOrDefault(t => !t.Value.isfinite().all().item<bool>()) is { Key: { } name }) throw Stopped($"'{name}' is no longer finite", step - 1);
    }

    /// <param name="wrong">What is.</param>
    /// <param name="at">The step where, from 0.</param>
    private ArithmeticException Stopped(string wrong, int at) => new($"{wrong} at step {at + 1:N0} of {Count:N0}, learning rate {RateOf(at):G3}; "
        + (double.IsNaN(watch.LastFinite) ? "no loss before was finite" : $"the last finite loss was {watch.LastFinite:0.####}") + ": lower the learning rate, or bound the gradient (ClipNorm).");

    private void Keep(Tensor state)
    {
        epochStart.Dispose();
        epochStart = state.DetachFromDisposeScope();
    }

    private void Average()
    {
        if (average is null) return;
        using var quiet = no_grad();
        average.mul_(settings.AverageDecay!.Value).add_(descent.Parameters.Value, alpha: 1 - settings.AverageDecay.Value);
    }
}
