namespace Unlearn;

/// <summary>The methods by name.</summary>
public static class Methods
{
    /// <summary>Every method at its default settings, in the paper's order.</summary>
    public static IReadOnlyList<Unlearner> All { get; } = [new Retrain(), new FineTune(), new GradientAscent(), new UGradSL(), new UGradSLPlus()];

    /// <summary>A method at its default settings, by its record's name or the paper's ("UGradSLPlus" or "UGradSL+"), in any case.</summary>
    /// <exception cref="ArgumentException">No such method; the message names the nearest one.</exception>
    public static Unlearner Named(string name) =>
        All.FirstOrDefault(m => name.Equals(m.GetType().Name, StringComparison.OrdinalIgnoreCase) || name.Equals(PaperName(m.GetType().Name), StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"no method '{name}': did you mean '{Nearest.Of(name, All.Select(m => m.GetType().Name))}'? "
            + $"There are {string.Join(", ", All.Select(m => m.GetType().Name))}.");

    /// <summary>The name in the paper's tables: "FineTune" is FT, "UGradSLPlus" UGradSL+; any other stays as it is.</summary>
    public static string PaperName(string method) => method switch
    {
        nameof(FineTune) => "FT",
        nameof(GradientAscent) => "GA",
        nameof(UGradSLPlus) => "UGradSL+",
        _ => method,
    };
}
