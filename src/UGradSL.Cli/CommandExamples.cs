using System.CommandLine;

namespace Unlearn.Cli;

/// <summary>A line for each command that can be typed as it stands, for its help.</summary>
internal static class CommandExamples
{
    private static readonly Dictionary<string, string> lines = new()
    {
        [""] = "demo --seeds 1",
        ["demo"] = "demo --forget Shirt --seeds 3",
        ["train"] = "train embedded --model small-cnn --epochs 3",
        ["sweep"] = "sweep results/plans/embedded-class.json --dry-run",
        ["tune"] = "tune results/plans/tune-embedded-class.json",
        ["results"] = "results docs/results.md",
        ["table"] = "table 1 --scale quick",
        ["figure"] = "figure 3 --scale quick",
        ["unit"] = "unit 3fa9",
        ["runs"] = "runs --stale",
        ["compare"] = "compare 3fa9 81c0",
        ["report"] = "report out/results/embedded-class",
        ["attack"] = "attack results/plans/embedded-class.json --pairs 16",
        ["methods"] = "methods SCRUB",
        ["paper"] = "paper 2 --scale laptop",
        ["score"] = "score logits --json",
        ["probe"] = "probe --csv data.csv --label y --forget gone --ridge 0.02",
        ["findings"] = "findings exact --seeds 2 --out out/findings",
        ["fetch"] = "fetch cifar10",
        ["data"] = "data --json",
        ["notebook"] = "notebook run notebooks/00-first-forgetting.ipynb",
        ["notebook run"] = "notebook run notebooks/00-first-forgetting.ipynb --write",
        ["notebook lint"] = "notebook lint notebooks/00-first-forgetting.ipynb",
        ["notebook clear"] = "notebook clear notebooks/00-first-forgetting.ipynb",
        ["notebook watch"] = "notebook watch notebooks/00-first-forgetting.ipynb",
        ["notebook export"] = "notebook export notebooks/00-first-forgetting.ipynb --to html --out out/site",
        ["notebook diff"] = "notebook diff notebooks/00-first-forgetting.ipynb notebooks/01-label-smoothing-both-ways.ipynb",
        ["completions"] = "completions bash",
        ["doctor"] = "doctor",
    };

    /// <summary>The example of a command, or null where it has none.</summary>
    public static string? Of(Command command) => lines.TryGetValue(Path(command), out var line) ? $"ugradsl {line}" : null;

    /// <summary>Its name after those of the commands that it is part of: "notebook run"; empty for the program itself.</summary>
    public static string Path(Command command) =>
        command is RootCommand ? "" : $"{command.Parents.OfType<Command>().Select(Path).FirstOrDefault()} {command.Name}".Trim();
}
