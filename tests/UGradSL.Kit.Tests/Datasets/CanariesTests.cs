namespace Unlearn.Tests.Datasets;

public sealed class CanariesTests : IDisposable
{
    private readonly Dataset data = Made.Set(Made.Balanced(200, 4), Made.Balanced(8, 4), 4, ("identity", Made.Balanced(200, 50), ["zero"]));

    public void Dispose() => data.Dispose();

    [Fact]
    public void Mislabelled_samples_keep_their_pixels_and_lose_their_label()
    {
        using var planted = Canaries.Plant(data, 60, CanaryKind.Mislabelled, seed: 3);
        Assert.Equal(200, planted.Train.Count);
        Assert.Equal(Pixels(data), Pixels(planted));
        var marks = planted.Train.Annotations[Canaries.Key].Values;
        Assert.Equal(Enumerable.Range(1, 60).Select(c => (long)c), marks.Where(m => m > 0).Order());
        var steps = Enumerable.Range(0, 200).Select(i => (planted.Train.All.Label(i) - data.Train.All.Label(i) + 4) % 4).ToList();
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(marks[i] > 0, steps[i] != 0));
        Assert.All([1, 2, 3], step => Assert.InRange(steps.Count(s => s == step), 8, 34)); // 20 ± 4 standard deviations
        Assert.Equal(data.Train.All.Indices.Select(i => (long)data.Train.All.Label((int)i)), planted.Train.Annotations[Canaries.TrueClass].Values);
    }

    [Theory]
    [InlineData(CanaryKind.Duplicated)]
    [InlineData(CanaryKind.Mislabelled)]
    public void Copies_are_appended_and_share_mark_pixels_label_and_annotations(CanaryKind kind)
    {
        using var planted = Canaries.Plant(data, 5, kind, copies: 4, seed: 1);
        var train = planted.Train;
        Assert.Equal(215, train.Count);
        var images = Pixels(planted);
        var marks = train.Annotations[Canaries.Key].Values;
        foreach (var canary in Enumerable.Range(1, 5))
        {
            int[] rows = [.. Enumerable.Range(0, 215).Where(i => marks[i] == canary)];
            Assert.Equal(4, rows.Length);
            Assert.InRange(rows[0], 0, 199);
            Assert.InRange(rows[1], 200, 214);
            Assert.Single(rows.Select(i => (images[i], train.All.Label(i), train.Annotations["identity"].Values[i], train.Annotations[Canaries.TrueClass].Values[i])).Distinct());
            Assert.Equal(kind == CanaryKind.Mislabelled, train.All.Label(rows[0]) != data.Train.All.Label(rows[0]));
        }
        Assert.Equal(["zero"], train.Annotations["identity"].Names);
        Assert.Equal($"made with 5 {kind.ToString().ToLowerInvariant()} canaries", planted.Name);
        Assert.Equal(data.Test.Hash, planted.Test.Hash);
        Assert.NotEqual(data.Train.Hash, train.Hash);
    }

    [Fact]
    public void All_copies_are_forgotten_together_and_none_is_held_out()
    {
        using var planted = Canaries.Plant(data, 30, CanaryKind.Duplicated, copies: 3);
        foreach (var seed in Enumerable.Range(0, 10))
        {
            var split = Forgetting.Canaries().Split(planted, seed);
            Made.AssertSound(split);
            Assert.Equal(90, split.Forget.Count);
            Assert.All(split.Forget.Indices, i => Assert.NotEqual(0, planted.Train.Annotations[Canaries.Key].Values[(int)i]));
            Assert.Equal("30 canaries, 90 samples", split.Description);
        }
        using var single = Canaries.Plant(data, 3);
        Assert.Equal("3 canaries", Forgetting.Canaries().Split(single, 0).Description);
    }

    [Fact]
    public void Planting_is_drawn_from_its_seed_leaks_nothing_and_outlives_the_original()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        string hash;
        using (var first = Canaries.Plant(data, 7, seed: 4))
            hash = first.Train.Hash;
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        using var other = Canaries.Plant(data, 7, seed: 5);
        Assert.NotEqual(hash, other.Train.Hash);
        var again = Canaries.Plant(data, 7, seed: 4);
        data.Dispose();
        using (again)
        {
            Assert.Equal(hash, again.Train.Hash);
            Assert.Equal(8, again.Test.All.InOrder(8).Sum(batch => batch.Count));
        }
    }

    [Fact]
    public void Counts_that_cannot_be_planted_are_refused()
    {
        Assert.Equal("0 canaries among 200 samples: plant 1 to 200.", Message(() => Canaries.Plant(data, 0)));
        Assert.Equal("201 canaries among 200 samples: plant 1 to 200.", Message(() => Canaries.Plant(data, 201)));
        Assert.Equal("1 copies of a duplicated canary: at least 2 are needed (try 10).", Message(() => Canaries.Plant(data, 1, CanaryKind.Duplicated)));
        Assert.Equal("0 copies of a canary: at least 1 is needed.", Message(() => Canaries.Plant(data, 1, copies: 0)));
        using var one = Made.Set([0, 0], [0], 1);
        Assert.Equal("a set of one class has no wrong label to give: plant duplicated canaries.", Message(() => Canaries.Plant(one, 1)));
        using var planted = Canaries.Plant(data, 1);
        Assert.Equal("made with 1 mislabelled canaries has canaries already: plant in the data as it was loaded.", Message(() => Canaries.Plant(planted, 1)));

        static string Message(Func<Dataset> plant) => Assert.Throws<ArgumentException>(plant).Message;
    }

    private static byte[] Pixels(Dataset data)
    {
        using var pixels = data.Train.All.Pixels();
        return pixels.data<byte>().ToArray();
    }
}
