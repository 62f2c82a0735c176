using System.CommandLine;

namespace Unlearn.Cli;

/// <summary><c>ugradsl score</c>: what the outputs of a network say of its forgetting, whatever trained it.</summary>
internal static class ScoreCommand
{
    private static readonly Argument<string> Folder = new("folder")
    {
        Description = "Has unlearned/, and where at hand retrained/, original/ and retrained-again/ (another seed's), each with forget, retain and test as .csv (header label,logit0,logit1,…) or .safetensors (logits [N, K], labels [N]); incompetent/, a network that was never trained, needs forget alone and gives ZRF.",
    };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write a JSON object instead of a table." };
    private static readonly Option<int> Seed = new("--seed") { Description = "Of folds and bootstrap.", DefaultValueFactory = _ => 0 };

    public static Command Create()
    {
        var command = new Command("score", "Score logits of any framework: the paper's numbers, the distance to the retrained network, membership attacks.") { Folder, AsJson, Seed };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Native.Require();
        var evaluation = OutputsFolder.Evaluate(arguments.GetValue(Folder)!, arguments.GetValue(Seed));
        Console.WriteLine(arguments.GetValue(AsJson) ? EvaluationJson.Of(evaluation) : EvaluationTable.Of(evaluation).ToString());
        return 0;
    }
}
