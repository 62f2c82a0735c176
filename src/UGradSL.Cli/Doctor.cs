using System.CommandLine;

namespace Unlearn.Cli;

/// <summary>The part of <c>./run.sh doctor</c> that needs the build: does libtorch load, on what does it compute, is there room.</summary>
public static class Doctor
{
    private const double GibiByte = 1 << 30;
    private const double NeededMemory = 2; // GiB: the demo's 1.5 and the system's

    /// <summary>One finding: what was looked at, what was found, and what mends it, or null where nothing needs mending.</summary>
    public sealed record Finding(string Name, string Found, string? Cure = null)
    {
        /// <inheritdoc/>
        public override string ToString() => Cure == null ? $"ok       {Name,-12} {Found}" : $"missing  {Name,-12} {Found}\n         {"mend it:",-12} {Cure}";
    }

    /// <summary><c>ugradsl doctor</c>: prints the findings; exit code 1 if something needs mending.</summary>
    public static Command Command()
    {
        var command = new Command("doctor", "Check that libtorch loads, and what it computes on. Changes nothing.");
        command.SetAction(_ =>
        {
            Finding[] findings = [.. Torch(), Numbers(), Memory(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / GibiByte), Output("out")];
            foreach (var finding in findings) Console.WriteLine(finding);
            return findings.Any(f => f.Cure != null) ? 1 : 0;
        });
        return command;
    }

    private static IEnumerable<Finding> Torch()
    {
        if (Native.Problem is { } problem) return [new("libtorch", problem.Cause, problem.Cure)];
        return
        [
            new("libtorch", $"{Kit.LibtorchVersion}, TorchSharp {Kit.TorchSharpVersion}"),
            new("device", Device.Describe(Device.Best())),
            Convolved(Convolutions.Error()),
        ];
    }

    /// <summary>What is said of convolutions with that relative error.</summary>
    public static Finding Convolved(double error) => Convolutions.AreRight(error)
        ? new("convolutions", Convolutions.Mended is { } how ? $"right; {how}" : "right")
        : new("convolutions", $"wrong by {100 * error:0} % on this processor, and every number with them", $"export {Convolutions.Variable}={Convolutions.Right}, and tell us which processor it is");

    private static Finding Numbers() =>
        new("processor", Processor.Flags + (Processor.HasBFloat16 ? "" : "; no native bfloat16: float32 is the faster type"));

    private static Finding Memory(double available) => available >= NeededMemory
        ? new("memory", $"{available:0.0} GiB")
        : new("memory", $"{available:0.0} GiB; the demo needs {NeededMemory}", "close other programs, or raise the container's limit");

    private static Finding Output(string folder)
    {
        var place = Path.GetFullPath(Directory.Exists(folder) ? folder : ".");
        try
        {
            using var trial = new FileStream(Path.Combine(place, $".ugradsl-{Guid.NewGuid():N}"), new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.DeleteOnClose,
            });
            return new("output", $"{folder}/ can be written, {new DriveInfo(place).AvailableFreeSpace / GibiByte:0} GiB free");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("output", $"{folder}/ cannot be written", $"run in a folder of yours, or change the permissions of {place}");
        }
    }
}
