using System.Text.Json;

namespace Unlearn;

/// <summary>An experiment and what its units gave, small enough for a repository: numbers, settings and addresses, no weights.</summary>
/// <param name="Experiment">What was declared.</param>
/// <param name="Units">Those of its units that are done, in its order.</param>
public sealed record ExperimentResults(Experiment Experiment, IReadOnlyList<ExperimentUnit> Units)
{
    /// <summary>What the store of a sweep holds of an experiment.</summary>
    public static ExperimentResults Of(Experiment experiment, Sweep sweep) => new(experiment,
        [.. experiment.Units.Select(unit => (unit, Result: sweep.Read(unit))).Where(u => u.Result is not null).Select(u => new ExperimentUnit(u.unit.Key.Address, u.unit, u.Result!))]);

    /// <summary>The name as a file name in small letters: "CIFAR-10, class" is "cifar-10-class.json".</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string FileName => string.Join('-', Experiment.Name.ToLowerInvariant().Split([' ', ',', '(', ')', '/'], StringSplitOptions.RemoveEmptyEntries)) + ".json";

    /// <summary>Writes it into <paramref name="folder"/> under <see cref="FileName"/>, and its rows (<see cref="ResultRows"/>) as CSV beside it, each whole or not at all.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        WholeFile.Write(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json.Indented) + "\n");
        ResultRows.Write(Path.Combine(folder, Path.ChangeExtension(FileName, ".csv")), this);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">No such file, or one in which a unit's settings do not give its address.</exception>
    public static ExperimentResults Read(string path)
    {
        try
        {
            var read = JsonSerializer.Deserialize<ExperimentResults>(File.ReadAllText(path), Json.Indented) ?? throw new JsonException("it is empty");
            if (read.Units.FirstOrDefault(u => u.Settings.Key.Address != u.Address) is { } changed)
                throw new JsonException($"the settings of unit {changed.Address} ({changed.Settings}) have the address {changed.Settings.Key.Address}: they were changed, or the kit's version was");
            return read with { Units = [.. read.Units.Select(u => u with { Result = u.Result with { Unit = u.Settings } })] };
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or IOException)
        {
            throw new InvalidDataException($"{path} cannot be read as results: {e.Message.TrimEnd('.')}. Write it again with ugradsl sweep PLAN --results FOLDER.", e);
        }
    }
}

/// <summary>One unit's line in <see cref="ExperimentResults"/>.</summary>
/// <param name="Address">Under which a store keeps it.</param>
/// <param name="Settings">What was done.</param>
/// <param name="Result">What it gave.</param>
public sealed record ExperimentUnit(string Address, SweepUnit Settings, UnitResult Result);
