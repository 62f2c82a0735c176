namespace Unlearn;

/// <summary>One line, one row of bars or one cloud of points, under the name that gives it its colour.</summary>
/// <param name="Name">Shown in the legend; a method's name has that method's colour everywhere.</param>
/// <param name="X">Positions.</param>
/// <param name="Y">Values, as many as positions. A value that is not finite leaves a gap.</param>
/// <exception cref="ArgumentException">X and Y differ in length.</exception>
public sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    private readonly IReadOnlyList<double>? error;

    /// <summary>Values at 0, 1, 2, …: the categories of a bar chart, the columns of a heat map.</summary>
    public Series(string name, IReadOnlyList<double> y) : this(name, [.. Enumerable.Range(0, y.Count).Select(i => (double)i)], y) { }

    /// <summary>Values, as many as positions.</summary>
    public IReadOnlyList<double> Y { get; } = Y.Count == X.Count ? Y
        : throw new ArgumentException($"\"{Name}\" has {X.Count} positions but {Y.Count} values; give as many of one as of the other.");

    /// <summary>Half the length of an error bar at each position, for example one standard deviation; null: no bars.</summary>
    /// <exception cref="ArgumentException">Another length than Y's.</exception>
    public IReadOnlyList<double>? Error
    {
        get => error;
        init => error = value is null || value.Count == X.Count ? value
            : throw new ArgumentException($"\"{Name}\" has {X.Count} values but {value.Count} errors; give as many of one as of the other.");
    }

    /// <summary>A colour as #rrggbb in place of the palette's, for example <see cref="Palette.Ramp"/> where the names are numbers.</summary>
    public string? Color { get; init; }

    /// <summary>A marker in place of the palette's.</summary>
    public MarkerShape? Marker { get; init; }

    /// <summary>Of a histogram: drawn as a line alone, unfilled, to lie over another.</summary>
    public bool Outline { get; init; }

    /// <summary>At most <paramref name="most"/> points: the ends, and the lowest and highest of each of the equal stretches between.</summary>
    internal Series Thin(int most)
    {
        if (X.Count <= most) return this;
        var stretches = Math.Max(1, (most - 2) / 2);
        var keep = new SortedSet<int> { 0, X.Count - 1 };
        foreach (var stretch in Enumerable.Range(1, X.Count - 2).GroupBy(i => (int)((i - 1L) * stretches / (X.Count - 2))))
        {
            keep.Add(stretch.MinBy(i => double.IsNaN(Y[i]) ? double.PositiveInfinity : Y[i]));
            keep.Add(stretch.MaxBy(i => double.IsNaN(Y[i]) ? double.NegativeInfinity : Y[i]));
        }
        return new(Name, [.. keep.Select(i => X[i])], [.. keep.Select(i => Y[i])])
        {
            Error = Error is null ? null : [.. keep.Select(i => Error[i])],
            Color = Color,
            Marker = Marker,
            Outline = Outline,
        };
    }
}

/// <summary>An axis: a text stands for one with that title and limits from the data.</summary>
/// <param name="Title">What it measures, with its unit.</param>
/// <param name="Min">Lower limit; null: from the data.</param>
/// <param name="Max">Upper limit; null: from the data.</param>
/// <param name="Log">Logarithmic: values of 0 and below are left out.</param>
public sealed record Axis(string Title, double? Min = null, double? Max = null, bool Log = false)
{
    /// <summary>An axis with limits from the data.</summary>
    public static implicit operator Axis(string title) => new(title);
}

/// <summary>One of several charts side by side.</summary>
/// <param name="Title">Stands over it.</param>
/// <param name="X">Its horizontal axis.</param>
/// <param name="Y">Its vertical axis.</param>
/// <param name="Series">What it shows.</param>
public sealed record Panel(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series);
