namespace Unlearn;

/// <summary>The charts of a training.</summary>
public static class TrainingCharts
{
    /// <summary>The loss over the learning rates that were tried, and the suggested one as an upright line.</summary>
    /// <exception cref="ArgumentException">The first step came apart: there is nothing to draw.</exception>
    public static Figure Rates(LearningRateCurve curve)
    {
        if (curve.Rates.Count == 0) throw new ArgumentException($"nothing to draw: {curve}.");
        var top = Math.Max(curve.Start, curve.Smoothed.Min());
        return Charts.Lines($"Which learning rate?\n{curve}", new Axis("learning rate", Log: true), new Axis("loss", Max: 1.5 * top),
        [
            new("loss after a step", curve.Rates, [.. curve.Losses.Select(loss => loss > 1.5 * top ? double.NaN : loss)]),
            new("smoothed", curve.Rates, [.. curve.Smoothed.Select(loss => loss > 1.5 * top ? double.NaN : loss)]),
            new("suggested", [curve.Suggested, curve.Suggested], [curve.Smoothed.Min(), 1.5 * top]),
        ]);
    }
}
