using Xunit;

namespace Unlearn.Tests;

public sealed class NotebookWatchTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Fact]
    public void The_address_alone_is_said_and_answers_until_the_command_is_ended()
    {
        using var watch = Ugradsl.Start("notebook", "watch", scratch.Write("while (true) Console.WriteLine(\"in the cell\");"));
        var address = watch.StandardOutput.ReadLine();
        using (var client = new HttpClient())
        using (var answer = client.Send(new(HttpMethod.Get, address), TestContext.Current.CancellationToken))
            Assert.True(answer.IsSuccessStatusCode, address);
        var (code, said) = watch.End("TERM");
        Assert.Equal((130, ""), (code, watch.StandardOutput.ReadToEnd()));
        Assert.Equal("Open this address in a browser on this machine. Ctrl-C ends.\nEnded; the file is as it was.\n", said);
    }

    [Fact]
    public void A_file_that_is_none_is_bad_usage() => Assert.Equal(2, Ugradsl.Run("notebook", "watch", scratch.File("none.ipynb")).Code);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_signal_ends_a_run_in_the_middle_of_a_cell(string signal)
    {
        using var run = Ugradsl.Start("notebook", "run", scratch.Write("1", "while (true) { Console.WriteLine(1); System.Threading.Thread.Sleep(1); }"));
        while (run.StandardError.ReadLine() is { } line && !line.EndsWith("cell 2 of 2", StringComparison.Ordinal)) { }
        Thread.Sleep(1500);
        var (code, said) = run.End(signal);
        Assert.Equal(130, code);
        Assert.Contains("Stopped in cell 2 of 2 of", said);
    }

    public void Dispose() => scratch.Dispose();
}
