using System.Globalization;

namespace Unlearn;

/// <summary>The methods by name.</summary>
public static class Methods
{
    /// <summary>Every method at its default settings: the paper's in its order, then the field's, then what is experimental.</summary>
    public static IReadOnlyList<Unlearner> All { get; } =
    [
        new Retrain(),
        new FineTune(),
        new GradientAscent(),
        new FisherForgetting(),
        new InfluenceUnlearning(),
        new BoundaryShrink(),
        new BoundaryExpand(),
        new UGradSL(),
        new UGradSLPlus(),
        new RandomLabels(),
        new SalUn(),
        new Scrub(),
        new L1Sparse(),
        new NegGradPlus(),
        new BadT(),
        new CFk(),
        new EUk(),
        new SelectiveDampening(),
        new UGradSLAdaptive(),
    ];

    /// <summary>A method at its default settings, by its record's name or the paper's ("UGradSLPlus" or "UGradSL+"), in any case.</summary>
    /// <exception cref="ArgumentException">No such method; the message names the nearest one.</exception>
    public static Unlearner Named(string name) =>
        All.FirstOrDefault(m => name.Equals(m.GetType().Name, StringComparison.OrdinalIgnoreCase) || name.Equals(PaperName(m.GetType().Name), StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"no method '{name}': did you mean '{Nearest.Of(name, All.Select(m => m.GetType().Name))}'? "
            + $"There are {string.Join(", ", All.Select(m => m.GetType().Name))}.");

    /// <summary>The name in tables, with what tells this variant from others: "UGradSL+ (BN both, clip 1)".</summary>
    /// <param name="method">Null is the original.</param>
    /// <param name="more">What else is to be said of it.</param>
    public static string Title(Unlearner? method, params IEnumerable<string> more)
    {
        string[] variants = [.. method?.Variants() ?? [], .. more];
        return (method is null ? "Original" : PaperName(method.GetType().Name)) + (variants.Length > 0 ? $" ({string.Join(", ", variants)})" : "");
    }

    /// <summary>What a title leaves out and rows need: of each method those settings that another of the same title has otherwise, "α −0.5".</summary>
    internal static IReadOnlyDictionary<Unlearner, string[]> Distinctions(IEnumerable<Unlearner> methods) => methods.Distinct().GroupBy(method => Title(method)).SelectMany(alike =>
    {
        var differing = alike.First().GetType().GetProperties().Where(p => p.CanWrite && p.Name != nameof(UGradSL.AllowPositive) && alike.Select(p.GetValue).Distinct().Count() > 1).ToList();
        return alike.Select(method => (Method: method, Own: differing.Select(p => $"{Symbol(p.Name)} {Value(p.GetValue(method))}").ToArray()));
    }).ToDictionary(m => m.Method, m => m.Own);

    private static string Value(object? value) => value is double number ? number.ToString("G3", CultureInfo.InvariantCulture).Replace('-', '−') : $"{value}";

    private static string Symbol(string setting) => setting switch { nameof(UGradSL.Alpha) => "α", nameof(UGradSL.P) => "p", _ => setting };

    /// <summary>The name in tables of the paper and the field: "FineTune" is FT, "UGradSLPlus" UGradSL+; any other stays as it is.</summary>
    public static string PaperName(string method) => method switch
    {
        nameof(FineTune) => "FT",
        nameof(GradientAscent) => "GA",
        nameof(FisherForgetting) => "FF",
        nameof(InfluenceUnlearning) => "IU",
        nameof(BoundaryShrink) => "BU",
        nameof(BoundaryExpand) => "BU (expand)",
        nameof(SelectiveDampening) => "SSD",
        nameof(UGradSLPlus) => "UGradSL+",
        nameof(UGradSLAdaptive) => "UGradSL+ (adaptive α)",
        nameof(RandomLabels) => "RL",
        nameof(Scrub) => "SCRUB",
        nameof(L1Sparse) => "ℓ1-sparse",
        nameof(NegGradPlus) => "NegGrad+",
        nameof(CFk) => "CF-k",
        nameof(EUk) => "EU-k",
        _ => method,
    };
}
