namespace Unlearn;

/// <summary>One colour and one marker for each method, the same in every table and chart.</summary>
/// <remarks>
/// Okabe and Ito's palette, slightly moved so that every two colours differ by at least 13 (CIE 1976 ΔE) for normal, protan, deutan and
/// tritan vision (Machado et al. 2009) and each has a contrast of at least 2 on white and 2.5 on #1e1e1e. A name with a suffix in
/// parentheses, "UGradSL (both)", is a variant: its method's colour, drawn dashed and hollow.
/// </remarks>
public static class Palette
{
    /// <summary>Text, quieter text, grid and paper of a chart: dark on white, so that it reads in light and dark surroundings.</summary>
    internal const string Ink = "#24292f", Quiet = "#57606a", Grid = "#e4e7eb", Paper = "#ffffff";

    private static readonly string[] Methods = ["#666666", "#2a6fbb", "#12a06b", "#d55e00", "#cc79a7", "#e9a000"];
    private static readonly string[] Others = ["#a0522d", "#4fc3f7", "#5b4fc7", "#999933"];
    private static readonly string[] Viridis =
        ["#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725"];

    /// <summary>The colour of a method or of any other label, as #rrggbb; the same name always has the same.</summary>
    public static string Of(string name) => Color(Place(name));

    /// <summary>Whether the name is a variant, "Method (variant)", drawn with its method's colour but dashed and hollow.</summary>
    public static bool IsVariant(string name) => Base(name).Length < name.Trim().Length;

    /// <summary>A colour from dark violet to light yellow whose lightness rises evenly: it reads without colour vision (viridis).</summary>
    /// <param name="share">From 0 to 1; outside it is cut off.</param>
    public static string Ramp(double share) => Viridis[(int)Math.Clamp(Math.Round(share * (Viridis.Length - 1)), 0, Viridis.Length - 1)];

    /// <summary>The styles of one chart: names that are no methods give way to each other while colours last, then get dashes.</summary>
    internal static Dictionary<string, Style> Styles(IEnumerable<string> names)
    {
        var styles = new Dictionary<string, Style>();
        var places = new Dictionary<string, int>();
        var uses = new int[Methods.Length + Others.Length];
        foreach (var name in names.Distinct())
        {
            if (!places.TryGetValue(Base(name), out var place))
            {
                place = Place(name);
                var next = Enumerable.Range(0, Others.Length).Select(i => Methods.Length + (place - Methods.Length + i) % Others.Length);
                if (place >= Methods.Length) place = next.FirstOrDefault(p => uses[p] == 0, place);
                places[Base(name)] = place;
            }
            styles[name] = new(Color(place), (MarkerShape)(place % 6), Math.Max(uses[place]++, IsVariant(name) ? 1 : 0));
        }
        return styles;
    }

    private static string Color(int place) => place < Methods.Length ? Methods[place] : Others[place - Methods.Length];

    private static string Base(string name) => name.Split(" (")[0].Trim();

    private static int Place(string name) => Base(name).ToLowerInvariant().Replace(" ", "").Replace("-", "") switch
    {
        "original" => 0,
        "retrain" or "retrained" => 1,
        "finetune" or "finetuning" or "ft" => 2,
        "gradientascent" or "ga" => 3,
        "ugradsl" => 4,
        "ugradslplus" or "ugradsl+" => 5,
        // FNV-1a, since string.GetHashCode differs from process to process.
        var other => Methods.Length + (int)(other.Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u) % (uint)Others.Length),
    };
}

/// <summary>How a name is drawn.</summary>
/// <param name="Color">As #rrggbb.</param>
/// <param name="Marker">Its marker, so that lines are told apart without colour.</param>
/// <param name="Variant">0 is the method itself; above, a variant, each with its own dashes.</param>
internal readonly record struct Style(string Color, MarkerShape Marker, int Variant)
{
    /// <summary>Lengths of dash and gap for SVG and Plotly, empty for a whole line.</summary>
    public string Dash => Variant switch { 0 => "", 1 => "6 3", 2 => "2 2", _ => "9 3 2 3" };
}
