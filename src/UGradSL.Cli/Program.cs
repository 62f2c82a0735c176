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
    MethodsCommand.Create(),
    PaperCommand.Create(),
    ScoreCommand.Create(),
    ProbeCommand.Create(),
    FindingsCommand.Create(),
    FetchCommand.Create(),
    DataCommand.Create(),
    NotebookCommand.Create(),
    Doctor.Command(),
}, args);
