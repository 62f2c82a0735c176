using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>A method's line in a table of the paper. A number that the paper leaves out or prints as a dash is null.</summary>
/// <param name="Method">In the paper's name: "FT", "UGradSL+". <see cref="Methods.Named"/> knows it.</param>
/// <param name="UA">Unlearning accuracy, percent.</param>
/// <param name="MIA">Membership inference, percent.</param>
/// <param name="RA">Remaining accuracy, percent.</param>
/// <param name="TA">Testing accuracy, percent.</param>
/// <param name="H">Entropy; base and temperature are not said, all values fit nats.</param>
/// <param name="RTE">Run time, in the unit of its block.</param>
public sealed record PaperRow(string Method, PublishedValue? UA = null, PublishedValue? MIA = null, PublishedValue? RA = null,
    PublishedValue? TA = null, PublishedValue? H = null, PublishedValue? RTE = null)
{
    /// <summary>The columns in the paper's order.</summary>
    public static IReadOnlyList<string> Columns { get; } = [nameof(UA), nameof(MIA), nameof(RA), nameof(TA), nameof(H), nameof(RTE)];

    /// <summary>What Table 6 ticks: any of "mixed" (gradient-mixed), "NLS" and "PLS"; null in the other tables.</summary>
    public string? Variant { get; init; }

    /// <summary>"UGradSL", or "UGradSL (mixed, NLS)".</summary>
    [JsonIgnore]
    public string Name => Variant is null ? Method : $"{Method} ({Variant})";

    /// <summary>The number in one of <see cref="Columns"/>.</summary>
    /// <exception cref="ArgumentException">No such column.</exception>
    public PublishedValue? this[string column] => column switch
    {
        nameof(UA) => UA,
        nameof(MIA) => MIA,
        nameof(RA) => RA,
        nameof(TA) => TA,
        nameof(H) => H,
        nameof(RTE) => RTE,
        _ => throw new ArgumentException($"no column '{column}': the paper's tables have {string.Join(", ", Columns)}."),
    };
}
