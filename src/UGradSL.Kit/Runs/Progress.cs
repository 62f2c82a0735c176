using System.Diagnostics;

namespace Unlearn;

/// <summary>Where a study stands, in numbers; whoever shows it decides how and how often.</summary>
/// <param name="Method">"Original", or the method's record name.</param>
/// <param name="Seed">The seed that runs.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Optimizer steps taken in this run.</param>
/// <param name="Steps">Optimizer steps of this run, 0 if unknown.</param>
/// <param name="Loss">The last step's.</param>
/// <param name="ImagesPerSecond">Images through the network in this run, a second.</param>
/// <param name="Left">Time left of the whole study, once it can be told.</param>
public readonly record struct Progress(
    string Method, int Seed, int Epoch, int Step, int Steps, double Loss, double ImagesPerSecond, TimeSpan? Left)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"seed {Seed} · {Method} · epoch {Epoch} · step {Step}{(Steps > 0 ? $"/{Steps}" : "")} · loss {Loss:0.000} · {ImagesPerSecond:N0} images/s"
        + (Left is { } left ? $" · {Duration.Text(left)} left" : "");
}

/// <summary>Turns steps into <see cref="Progress"/>. Time left: the samples that are still to pass, at the speed of those that have passed.</summary>
/// <param name="onProgress">Called after each step.</param>
internal sealed class Pace(Action<Progress>? onProgress)
{
    private readonly Stopwatch whole = new(), current = new();
    private string method = "";
    private int seed, steps, step, earlier;
    private long ahead, passed, ofRun, ofPart;

    /// <summary>So many samples more are to pass.</summary>
    public void Expect(long samples) => ahead += samples;

    /// <param name="method">As it is shown.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="steps">0 if unknown.</param>
    /// <param name="taken">Of the steps, those that an earlier process took.</param>
    public void Begin(string method, int seed, int steps, int taken = 0)
    {
        (this.method, this.seed, this.steps, step, earlier, ofPart) = (method, seed, steps, taken, taken, 0);
        whole.Start();
        current.Restart();
    }

    public void Step(Step taken)
    {
        step++;
        passed += taken.Images;
        ofRun += taken.Images * (1L + earlier);
        earlier = 0;
        ofPart += taken.Images;
        onProgress?.Invoke(new(method, seed, taken.Epoch + 1, step, steps, taken.Loss, ofPart / current.Elapsed.TotalSeconds, Left()));
    }

    /// <summary>What was expected to pass <paramref name="samples"/> is done, by whomever and whatever it took.</summary>
    public void End(long samples) => (ahead, ofRun) = (ahead - samples, 0);

    /// <summary>Told from a fiftieth on.</summary>
    private TimeSpan? Left()
    {
        var left = Math.Max(0, ahead - ofRun);
        return left + passed < 50 * passed ? whole.Elapsed * ((double)left / passed) : null;
    }
}
