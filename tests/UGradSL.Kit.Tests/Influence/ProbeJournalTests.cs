using System.Text.Json;

namespace Unlearn.Tests.Influence;

public sealed class ProbeJournalTests : IDisposable
{
    private static readonly ProbeSettings settings = new() { Solver = new ConjugateGradient(0.1, 5), CurvatureSamples = 40, Jackknife = 2, Sweep = [0.1, 10], BatchSize = 20 };

    private readonly TemporaryFolder folder = new();
    private readonly Dataset data = Tiny.Data(20);
    private readonly ForgetSplit split;
    private readonly Net original = Tiny.Net(), retrained = Tiny.Net(1);

    public ProbeJournalTests() => split = Forgetting.Random(0.1).Split(data, 0);

    public void Dispose()
    {
        original.Dispose();
        retrained.Dispose();
        data.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Stopped_again_and_again_and_measured_to_its_end_a_probe_says_what_it_says_without_a_stop()
    {
        var whole = JsonSerializer.Serialize(GradientProbe.Measure(original, retrained, split, settings), Json.Compact);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var (stops, left) = (0, 0);
        HashSet<string> stages = [];
        while (true)
        {
            left = 45;                                                                   // more than the longest stage takes
            var journal = new ProbeJournal(folder.PathOf("probe"))
            {
                OnBatch = stage =>
                {
                    stages.Add(stage.Name);
                    if (left-- == 0) throw new OperationCanceledException(stage.ToString());
                },
            };
            try
            {
                var probe = GradientProbe.Measure(original, retrained, split, settings, journal: journal);
                Assert.Equal(whole, JsonSerializer.Serialize(probe, Json.Compact));
                Assert.NotEmpty(Directory.GetFiles(folder.PathOf("probe")));
                journal.Finish();
                Assert.False(Directory.Exists(folder.PathOf("probe")));
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.True(++stops < 200, "a stage that takes more batches than are left never ends");
            }
            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        Assert.True(stops > 2, $"{stops} stops");
        Assert.Contains("gradients", stages);
        Assert.Contains("trace", stages);
        Assert.Contains(stages, s => s.StartsWith("without 1 of 2 damping", StringComparison.Ordinal));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_file_that_is_no_stage_is_named()
    {
        SafeTensors.Save(folder.PathOf("gradients.safetensors"), new Dictionary<string, Tensor>(), new Dictionary<string, string>());
        Assert.Contains("gradients.safetensors is no stage of a probe", Assert.Throws<InvalidDataException>(() =>
            GradientProbe.Measure(original, retrained, split, settings, journal: new(folder.Path))).Message);
    }
}
