using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>What a <see cref="Tuner"/> may set: a grid where every knob has choices only, else a space that is drawn from.</summary>
/// <param name="Knobs">One a setting; no knob at all tries the method as it is.</param>
public sealed record SearchSpace(params IReadOnlyList<Knob> Knobs)
{
    /// <summary>Trials of the whole grid; null where an knob is a range.</summary>
    [JsonIgnore]
    public int? GridSize => Knobs.All(knob => knob is Choices) ? Knobs.Aggregate(1, (size, knob) => size * ((Choices)knob).Values.Count) : null;

    /// <summary>The settings of a grid in order, the last knob turning fastest, or draws without end from a space with a range.</summary>
    /// <exception cref="ArgumentException">At the first: a setting that the method does not have, a range without a size, or a value that the method refuses.</exception>
    public IEnumerable<Unlearner> Of(Unlearner method, Generator rng)
    {
        foreach (var knob in Knobs) knob.Check();
        if (GridSize is { } size)
            for (var i = 0; i < size; i++)
            {
                var (rest, values) = (i, new double[Knobs.Count]);
                for (var a = Knobs.Count - 1; a >= 0; a--)
                {
                    var choices = ((Choices)Knobs[a]).Values;
                    (values[a], rest) = (choices[rest % choices.Count], rest / choices.Count);
                }
                yield return With(method, values);
            }
        else
            while (true) yield return With(method, [.. Knobs.Select(knob => knob.Draw(rng))]);
    }

    private Unlearner With(Unlearner method, double[] values)
    {
        var type = method.GetType();
        var settings = JsonSerializer.SerializeToNode(method, type, Json.Compact)!.AsObject();
        foreach (var (knob, value) in Knobs.Zip(values))
        {
            var name = settings.Select(p => p.Key).FirstOrDefault(key => key.Equals(knob.Setting, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException($"{type.Name} has no setting '{knob.Setting}': did you mean '{Nearest.Of(knob.Setting, settings.Select(p => p.Key))}'?");
            settings[name] = value == Math.Floor(value) && Math.Abs(value) < 1e15 ? JsonValue.Create((long)value) : JsonValue.Create(value);
        }
        var set = (Unlearner)settings.Deserialize(type, Json.Compact)!;
        set.Check();
        return set;
    }
}

/// <summary>The values that one setting may have.</summary>
/// <param name="Setting">The name of a numeric setting, upper and lower case alike.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "knob")]
[JsonDerivedType(typeof(Choices), nameof(Choices))]
[JsonDerivedType(typeof(LogUniform), nameof(LogUniform))]
public abstract record Knob(string Setting)
{
    internal abstract double Draw(Generator rng);

    internal abstract void Check();

    /// <summary>Uniform in [0, 1).</summary>
    private protected static double Share(Generator rng)
    {
        using var drawn = rand(1, ScalarType.Float64, generator: rng);
        return drawn.item<double>();
    }
}

/// <summary>Some values.</summary>
public sealed record Choices(string Setting, params IReadOnlyList<double> Values) : Knob(Setting)
{
    internal override double Draw(Generator rng) => Values[(int)(Share(rng) * Values.Count)];

    internal override void Check()
    {
        if (Values.Count == 0) throw new ArgumentException($"no choices for {Setting}: give at least one value.");
    }
}

/// <summary>Any value between two of one sign, its logarithm uniform: from 1e-4 to 1e-2, as many tries below 1e-3 as above.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Low">One end.</param>
/// <param name="High">The other.</param>
/// <param name="Whole">Rounds to whole numbers.</param>
public sealed record LogUniform(string Setting, double Low, double High, bool Whole = false) : Knob(Setting)
{
    internal override double Draw(Generator rng)
    {
        var value = Math.Sign(Low) * Math.Exp(Math.Log(Math.Abs(Low)) + Share(rng) * (Math.Log(Math.Abs(High)) - Math.Log(Math.Abs(Low))));
        return Whole ? Math.Round(value) : value;
    }

    internal override void Check()
    {
        if (!(Low * High > 0) || double.IsInfinity(Low * High))
            throw new ArgumentException($"{Setting} from {Low} to {High}: both ends must be finite, of one sign and not 0, as a logarithm has it.");
    }
}
