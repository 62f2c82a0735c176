using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace Unlearn.Cli;

/// <summary><c>ugradsl train</c>: trains an original network, or with <c>--retrain</c> the one without D_f, and goes on where it was stopped.</summary>
internal static class TrainCommand
{
    private static readonly Argument<string> Name = new("name") { Description = $"The data set: {string.Join(", ", NamedData.Names)}.", CompletionSources = { _ => NamedData.Names } };
    private static readonly Option<string> Model = new("--model") { Description = $"The network: {string.Join(", ", NamedNets.Names)}.", DefaultValueFactory = _ => "resnet18", CompletionSources = { _ => NamedNets.Names } };
    private static readonly Option<int?> Width = new("--width") { Description = "Channels of the first convolution, or a ViT's token; as published if left out." };
    private static readonly Option<int?> Images = new("--images") { Description = "Training images taken, as many of each class; all if left out." };
    private static readonly Option<int> Epochs = new("--epochs") { Description = "Passes over the data.", DefaultValueFactory = _ => 10 };
    private static readonly Option<double> Rate = new("--learning-rate") { Description = "The peak of the one-cycle schedule.", DefaultValueFactory = _ => 0.1 };
    private static readonly Option<int> Batch = new("--batch") { Description = "Samples a step.", DefaultValueFactory = _ => 128 };
    private static readonly Option<bool> Adam = new("--adamw") { Description = "AdamW in place of SGD with momentum (take a rate of 1e-3 or less)." };
    private static readonly Option<bool> Augment = new("--augment") { Description = "Random crops and flips." };
    private static readonly Option<Precision> Numbers = new("--precision") { Description = "Float32, Mixed, or Auto: Mixed where bfloat16 is native.", DefaultValueFactory = _ => Precision.Auto };
    private static readonly Option<string?> Forget = new("--forget") { Description = "The class that will be forgotten, by name or number; if left out, a random tenth." };
    private static readonly Option<bool> Retrain = new("--retrain") { Description = "Leave D_f out: the network that forgetting is measured against." };
    private static readonly Option<int> Seed = new("--seed") { Description = "Of split, first weights and order.", DefaultValueFactory = _ => 0 };
    private static readonly Option<double> Every = new("--every") { Description = "Seconds between two saved states.", DefaultValueFactory = _ => 60 };
    private static readonly Option<string?> Out = new("--out") { Description = "Folder for state and weights; out/train/NAME-MODEL-seedN if left out." };

    public static Command Create()
    {
        var command = new Command("train", "Train a network on D_tr, or on D_r with --retrain; killed at any moment, the same command goes on to the same weights.")
        {
            Name, Model, Width, Images, Epochs, Rate, Batch, Adam, Augment, Numbers, Forget, Retrain, Seed, Every, Out,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Native.Require();
        var (seed, line) = (arguments.GetValue(Seed), new ProgressLine());
        var settings = new TrainSettings(arguments.GetValue(Epochs), arguments.GetValue(Rate), arguments.GetValue(Batch))
        {
            Optimizer = arguments.GetValue(Adam) ? new AdamW() : new Sgd(),
            Augmentation = arguments.GetValue(Augment) ? Augmentation.CropAndFlip : Augmentation.None,
            Precision = arguments.GetValue(Numbers).On(Device.Best()),
        };
        settings.Check();
        var origin = new Origin(new(arguments.GetValue(Name)!, arguments.GetValue(Images)), new(arguments.GetValue(Model)!, arguments.GetValue(Width)));
        using var data = origin.Data.Load();
        using var net = origin.Network.For(data, seed);
        var split = (arguments.GetValue(Forget) is { } name ? Forgetting.Class(name) : Forgetting.Random()).Split(data, seed);
        var retrain = arguments.GetValue(Retrain);
        var part = retrain ? split.Retain : split.Train;
        var folder = arguments.GetValue(Out) ?? Path.Combine("out", "train", $"{arguments.GetValue(Name)}-{arguments.GetValue(Model)}-seed{seed}");
        Directory.CreateDirectory(folder);
        var (state, weights) = (Path.Combine(folder, $"{(retrain ? "retrain" : "original")}.state.safetensors"), Path.Combine(folder, $"{(retrain ? "retrained" : "original")}.safetensors"));
        line.Say($"{data} · {net} · {part.Count:N0} samples · {settings.Precision} · {Processor.Flags} · {Device.Describe(Device.Best())}");
        line.Say(split.ToString());

        using (var order = Seeds.Stream(seed, retrain ? "order" : "original"))
        using (var training = new TrainingRun(net, part, settings, order))
        {
            var saved = new SavedTraining(training, state, TimeSpan.FromSeconds(arguments.GetValue(Every)));
            if (saved.TryGoOn()) line.Say($"Going on after step {training.Done:N0} of {training.Count:N0}, from {state}.");
            Train(training, saved, state, seed, retrain ? nameof(Retrain) : "Original", line);
        }
        Checkpoint.Save(net, weights, split, settings, origin);
        File.Delete(state);
        var accuracies = new { Retain = AccuracyOf(net, split.Retain), Forget = AccuracyOf(net, split.Forget), Validation = AccuracyOf(net, split.Validation), Test = AccuracyOf(net, split.Test) };
        Console.WriteLine(JsonSerializer.Serialize(new { weights, network = net.ToString(), split = split.Hash, settings, accuracies }, Json.Indented));
        return 0;
    }

    /// <summary>Takes the steps that are left, saving the state now and then, and whenever the user stops it.</summary>
    /// <exception cref="ArithmeticException">The loss is no finite number any more, or diverges; the message says what is kept.</exception>
    private static void Train(TrainingRun training, SavedTraining saved, string state, int seed, string name, ProgressLine line)
    {
        var (whole, first, images) = (Stopwatch.StartNew(), training.Done, 0L);
        try
        {
            foreach (var step in saved.Steps())
            {
                images += step.Images;
                var left = whole.Elapsed / (training.Done - first) * (training.Count - training.Done);
                line.Show(new Progress(name, seed, step.Epoch + 1, training.Done, training.Count, step.Loss, images / whole.Elapsed.TotalSeconds, left));
                Interrupt.ThrowIfAsked(() =>
                {
                    saved.Save();
                    return $"Stopped after step {training.Done:N0} of {training.Count:N0}. {state} holds where it stands: the same command goes on from there.";
                });
            }
        }
        catch (ArithmeticException e)
        {
            throw new ArithmeticException($"{e.Message} {(saved.Kept > 0 ? $"{state} holds the last good state, after step {saved.Kept:N0}" : "No state had been saved yet")}; another rate needs another --out.", e);
        }
    }

    private static double AccuracyOf(Net net, Subset part)
    {
        using var logits = Evaluate.Logits(net, part);
        using var labels = Evaluate.Labels(part);
        return Math.Round(Accuracy.Percent(logits, labels), 2);
    }
}
