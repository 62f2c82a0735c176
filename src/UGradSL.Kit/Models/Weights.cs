namespace Unlearn;

/// <summary>
/// Weights alone, as other libraries exchange them: safetensors in torchvision's, timm's or Hugging Face's names
/// (<see cref="WeightLayouts"/>). A <see cref="Checkpoint"/> also holds what the network was trained on, and insists on it.
/// </summary>
public static class Weights
{
    private const string Count = ".num_batches_tracked";
    private const int MostNamed = 5;

    /// <summary>Puts the file's weights into <paramref name="net"/>; when anything is wrong, the network stays as it was.</summary>
    /// <param name="net">A network of the file's architecture, on any device.</param>
    /// <param name="path">Which layout it has is told by its names. Half precision is widened to the network's type.</param>
    /// <param name="keepHead">
    /// Leaves the network's last layer alone, whatever the file has there: for weights that were trained on other classes, or without any.
    /// </param>
    /// <returns>The layout that the file turned out to have, and those of its tensors that went nowhere.</returns>
    /// <exception cref="InvalidDataException">
    /// A truncated or foreign file (a pickle is never executed), or a missing, extra or misshapen tensor; each is named. Only a missing
    /// <c>num_batches_tracked</c> is taken as 0, as PyTorch does: old files have none.
    /// </exception>
    public static (WeightLayout Layout, IReadOnlyList<string> Ignored) Load(Net net, string path, bool keepHead = false)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var file = SafeTensors.Describe(path); // all is checked before the tensors take memory
        var mine = net.state_dict();
        var layout = WeightLayouts.Of(net).MaxBy(l => mine.Keys.Count(name => l.Of(name).Names.All(file.ContainsKey)))!; // the first of equals
        var heads = mine.Keys.Where(name => keepHead && WeightLayouts.IsHead(net, name)).ToHashSet();
        var counts = mine.Keys.Where(name => name.EndsWith(Count, StringComparison.Ordinal) && !file.ContainsKey(layout.Of(name).Names[0])).ToHashSet();
        List<(Tensor Mine, Place Place)> wanted = [.. mine.Where(m => !heads.Contains(m.Key) && !counts.Contains(m.Key)).Select(m => (m.Value, layout.Of(m.Key)))];

        var used = wanted.SelectMany(w => w.Place.Names).ToHashSet();
        var left = heads.SelectMany(name => layout.Of(name).Names).ToHashSet();
        List<string> ignored = [.. file.Keys.Where(name => !used.Contains(name) && (left.Contains(name) || layout.Ignores(name)))];
        List<string> faults =
        [
            .. Named("it lacks ", used.Where(name => !file.ContainsKey(name)).Select(name => $"'{name}'")),
            .. Named("it also holds ", file.Keys.Except(used).Except(ignored).Select(name => $"'{name}'")),
            .. Named("", wanted.SelectMany(w => w.Place.Names.Where(file.ContainsKey).Select(name => Misfit(name, file[name], w.Place, w.Mine))).OfType<string>()),
        ];
        if (faults.Count > 0)
            throw new InvalidDataException($"{Path.GetFileName(path)} does not fit {net}, read as {layout.Name}: {string.Join("; ", faults)}. "
                + "Build the network as the file's was" + (keepHead ? "." : "; if only the last layer differs, keepHead: true keeps the network's own."));

        var (tensors, _) = SafeTensors.Load(path);
        foreach (var (values, place) in wanted)
            values.copy_(place.Names.Count == 1 ? tensors[place.Names[0]].view(values.shape) : cat([.. place.Names.Select(name => tensors[name])]));
        foreach (var name in counts) mine[name].zero_();
        return (layout, ignored);
    }

    /// <summary>Writes the file whole.</summary>
    /// <param name="net">Stays as it is.</param>
    /// <param name="path">A file that is there is replaced.</param>
    /// <param name="layout">The name of one of the network's <see cref="WeightLayouts"/>; null: our own names.</param>
    /// <exception cref="ArgumentException">The network has no such layout; the message has those it has.</exception>
    public static void Save(Net net, string path, string? layout = null)
    {
        var known = WeightLayouts.Of(net);
        var named = layout is null ? known[0] : known.FirstOrDefault(l => l.Name == layout)
            ?? throw new ArgumentException($"{net} has no layout '{layout}': take {string.Join(" or ", known.Select(l => $"'{l.Name}'"))}.", nameof(layout));
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (name, values) in net.state_dict())
        {
            var place = named.Of(name);
            var shape = place.Shape(values.shape);
            for (var i = 0; i < place.Names.Count; i++)
                tensors.Add(place.Names[i], place.Names.Count == 1 ? values.reshape(shape) : values.narrow(0, i * shape[0], shape[0]));
        }
        // Hugging Face's reader takes only files that say which library's they are.
        SafeTensors.Save(path, tensors, new Dictionary<string, string> { ["format"] = "pt", ["architecture"] = net.ToString() });
    }

    private static string? Misfit(string name, (ScalarType Type, long[] Shape) found, Place place, Tensor mine)
    {
        var needed = place.Shape(mine.shape);
        if (!found.Shape.SequenceEqual(needed)) return $"'{name}' is [{string.Join(", ", found.Shape)}] where [{string.Join(", ", needed)}] is needed";
        return IsReal(found.Type) == IsReal(mine.dtype) ? null : $"'{name}' is {found.Type} where {mine.dtype} is needed";
    }

    private static bool IsReal(ScalarType type) => type is ScalarType.Float64 or ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16;

    private static IEnumerable<string> Named(string what, IEnumerable<string> faults) => faults.ToList() is { Count: > 0 } all
        ? [what + string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "")]
        : [];
}
