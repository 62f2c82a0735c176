using System.CommandLine;

namespace Unlearn.Cli;

/// <summary>What a command line does around its commands: Ctrl-C, errors as one message on standard error, exit codes.</summary>
internal static class Shell
{
    /// <summary>Parses and runs; returns the exit code of <see cref="ExitCode"/>.</summary>
    public static int Run(RootCommand root, string[] args)
    {
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
        catch (Exception e) when (e is ArgumentException or InvalidDataException or FileNotFoundException or DirectoryNotFoundException)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCode.BadUsage;
        }
        catch (Exception e) when (e is IOException or ArithmeticException or UnauthorizedAccessException or DllNotFoundException)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCode.Failed;
        }
    }
}
