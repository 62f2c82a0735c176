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
        average = settings.AverageDecay is null ? null : descent.Parameters.Value.clone().DetachFromDisposeScope();
        epochStart = rng.get_state().DetachFromDisposeScope();
    }

    /// <summary>Steps in all.</summary>
    public int Count => Trainer.Steps(data, settings.BatchSize, settings.Epochs);

    /// <summary>Steps taken.</summary>
    public int Done => step;

    /// <summary>The steps that are left, lazily.</summary>
    /// <exception cref="ArithmeticException">The loss is no finite number any more; it says where and what to try.</exception>
    public IEnumerable<Step> Steps()
    {
        var last = double.NaN;
        net.train();
        for (; epoch < settings.Epochs; epoch++, done = 0)
        {
            if (done == 0) Keep(rng.get_state());
            var skipped = 0;
            foreach (var batch in data.Batches(rng, settings.BatchSize, settings.Augmentation))
            {
                if (skipped++ < done) continue; // resumed: read again, so that every draw is the same
                descent.LearningRate = settings.LearningRate * settings.Schedule.Factor(step, Count);
                var taken = descent.Take(epoch, (1, batch, b => cross_entropy(net.call(b.X), b.Y, label_smoothing: settings.LabelSmoothing)));
                if (!double.IsFinite(taken.Loss))
                    throw new ArithmeticException($"the loss is {taken.Loss} at step {step + 1}, learning rate {descent.LearningRate:0.######}; before, it was {last:0.####}: lower the learning rate, or set ClipNorm.");
                last = taken.Loss;
                (step, done) = (step + 1, done + 1);
                Average();
                yield return taken;
            }
        }
    }

    /// <summary>Saves where training stands as one safetensors file, whole or not at all.</summary>
    public void Save(string path)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor> { ["rng"] = epochStart };
        foreach (var (name, tensor) in descent.State()) tensors[name] = tensor;
        foreach (var (name, buffer) in net.named_buffers()) tensors[$"buffer.{name}"] = buffer;
        if (average is not null) tensors["average"] = average;
        SafeTensors.Save(path, tensors, new Dictionary<string, string>
        {
            ["training"] = Identity,
            ["epoch"] = $"{epoch}",
            ["done"] = $"{done}",
            ["step"] = $"{step}",
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
        var mine = new Dictionary<string, Tensor> { ["rng"] = epochStart };
        foreach (var (name, tensor) in descent.State()) mine[name] = tensor;
        foreach (var (name, buffer) in net.named_buffers()) mine[$"buffer.{name}"] = buffer;
        if (average is not null) mine["average"] = average;
        if (mine.FirstOrDefault(m => !tensors.TryGetValue(m.Key, out var t) || t.dtype != m.Value.dtype || !t.shape.SequenceEqual(m.Value.shape)) is { Key: { } missing })
            throw new InvalidDataException($"{Path.GetFileName(path)} has no '{missing}' that fits: it was cut or changed; delete it to begin anew.");
        int Number(string name) => int.TryParse(metadata.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n
            : throw new InvalidDataException($"{Path.GetFileName(path)} does not say its {name}: it was changed; delete it to begin anew.");
        (epoch, done, step) = (Number("epoch"), Number("done"), Number("step"));
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
