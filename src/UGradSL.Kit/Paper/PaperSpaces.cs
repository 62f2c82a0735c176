namespace Unlearn;

/// <summary>What is tuned of each method where the paper is silent: at most three settings, so that a few trials see the space. The bounds are ours.</summary>
public static class PaperSpaces
{
    private static readonly Choices negative = new(nameof(UGradSL.Alpha), -0.2, -0.5, -1);

    /// <summary>The space of a method; null where nothing is to be tuned, as of Retrain.</summary>
    public static SearchSpace? Of(Unlearner method) => method switch
    {
        FineTune => new(new LogUniform(nameof(FineTune.LearningRate), 1e-3, 0.1)),
        GradientAscent => new(new LogUniform(nameof(GradientAscent.LearningRate), 1e-5, 1e-2)),
        FisherForgetting => new(new LogUniform(nameof(FisherForgetting.Alpha), 1e-9, 1e-4)),
        InfluenceUnlearning => new(new LogUniform(nameof(InfluenceUnlearning.Scale), 0.01, 10)),
        BoundaryShrink => new(new LogUniform(nameof(BoundaryShrink.LearningRate), 1e-5, 1e-2)),
        UGradSLPlus => new(new LogUniform(nameof(UGradSL.LearningRate), 3e-3, 3e-2), negative, new Choices(nameof(UGradSL.P), 0.9, 0.95, 0.98, 0.99)),
        UGradSL => new(new LogUniform(nameof(UGradSL.LearningRate), 1e-4, 1e-2), negative, new Choices(nameof(UGradSL.P), 0.5, 0.9, 0.95, 0.98)),
        NegGradPlus => new(new LogUniform(nameof(NegGradPlus.LearningRate), 3e-3, 3e-2), new Choices(nameof(NegGradPlus.Beta), 0.9, 0.95, 0.98, 0.99)),
        SalUn => new(new LogUniform(nameof(SalUn.LearningRate), 1e-3, 0.1), new Choices(nameof(SalUn.Fraction), 0.3, 0.5, 0.7)),
        Scrub => new(new LogUniform(nameof(Scrub.LearningRate), 1e-4, 1e-2), new Choices(nameof(Scrub.Alpha), 1e-3, 0.1)),
        _ => null,
    };
}
