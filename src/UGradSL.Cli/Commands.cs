using System.CommandLine;
using System.CommandLine.Help;

namespace Unlearn.Cli;

/// <summary>Everything that <c>ugradsl</c> can be asked for.</summary>
internal static class Commands
{
    /// <summary>The command line, parsed and run by <see cref="Shell"/>.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("Machine unlearning by gradient-based smoothed labels: train, forget, measure.")
        {
            DemoCommand.Create(),
            TrainCommand.Create(),
            SweepCommand.Create(),
            TuneCommand.Create(),
            ResultsCommand.Create(),
            TableCommand.Create(),
            FigureCommand.Create(),
            UnitCommand.Create(),
            RunsCommand.Create(),
            CompareCommand.Create(),
            ReportCommand.Create(),
            AttackCommand.Create(),
            MethodsCommand.Create(),
            PaperCommand.Create(),
            ScoreCommand.Create(),
            ProbeCommand.Create(),
            FindingsCommand.Create(),
            FetchCommand.Create(),
            DataCommand.Create(),
            NotebookCommand.Create(),
            CompletionsCommand.Create(),
            Doctor.Command(),
        };
        root.Options.OfType<HelpOption>().Single().Action = new HelpWithExample();
        return root;
    }
}
