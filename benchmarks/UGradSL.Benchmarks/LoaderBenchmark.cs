using System.Diagnostics;

namespace Unlearn.Benchmarks;

/// <summary>
/// Images a second of the resident loader alone. The ways take turns, a second each, so that whatever else the machine does falls on all of
/// them; the median and the range of the turns are printed.
/// </summary>
internal static class LoaderBenchmark
{
    private const int Turns = 7;
    private const int Images = 50_000;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    public static void Run()
    {
        using var data = Pixels.Make(Images);
        using var naive = new OneByOne(data);
        using var rng = Seeds.Stream(0, "order");
        using var augmented = data.All.Cycle(rng, Pixels.Batch, Augmentation.CropAndFlip).GetEnumerator();
        using var plain = data.All.Cycle(rng, Pixels.Batch).GetEnumerator();
        (string Name, Action Batch)[] ways =
        [
            ("loader: gather, crop, flip, normalise", () => augmented.MoveNext()),
            ("one image at a time, by tensors", naive.Tensors),
            ("loader without crop and flip", () => plain.MoveNext()),
            ("one pixel at a time, plain C#", naive.Bytes),
        ];
        Console.WriteLine($"Loading for training: {Images:N0} random images [3, 32, 32] resident, batches of {Pixels.Batch}, {Turns} turns of {Turn.TotalSeconds} s");
        Machine.Print();

        var rates = ways.Select(_ => new List<double>()).ToArray();
        foreach (var (_, batch) in ways) Rate(batch); // the first turn warms up and does not count
        for (var turn = 0; turn < Turns; turn++)
            foreach (var (i, (_, batch)) in ways.Index()) rates[i].Add(Rate(batch));

        Console.WriteLine($"\n{"",-40}{"images/s",10}   range");
        foreach (var (i, (name, _)) in ways.Index())
            Console.WriteLine($"{name,-40}{Spread.Median(rates[i]),10:N0}   {rates[i].Min():N0} to {rates[i].Max():N0}");
        List<double> ratios = [.. rates[0].Zip(rates[1], (ours, naive) => ours / naive)]; // of neighbours in time
        Console.WriteLine($"\nThe loader is {Spread.Median(ratios):0.0#} times the one-image loop ({ratios.Min():0.0#} to {ratios.Max():0.0#}).");
        Console.WriteLine($"It {(Spread.Median(rates[0]) >= 50_000 ? "reaches" : "MISSES")} 50,000 images/s and {(Spread.Median(ratios) >= 5 ? "reaches" : "MISSES")} 5 times.\n");
        Steps(data, rng);
    }

    /// <summary>Where the time of a batch goes.</summary>
    private static void Steps(LabeledData data, Generator rng)
    {
        using var scope = NewDisposeScope();
        var rows = randperm(data.Count, dtype: ScalarType.Int64, generator: rng).narrow(0, 0, Pixels.Batch).clone(); // [B]
        var pixels = data.Inputs.Gather(rows);                                                                       // [B, C, H, W]
        (string Name, Func<Tensor> Do)[] steps =
        [
            ("gather", () => data.Inputs.Gather(rows)),
            ("crop", () => new Augmentation(Crop: new()).Apply(pixels, rng)),
            ("flip", () => new Augmentation(Flip: new()).Apply(pixels, rng)),
            ("normalise", () => data.Normalization!.Apply(pixels)),
        ];
        Console.WriteLine($"a batch, step by step, in µs: {string.Join(", ", steps.Select(step => $"{step.Name} {Pixels.Batch / Rate(() => step.Do().Dispose()) * 1e6:0}"))}");
    }

    private static double Rate(Action batch)
    {
        var (watch, images) = (Stopwatch.StartNew(), 0);
        for (; watch.Elapsed < Turn; images += Pixels.Batch) batch();
        return images / watch.Elapsed.TotalSeconds;
    }
}
