using System.CommandLine;
using System.Text.Json;

namespace Unlearn.Cli;

/// <summary><c>ugradsl probe</c>: Theorems 1 and 2 of the paper, measured.</summary>
internal static class ProbeCommand
{
    private static readonly Option<string> Csv = new("--csv") { Description = "A table of numbers with a header row; every column but two is a feature.", Required = true };
    private static readonly Option<string> Label = new("--label") { Description = "The column of labels, 0 to K−1.", Required = true };
    private static readonly Option<string> Forget = new("--forget") { Description = "The column that marks the rows to forget with 1, the others with 0.", Required = true };
    private static readonly Option<double> Ridge = new("--ridge") { Description = "μ of |D|·μ/2·‖θ‖², above 0.", Required = true };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write one JSON object." };

    public static Command Create()
    {
        var command = new Command("probe", "Fit softmax regression with ridge to all rows and to those retained, exactly, and say whether negative smoothing helps an ascent step.")
        {
            Csv, Label, Forget, Ridge, AsJson,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Native.Require();
        var table = NumberTable.Read(arguments.GetValue(Csv)!);
        var probe = TableProbe.Of(table, arguments.GetValue(Label)!, arguments.GetValue(Forget)!, arguments.GetValue(Ridge));
        var output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(AsJson)) output.WriteLine(JsonSerializer.Serialize(Fields(probe), Json.Indented));
        else output.WriteLine(ProbeTable.Of(probe, $"{table.Name}: {probe.Count:N0} rows, {probe.ForgetCount:N0} to forget"));
        return 0;
    }

    private static object Fields(Probe probe) => new
    {
        probe.Classes,
        probe.Parameters,
        N = probe.Count,
        NForget = probe.ForgetCount,
        probe.ANorm,
        probe.BNorm,
        UNorm = probe.Two.UNorm,
        VNorm = probe.Two.VNorm,
        probe.Two.Inner,
        probe.Two.Cosine,
        probe.Two.BestAlpha,
        probe.Two.MinDistance,
        DistanceAtZero = probe.Two.UNorm,
        Theorem1Plus = probe.One.Plus,
        Theorem1Minus = probe.One.Minus,
        GaRatio = probe.One.Ratio,
        probe.Verdict,
        probe.Reason,
    };
}
