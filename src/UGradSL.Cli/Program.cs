using System.CommandLine;
using Unlearn.Cli;

return Shell.Run(new RootCommand("Machine unlearning by gradient-based smoothed labels: train, forget, measure.")
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
    FetchCommand.Create(),
    DataCommand.Create(),
    NotebookCommand.Create(),
    CompletionsCommand.Create(),
    Doctor.Command(),
}, args);
