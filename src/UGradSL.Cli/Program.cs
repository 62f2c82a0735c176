using System.CommandLine;
using Unlearn.Cli;

var root = new RootCommand("Machine unlearning by gradient-based smoothed labels: train, forget, measure.")
{
    DemoCommand.Create(),
    Doctor.Command(),
};

using var interrupt = new Interrupt();
try
{
    return root.Parse(args).Invoke(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
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
