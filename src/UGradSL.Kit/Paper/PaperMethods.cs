namespace Unlearn;

/// <summary>The rows of the paper's tables as methods of the kit, at each scale.</summary>
internal static class PaperMethods
{
    /// <summary>Baselines of the field that the paper lacks, added to Tables 1, 2 and 8 below its scale.</summary>
    public static IReadOnlyList<Unlearner> Added { get; } = [new SalUn(), new Scrub(), new NegGradPlus()];

    /// <summary>The method of a row: the kit's defaults, which are the paper's where it gives any, and of Table 6 what is ticked.</summary>
    public static Unlearner Of(PaperRow row) => (Methods.Named(row.Method), row.Variant) switch
    {
        (var method, null or "mixed, NLS") => method,
        (UGradSL method, "NLS") => method with { P = 0 },
        (UGradSL method, "mixed") => method with { Alpha = 0 },
        (UGradSL method, "mixed, PLS") => method with { Alpha = -method.Alpha, AllowPositive = true },
        _ => throw new ArgumentException($"no method for the row {row.Name}."),
    };

    /// <summary>
    /// At <see cref="PaperScale.Paper"/> batches of 256; below it at most 2 passes over D_r and 10 over the much smaller D_f, or 1 of each,
    /// and curvature from a part of D_r.
    /// </summary>
    public static Unlearner At(this Unlearner method, PaperScale scale, TrainSettings training)
    {
        var sized = scale switch
        {
            PaperScale.Paper => method with { BatchSize = 256 },
            PaperScale.Laptop => Short(method, retain: 2, forget: 10, samples: 1000),
            _ => Short(method, retain: 1, forget: 1, samples: 64) with { BatchSize = 64 },
        };
        return sized is Retrain retrain ? retrain with { Training = training } : sized;
    }

    /// <summary>The method of a row without what the row is about (Table 6, Figure 3): it is tuned once, for all rows of it.</summary>
    public static Unlearner Whole(this Unlearner row)
    {
        if (row is not UGradSL m) return row;
        var whole = m is UGradSLPlus ? new UGradSLPlus() : new UGradSL();
        return m with { Alpha = whole.Alpha, P = whole.P, AllowPositive = false };
    }

    /// <summary>
    /// A row with its method's tuned settings, all but what the row is about: its own rate where rows differ by it, no retain term, no
    /// smoothing, a positive rate of the same size.
    /// </summary>
    public static Unlearner Tuned(this Unlearner row, Unlearner whole, bool sweepsAlpha) => (row, whole) switch
    {
        (UGradSL { Alpha: var alpha }, UGradSL m) when sweepsAlpha => m with { Alpha = alpha },
        (UGradSL { P: 0 }, UGradSL m) => m with { P = 0 },
        (UGradSL { Alpha: 0 }, UGradSL m) => m with { Alpha = 0 },
        (UGradSL { AllowPositive: true }, UGradSL m) => m with { Alpha = -m.Alpha, AllowPositive = true },
        _ => whole,
    };

    private static Unlearner Short(Unlearner method, int retain, int forget, int samples) => method switch
    {
        FineTune m => m with { Epochs = retain },
        UGradSLPlus m => m with { Epochs = retain },
        UGradSL m => m with { Epochs = forget },
        NegGradPlus m => m with { Epochs = retain },
        RandomLabels m => m with { Epochs = retain },
        Scrub m => m with { Epochs = retain, MaxEpochs = Math.Min(m.MaxEpochs, retain) },
        GradientAscent m => m with { Epochs = forget },
        BoundaryShrink m => m with { Epochs = forget },
        FisherForgetting m => m with { Samples = samples },
        InfluenceUnlearning m => m with { Samples = samples / 4 }, // fifty products with these cost as much as the two passes of the others
        _ => method,
    };
}
