using System.CommandLine;
using Unlearn.Notebooks;

namespace Unlearn.Cli;

/// <summary><c>ugradsl notebook watch</c>: a notebook in the browser, run again as it is edited.</summary>
internal static class NotebookWatch
{
    private static readonly Argument<string> File = new("file") { Description = "A notebook (.ipynb). It is read, never written: edit it in any editor and save." };
    private static readonly Option<int> Port = new("--port") { Description = "On 127.0.0.1; any free one if left out." };

    /// <summary>Serves until Ctrl-C. The address, alone on its line, goes to standard output.</summary>
    public static Command Create()
    {
        var watch = new Command("watch", "Run a notebook in the browser: outputs as they come, changed cells again as the file is saved, a stop.") { File, Port };
        watch.SetAction(arguments => NotebookCommand.Told(arguments.InvocationConfiguration.Error, () =>
        {
            var (said, talk) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error); // the console's own, before a cell has it
            using var server = new WatchServer(arguments.GetValue(File)!, arguments.GetValue(Port));
            said.WriteLine(server.Address);
            talk.WriteLine("Open this address in a browser on this machine. Ctrl-C ends.");
            while (true)
            {
                Interrupt.ThrowIfAsked(() => "Ended; the file is as it was.");
                Thread.Sleep(100);
            }
        }));
        return watch;
    }
}
