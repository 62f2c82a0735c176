namespace Unlearn.Tests.Training;

/// <summary>Training that comes apart: when it stops, what it says, and what is saved.</summary>
public sealed class ComingApartTests : IDisposable
{
    private static readonly TrainSettings Plain = new(Epochs: 3, BatchSize: 16);

    private readonly Dataset data = Tiny.Data();
    private readonly TemporaryFolder folder = new();

    private string Saved => folder.PathOf("state.safetensors");

    public void Dispose()
    {
        data.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_with_step_rate_and_the_last_finite_loss()
    {
        List<Step> steps = [];
        var message = Stopped(Tiny.Net(), Plain with { LearningRate = 1e30, Schedule = new Constant() }, steps.Add);
        Assert.Equal($"the loss is NaN at step {steps.Count + 1} of 30, learning rate 1E+30; the last finite loss was {steps[^1].Loss:0.####}: lower the learning rate, or bound the gradient (ClipNorm).", message);
    }

    [Fact]
    public void A_finite_loss_that_grows_and_grows_stops_it_too()
    {
        var message = Stopped(new SoftmaxRegression(Tiny.Classes, 64), Plain with { LearningRate = 1e6 });
        Assert.Matches(@"^the loss diverges: it is \d+(\.\d+)?, its mean \d+(\.\d+)? is above \d+(\.\d+)? \(10 times what it began with\) at step \d+ of 30, learning rate ", message);
    }

    [Theory]
    [InlineData(1e30)]
    [InlineData(1e6)]
    public void Losses_that_are_read_five_at_a_time_stop_it_for_the_same_step_with_the_same_words(double rate)
    {
        var settings = Plain with { LearningRate = rate };
        Assert.Equal(Stopped(new SoftmaxRegression(Tiny.Classes, 64), settings), Stopped(new SoftmaxRegression(Tiny.Classes, 64), settings, every: 5));
    }

    [Fact]
    public void The_mean_of_the_losses_is_held_against_the_first_and_against_a_uniform_guess()
    {
        static int At(int classes, params double[] losses)
        {
            var watch = new LossWatch(classes);
            return Array.FindIndex(losses, loss => watch.Add(loss) is not null);
        }
        Assert.Equal(-1, At(10, [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? 0.01 : 40)])); // mean 20, ten guesses 23.03
        Assert.Equal(-1, At(10, 500, 4000, 30, 20, 900));                                            // a start far off
        Assert.Equal(2, At(10, 2.3, 2.3, 210));                                                      // 0.9·2.3 + 0.1·210 = 23.07
        Assert.Equal(-1, At(10, 2.3, 2.3, 208));
        Assert.Equal(1, At(10, 2.3, double.PositiveInfinity));
        Assert.Equal(0, At(10, double.NaN));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_weight_or_a_statistic_that_is_no_number_is_never_saved(bool statistic)
    {
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        using var training = new TrainingRun(net, data.Train.All, Plain, rng);
        var steps = training.Steps().GetEnumerator();
        for (var i = 0; i < 3; i++) steps.MoveNext();
        training.Save(Saved);
        var good = File.ReadAllBytes(Saved);
        Spoil(statistic ? net.named_buffers().First(b => b.name.EndsWith("running_var", StringComparison.Ordinal)).buffer : net.parameters().Last());
        var message = Assert.Throws<ArithmeticException>(() => training.Save(Saved)).Message;
        Assert.Matches($"^'{(statistic ? @"buffer\..*running_var" : "parameters")}' is no longer finite at step 3 of 30, learning rate .*; the last finite loss was ", message);
        Assert.Equal(good, File.ReadAllBytes(Saved));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_last_step_that_spoils_the_weights_is_no_end_of_training()
    {
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        using var training = new TrainingRun(net, data.Train.All, Plain, rng);
        Assert.Contains("'parameters' is no longer finite at step 30 of 30", Assert.Throws<ArithmeticException>(() =>
        {
            foreach (var _ in training.Steps())
                if (training.Done == training.Count) Spoil(net.parameters().First());
        }).Message);
    }

    [Fact]
    public void Losses_read_seldom_change_no_weight_and_leave_no_tensor_behind()
    {
        var (each, seldom) = (Tiny.Net(), Tiny.Net());
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        List<double> losses = [], read = [];
        List<int> seen = [];
        using (var rng = Seeds.Stream(0, "order"))
        using (var training = new TrainingRun(each, data.Train.All, Plain, rng))
            foreach (var step in training.Steps()) losses.Add(step.Loss);
        using (var rng = Seeds.Stream(0, "order"))
        using (var training = new TrainingRun(seldom, data.Train.All, Plain, rng) { ReadLossEvery = 4 })
            foreach (var step in training.Steps())
            {
                read.Add(step.Loss);
                seen.Add(training.Seen);
            }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(Tiny.State(each), Tiny.State(seldom));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => losses[i / 4 * 4]), read);
        Assert.Equal(Enumerable.Range(0, 30).Select(i => i / 4 * 4 + 1), seen);
        each.Dispose();
        seldom.Dispose();
    }

    private static void Spoil(Tensor tensor)
    {
        using var quiet = no_grad();
        tensor.fill_(double.NaN);
    }

    private string Stopped(Net net, TrainSettings settings, Action<Step>? onStep = null, int every = 1)
    {
        using var trained = net;
        net.Reset(0);
        using var rng = Seeds.Stream(0, "order");
        using var training = new TrainingRun(net, data.Train.All, settings, rng) { ReadLossEvery = every };
        return Assert.Throws<ArithmeticException>(() =>
        {
            foreach (var step in training.Steps()) onStep?.Invoke(step);
        }).Message;
    }
}
