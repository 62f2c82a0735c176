using System.Diagnostics;
using System.Text.Json;

namespace Unlearn.Benchmarks;

/// <summary>
/// One of the works of benchmarks/peers/works.py, by the kit: as many steps on the same images, and the same line of JSON at the end.
/// </summary>
internal static class TrainBenchmark
{
    private const int Length = 128;

    /// <summary>By name: the batch, the steps that warm up, and those that are timed. As in works.py.</summary>
    private static readonly Dictionary<string, (int Batch, int Warm, int Timed)> Works = new()
    {
        ["width-64 train"] = (128, 1, 4),
        ["width-16 train"] = (128, 2, 20),
        ["evaluate"] = (256, 1, 6),
        ["ugradsl+ epoch"] = (128, 2, 12),
        ["bert-tiny train"] = (64, 2, 20),
        ["vit-ti train"] = (128, 1, 4),
    };

    /// <summary>Prints the line; 2 where there is no such work.</summary>
    /// <param name="work">A key of <see cref="Works"/>.</param>
    /// <param name="folder">CIFAR-10's binary files; null: random images.</param>
    /// <param name="peak">Whether the matrix peak is measured, too.</param>
    public static int Run(string work, string? folder, bool peak)
    {
        var whole = WholeMethods.Of.TryGetValue(work, out var method);
        if (!Works.TryGetValue(work, out var size) && !whole)
        {
            Console.Error.WriteLine($"'{work}' is no work: there are {string.Join(", ", Works.Keys.Concat(WholeMethods.Of.Keys))}.");
            return 2;
        }
        using var data = work == "bert-tiny train" ? Texts() : Images(folder, work == "evaluate");
        using var net = Seeds.Initialise(0, () => Network(work));
        using var rng = Seeds.Stream(0, "order");
        List<double> losses = [];
        var (watch, images) = (new Stopwatch(), 0);
        if (whole)
        {
            method.Run(net, data, 8, 8, rng); // the code is compiled on the way
            watch.Start();
            losses.AddRange(method.Run(net, data, method.Retain, 100, rng));
            watch.Stop();
            images = method.Retain;
        }
        else if (work == "evaluate")
        {
            Evaluate.Logits(net, data.All.First(size.Batch), size.Batch, Precision.Auto).Dispose();
            var part = data.All.First(size.Batch * size.Timed);
            watch.Start();
            using var logits = Evaluate.Logits(net, part, size.Batch, Precision.Auto);
            watch.Stop();
            using var labels = Evaluate.Labels(part);
            using var loss = nn.functional.cross_entropy(logits, labels);
            losses.Add(loss.item<float>());
            images = part.Count;
        }
        else
            foreach (var (i, step) in Steps(work, net, data, size.Batch, rng).Take(size.Warm + size.Timed).Index())
            {
                losses.Add(step.Loss);
                images += i < size.Warm ? 0 : step.Images;
                if (i == size.Warm - 1) watch.Start();
                if (i == size.Warm + size.Timed - 1) watch.Stop();
            }
        Dictionary<string, object?> line = new()
        {
            ["work"] = work,
            ["rate"] = images / watch.Elapsed.TotalSeconds,
            ["images"] = images,
            ["memory"] = PeakMemory.Read() / 1048576.0,
            ["first"] = losses[0],
            ["last"] = losses[^1],
            ["threads"] = get_num_threads(),
            ["version"] = Kit.Versions(),
        };
        if (peak)
        {
            line["bf16"] = Processor.HasBFloat16 ? Peak(ScalarType.BFloat16) : null;
            line["float32"] = Peak(ScalarType.Float32);
        }
        Console.WriteLine(JsonSerializer.Serialize(line));
        return 0;
    }

    private static IEnumerable<Step> Steps(string work, Net net, LabeledData data, int batch, Generator rng)
    {
        if (work == "ugradsl+ epoch")
        {
            var order = Shuffled(45_000);
            Subset retain = new(data, order[4500..]), forget = new(data, order[..4500]);
            return new UGradSLPlus(1, 0.01, P: 0.9) { BatchSize = batch, Precision = Precision.Auto, Augmentation = Augmentation.CropAndFlip }
                .Run(net, new(forget, retain, forget.First(1), forget.First(1), "a tenth"), rng);
        }
        var transformer = work is "bert-tiny train" or "vit-ti train";
        return Trainer.Run(net, data.All, new TrainSettings(2, transformer ? 1e-4 : 0.01, batch)
        {
            Optimizer = transformer ? new AdamW() : new Sgd(),
            Schedule = new Constant(),
            Augmentation = work == "bert-tiny train" ? Augmentation.None : Augmentation.CropAndFlip,
            Precision = Precision.Auto,
        }, rng);
    }

    private static long[] Shuffled(int count)
    {
        long[] order = [.. Enumerable.Range(0, count).Select(i => (long)i)];
        new Random(1).Shuffle(order);
        return order;
    }

    private static Net Network(string work) => work switch
    {
        "bert-tiny train" => new Bert(BertSettings.Tiny),
        "vit-ti train" => new VisionTransformer(),
        "width-64 train" or "evaluate" => new ResNet(),
        _ => new ResNet(width: 16),
    };

    private static LabeledData Images(string? folder, bool test)
    {
        if (folder is null) return Pixels.Make(test ? 10_000 : 50_000);
        var data = Cifar10.Load(folder);
        (test ? data.Train : data.Test).Dispose();
        return test ? data.Test : data.Train;
    }

    /// <summary>Random ids, 32 to 128 of them a text.</summary>
    private static LabeledData Texts(int count = 4096)
    {
        using var scope = NewDisposeScope();
        using var rng = Seeds.Stream(0, "texts");
        var mask = arange(Length, ScalarType.Int64).view(1, -1).lt(randint(32, Length + 1, [count, 1], ScalarType.Int64, generator: rng)).to(ScalarType.Int64); // [N, L]
        var ids = randint(1000, BertSettings.Tiny.Vocabulary, [count, Length], ScalarType.Int64, generator: rng) * mask;                                       // [N, L]
        var labels = randint(2, [count], ScalarType.Int64, generator: rng);                                                                                  // [N]
        return new(stack([ids, mask], 1).DetachFromDisposeScope(), labels.DetachFromDisposeScope(), ["0", "1"]);
    }

    /// <summary>The machine's own matrix peak: floating-point operations a second of the best of many products.</summary>
    private static double Peak(ScalarType type, int size = 1536)
    {
        using var scope = NewDisposeScope();
        var (a, best) = (randn(size, size).to(type), 0.0); // [size, size]
        for (var whole = Stopwatch.StartNew(); whole.Elapsed.TotalSeconds < 0.7;)
        {
            var watch = Stopwatch.StartNew();
            a.mm(a).Dispose();
            best = Math.Max(best, 2 * Math.Pow(size, 3) / watch.Elapsed.TotalSeconds);
        }
        return best;
    }
}
