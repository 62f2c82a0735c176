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

/// <summary>
/// Turns steps into <see cref="Progress"/>. Time left: a run that an earlier seed has done will take as long again; before that, a
/// study's share of done runs tells.
/// </summary>
internal sealed class Pace(int runs, Action<Progress>? onProgress)
{
    private readonly Stopwatch whole = Stopwatch.StartNew();
    private readonly Stopwatch current = new();
    private string method = "";
    private int seed, steps, step, done;
    private long images;

    public void Begin(string method, int seed, int steps)
    {
        (this.method, this.seed, this.steps, step, images) = (method, seed, steps, 0, 0);
        current.Restart();
    }

    public void End() => done++;

    public void Step(Step taken)
    {
        step++;
        images += taken.Images;
        onProgress?.Invoke(new(method, seed, taken.Epoch + 1, step, steps, taken.Loss, images / current.Elapsed.TotalSeconds, Left()));
    }

    private TimeSpan? Left()
    {
        var share = (done + (steps > 0 ? (double)step / steps : 0)) / runs;
        return share > 0.02 ? whole.Elapsed * ((1 - share) / share) : null;
    }
}
