using Xunit;

namespace Unlearn.Tests;

public class CellOutputsTests
{
    [Fact]
    public void Consecutive_writes_are_one_output_and_the_order_of_streams_and_displays_is_kept()
    {
        var outputs = Scratch.OutputsOfLast("""
            Console.Write("a"); Console.Write('b'); Console.WriteLine(3);
            Console.Error.WriteLine("oh");
            Console.WriteLine("c");
            display("shown");
            Console.WriteLine(new[] { 'd', 'e' });
            "value"
            """);
        Assert.Equal(
            ["stdout ab3\n", "stderr oh\n", "stdout c\n", " shown", "stdout de\n", " value"],
            outputs.Select(o => $"{(string?)o!["name"]} {Scratch.Text(o["data"]?["text/plain"] ?? o)}"));
    }

    [Fact]
    public void Only_what_stays_on_the_line_is_saved() =>
        Assert.Equal("epoch 20\ndone\n", Scratch.Text(Assert.Single(Scratch.OutputsOfLast(
            "for (var i = 1; i <= 20; i++) Console.Write($\"\\repoch {i}\"); Console.WriteLine(\"\\ndone\");"))!));

    [Fact]
    public void Threads_of_a_cell_write_whole_lines_to_it() =>
        Assert.Equal(400, Scratch.Text(Assert.Single(Scratch.OutputsOfLast(
            "await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(() => { for (var i = 0; i < 100; i++) Console.WriteLine(\"line\"); })));"))!)
            .Split('\n').Count(line => line == "line"));

    [Fact]
    public void The_console_is_given_back()
    {
        var (console, error) = (Console.Out, Console.Error);
        Scratch.OutputsOfLast("Console.SetOut(System.IO.TextWriter.Null);");
        Assert.Same(console, Console.Out);
        Assert.Same(error, Console.Error);
    }
}
