using System.Text.Json;

namespace Unlearn.Tests.Datasets;

public sealed class AugmentationTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();

    public void Dispose() => data.Dispose();

    public static TheoryData<int[], int> Shapes => new()
    {
        { [128, 3, 32, 32], 4 },
        { [7, 2, 5, 9], 1 },
        { [9, 1, 9, 2], 3 },
        { [5, 3, 2, 2], 6 },
        { [1, 1, 1, 1], 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_batch_is_changed_as_a_loop_changes_it_image_by_image_on_every_device(int[] shape, int padding)
    {
        using var scope = NewDisposeScope();
        using var pixelsFrom = Seeds.Stream(1, "pixels");
        var pixels = randint(256, [.. shape.Select(n => (long)n)], ScalarType.Byte, generator: pixelsFrom);
        var before = pixels.clone();
        foreach (var flip in (HorizontalFlip?[])[null, new(), new(0.9), new(1)])
            foreach (var crop in (RandomCrop?[])[null, new(padding)])
                foreach (var device in cuda.is_available() ? (torch.Device[])[CPU, CUDA] : [CPU])
                {
                    using var rng = Seeds.Stream(2, "augment");
                    var changed = new Augmentation(crop, flip).Apply(pixels.to(device), rng);
                    Assert.Equal(Loop(pixels, crop, flip), changed.cpu().contiguous().data<byte>().ToArray());
                }
        Assert.True(pixels.Equals(before));
    }

    [Fact]
    public void Every_place_and_both_sides_come_up_equally_often()
    {
        const int Images = 18_000;
        using var scope = NewDisposeScope();
        using var rng = Seeds.Stream(3, "augment");
        var pixels = tensor(Enumerable.Range(1, 9).Select(i => (byte)i).ToArray()).view(1, 1, 3, 3).expand(Images, 1, 3, 3).contiguous();
        var seen = new Augmentation(new(1), new()).Apply(pixels, rng).data<byte>().ToArray().Chunk(9).CountBy(Convert.ToHexString).ToDictionary();
        Assert.Equal(18, seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 1000 - 150, 1000 + 150)); // ± 4.9 standard deviations
    }

    [Fact]
    public void What_enters_at_the_edge_is_black_before_the_pixels_are_normalised()
    {
        using var white = new LabeledData(full([64, 1, 8, 8], (byte)255, ScalarType.Byte), zeros(64, ScalarType.Int64), ["one"], new([0.4f], [0.2f]));
        using var rng = Seeds.Stream(0, "order");
        HashSet<string> values = [];
        foreach (var batch in white.All.Batches(rng, 16, new(new RandomCrop())))
            values.UnionWith(batch.X.data<float>().ToArray().Select(value => value.ToString("0.000")));
        Assert.Equal(["-2.000", "3.000"], values.Order());
    }

    [Fact]
    public void The_order_is_the_same_with_an_augmentation_and_every_pass_changes_the_images_anew()
    {
        var part = new Subset(data.Train, [.. Enumerable.Repeat(7L, 20)]);
        Assert.Equal(Labels(data.Train.All, null), Labels(data.Train.All, Augmentation.CropAndFlip));
        Assert.Equal(Images(part, Augmentation.CropAndFlip), Images(part, Augmentation.CropAndFlip));
        foreach (var images in (List<string>[])[Images(part, Augmentation.CropAndFlip), Images(part.First(1), Augmentation.CropAndFlip)])
            Assert.Equal(3, images.Chunk(images.Count / 3).Select(pass => string.Join('\n', pass)).Distinct().Count());
        Assert.Single(Images(part, Augmentation.None).Concat(Images(part, null)).Distinct());

        static List<string> Labels(Subset part, Augmentation? augmentation) => Three(part, augmentation, batch => string.Join(',', batch.Y.data<long>().ToArray()));
        static List<string> Images(Subset part, Augmentation? augmentation) => Three(part, augmentation, batch => Convert.ToHexString(batch.X[0].contiguous().bytes));
        static List<string> Three(Subset part, Augmentation? augmentation, Func<Batch, string> read)
        {
            using var scope = NewDisposeScope();
            using var rng = Seeds.Stream(0, "order");
            return [.. Enumerable.Range(0, 3).SelectMany(_ => part.Batches(rng, 20, augmentation).Select(read).ToList())];
        }
    }

    [Fact]
    public void It_leaks_nothing_even_when_it_is_left_halfway()
    {
        using var rng = Seeds.Stream(0, "order");
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        foreach (var _ in data.Train.All.Batches(rng, 16, Augmentation.CropAndFlip)) { }
        foreach (var _ in data.Train.All.Batches(rng, 16, Augmentation.CropAndFlip).Take(2)) { }
        foreach (var _ in data.Train.All.Cycle(rng, 16, Augmentation.CropAndFlip).Take(25)) { }
        foreach (var _ in data.Train.All.First(1).Cycle(rng, 16, Augmentation.CropAndFlip).Take(3)) { }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(0, 0.5, "a crop with 0 pixels of padding: at least 1")]
    [InlineData(4, 0, "a flip with probability 0: above 0")]
    [InlineData(4, 1.5, "a flip with probability 1.5: above 0 and at most 1")]
    [InlineData(4, double.NaN, "a flip with probability NaN")]
    public void A_setting_outside_its_range_is_refused_before_anything_is_trained(int padding, double probability, string message)
    {
        var wrong = new Augmentation(new(padding), new(probability));
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Trainer.Run(net, data.Train.All, new() { Augmentation = wrong }, rng).First()).Message);
        Assert.Contains(message, Assert.Throws<ArgumentException>(new FineTune { Augmentation = wrong }.Check).Message);
    }

    [Fact]
    public void Texts_are_refused()
    {
        using var texts = new LabeledData(zeros([4, 2, 8], ScalarType.Int64), zeros(4, ScalarType.Int64), ["one"]);
        using var rng = Seeds.Stream(0, "order");
        Assert.Contains("Int64 [4, 2, 8] cannot be cropped or flipped",
            Assert.Throws<ArgumentException>(() => texts.All.Batches(rng, 4, Augmentation.CropAndFlip).First()).Message);
    }

    [Fact]
    public void Settings_come_back_from_JSON_and_print_themselves()
    {
        var settings = new TrainSettings { Augmentation = new(new(2), new(0.25)) };
        Assert.Equal(settings, JsonSerializer.Deserialize<TrainSettings>(JsonSerializer.Serialize(settings, Json.Compact), Json.Compact));
        Unlearner method = new UGradSL { Augmentation = new(Flip: new()) };
        Assert.Equal(method, JsonSerializer.Deserialize<Unlearner>(JsonSerializer.Serialize(method, Json.Compact), Json.Compact));
        Assert.Equal(new TrainSettings(), JsonSerializer.Deserialize<TrainSettings>("""{"epochs":8}""", Json.Compact));
        Assert.Equal("RandomCrop { Padding = 2 }, HorizontalFlip { Probability = 0.25 }", settings.Augmentation.ToString());
        Assert.Contains("Augmentation = none", new TrainSettings().ToString());
    }

    /// <summary>The same draws, and then one pixel at a time.</summary>
    private static byte[] Loop(Tensor pixels, RandomCrop? crop, HorizontalFlip? flip)
    {
        using var rng = Seeds.Stream(2, "augment");
        int[] shape = [.. pixels.shape.Select(n => (int)n)];
        var (count, channels, height, width, padding) = (shape[0], shape[1], shape[2], shape[3], crop?.Padding ?? 0);
        var corners = crop is null ? new long[2 * count] : randint(2 * padding + 1, [2, count], ScalarType.Int64, generator: rng).data<long>().ToArray();
        var coins = flip is null ? null : rand(count, generator: rng).data<float>().ToArray();
        var (from, to) = (pixels.data<byte>().ToArray(), new byte[pixels.numel()]);
        for (var b = 0; b < count; b++)
            for (var c = 0; c < channels; c++)
                for (var y = 0; y < height; y++)
                    for (var x = 0; x < width; x++)
                    {
                        var seen = coins?[b] < flip?.Probability ? width - 1 - x : x;
                        var (row, column) = ((int)corners[b] + y - padding, (int)corners[count + b] + seen - padding);
                        var inside = row >= 0 && row < height && column >= 0 && column < width;
                        to[((b * channels + c) * height + y) * width + x] = inside ? from[((b * channels + c) * height + row) * width + column] : (byte)0;
                    }
        return to;
    }
}
