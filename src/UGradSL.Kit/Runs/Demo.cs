namespace Unlearn;

/// <summary>
/// The study that <c>ugradsl demo</c> runs: a class of the embedded images is forgotten from a <see cref="SmallCnn"/>, by every method,
/// beside the network retrained without it. The settings of UGradSL and UGradSL+ were chosen on validation images of a seed that the
/// demo does not use (docs/log.md, 2026-11-24); FT and GA have the paper's.
/// </summary>
public static class Demo
{
    /// <summary>Each method that climbs is there twice: with the statistics of <see cref="BatchNormStatistics"/> kept, and with the literal reading.</summary>
    public static IReadOnlyList<Unlearner> Methods { get; } =
    [
        new Retrain(),
        new FineTune(),
        .. Twice(new GradientAscent()),
        .. Twice(new UGradSL(Epochs: 10, LearningRate: 0.01, Alpha: -1, P: 0.98)),
        .. Twice(new UGradSLPlus(Epochs: 2, P: 0.98)),
    ];

    /// <summary>The study of one class.</summary>
    /// <param name="forget">Its name or number.</param>
    /// <param name="seeds">How many seeds, from 0.</param>
    public static Study Of(string forget, int seeds = 3) =>
        new(Forgetting.Class(forget), Methods, new TrainSettings(), [.. Enumerable.Range(0, seeds)], new Meter());

    private static IEnumerable<Unlearner> Twice<T>(T method) where T : AscendingUnlearner =>
        [method, method with { BatchNorm = BatchNormStatistics.Both }];
}
