using System.CommandLine;
using Unlearn.Cli;

var root = new RootCommand("Machine unlearning by gradient-based smoothed labels: train, forget, measure.")
{
    DemoCommand.Create(),
    NotebookCommand.Create(),
    Doctor.Command(),
};

using var interrupt = new Interrupt();
try
{
    var arguments = root.Parse(args);
    var code = arguments.Invoke(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    return arguments.Errors.Count > 0 ? ExitCode.BadUsage : code;
}
catch (OperationCanceledException e)
{
    Console.Error.WriteLine(e.Message);
    return ExitCode.Interrupted;
}
catch (Exception e) when (e is ArgumentException or IOException or InvalidDataException or ArithmeticException or UnauthorizedAccessException or DllNotFoundException)
{
    Console.Error.WriteLine(e.Message);
    return ExitCode.Failed;
}
