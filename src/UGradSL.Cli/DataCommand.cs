using System.CommandLine;
using System.Text.Json;

namespace Unlearn.Cli;

/// <summary><c>ugradsl data</c>: what the cache holds, each file read and checked.</summary>
internal static class DataCommand
{
    private static readonly Option<string?> In = new("--in") { Description = $"The cache; by default what {DataCache.Variable} names, else {DataCache.Root}." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write an array of JSON objects instead of a table." };

    public static Command Create()
    {
        var command = new Command("data", "List the data sets in the cache: size, hash, state, licence, source. Changes nothing.") { In, AsJson };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var cache = arguments.GetValue(In) ?? DataCache.Root;
        var (line, output) = (new ProgressLine(), arguments.InvocationConfiguration.Output);
        Holding[] holdings = [.. Holding.Of(cache, progress =>
        {
            Interrupt.ThrowIfAsked(() => "Stopped; nothing was changed.");
            line.Show(progress);
        })];
        line.Say($"{holdings.Length} data sets in {cache}{(holdings.Length == 0 ? "; ugradsl fetch NAME gets one" : "")}.");
        if (arguments.GetValue(AsJson)) output.WriteLine(JsonSerializer.Serialize(holdings, Json.Indented));
        else if (holdings.Length > 0) output.WriteLine(Table(holdings));
        return 0;
    }

    private static Table Table(IEnumerable<Holding> holdings) => new(
        ["Name", "MB", "Files", "SHA-256", "State", "Licence", "Source"],
        holdings.Select(h => (object?[])[h.Name, Math.Round(h.Bytes / 1e6, 1), h.Files, h.Sha256[..16], h.State, h.Licence, h.Home]));
}
