using System.Diagnostics;

namespace Unlearn;

/// <summary>The loss of a run as a chart that grows in a notebook cell while it runs, drawn at most twice a second: hand <see cref="Step"/> to whoever takes steps.</summary>
/// <param name="title">Stands over it.</param>
public sealed class LiveCurve(string title)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly Stopwatch whole = new(), sinceShown = new();
    private readonly List<double> losses = [], smoothed = [];
    private Action<object>? update;
    private long images;

    /// <summary>Counts a step and shows the curve so far.</summary>
    public void Step(Step step)
    {
        whole.Start();
        images += step.Images;
        losses.Add(step.Loss);
        smoothed.Add(smoothed.Count == 0 ? step.Loss : 0.9 * smoothed[^1] + 0.1 * step.Loss);
        if (sinceShown.IsRunning && sinceShown.Elapsed < Pause) return;
        sinceShown.Restart();
        Show();
    }

    /// <summary>Shows the curve as it stands: call it after the last step.</summary>
    /// <exception cref="InvalidOperationException">There was no step.</exception>
    public void Show()
    {
        if (losses.Count == 0) throw new InvalidOperationException("there is no curve before the first step: hand Step to a run first.");
        double[] at = [.. Enumerable.Range(1, losses.Count).Select(i => (double)i)];
        var speed = images / Math.Max(whole.Elapsed.TotalSeconds, 1e-3);
        var figure = Charts.Lines($"{title}\nstep {losses.Count}, loss {smoothed[^1]:0.000} in the mean, {speed:N0} images/s", "step", "loss", [new("each batch", at, losses), new("mean", at, smoothed)]);
        if (update is null) update = Screen.Show(figure);
        else update(figure);
    }
}
