using System.Globalization;

namespace Unlearn.Benchmarks;

/// <summary>What the numbers were measured on.</summary>
internal static class Machine
{
    private static readonly string[] Extensions = ["avx", "fma", "amx", "sse4"];

    public static void Print()
    {
        var processor = Read("/proc/cpuinfo");
        Console.WriteLine($"{Kit.Versions()} · commit {(Kit.Commit is { Length: > 0 } commit ? commit : "unknown")}");
        if (Field("model name") is { } model) Console.WriteLine($"processor: {model}");
        if (Field("flags") is { } flags)
            Console.WriteLine($"flags: {string.Join(' ', flags.Split(' ').Where(flag => Extensions.Any(flag.StartsWith)).Order(StringComparer.Ordinal))}");
        if (Read("/proc/loadavg") is [{ } line, ..])
        {
            var load = double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture);
            Console.WriteLine($"load before: {load:0.0} on {Environment.ProcessorCount} cores{(load > 0.5 ? ": the machine is not quiet, so these numbers do not count; one thread suffers least" : "")}");
        }

        string? Field(string name) => processor.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(": ", 2).LastOrDefault();
    }

    private static string[] Read(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];
}
