using System.Diagnostics;

namespace Unlearn;

/// <summary>One line that follows a run in a notebook cell or on a console, at most ten times a second: hand <see cref="Step"/> to whoever takes steps.</summary>
/// <param name="name">What runs, for the line's beginning.</param>
public sealed class LiveLine(string name = "")
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Stopwatch whole = new(), sinceShown = new();
    private Action<object>? update;
    private int steps;
    private long images;

    /// <summary>Counts a step and shows where the run stands.</summary>
    public void Step(Step step)
    {
        whole.Start();
        steps++;
        images += step.Images;
        if (sinceShown.IsRunning && sinceShown.Elapsed < Pause) return;
        sinceShown.Restart();
        var line = $"{name}{(name.Length > 0 ? " · " : "")}epoch {step.Epoch + 1} · step {steps} · loss {step.Loss:0.000} · {images / Math.Max(whole.Elapsed.TotalSeconds, 1e-3):N0} images/s";
        if (update is null) update = Screen.Show(line);
        else update(line);
    }
}
