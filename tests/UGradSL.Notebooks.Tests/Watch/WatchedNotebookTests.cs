using System.Diagnostics;
using System.Text.Json;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

public sealed class WatchedNotebookTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Fact]
    public void All_cells_run_and_their_outputs_are_on_the_page()
    {
        using var watched = new WatchedNotebook(scratch.Write("var a = 1;", "Console.WriteLine(a + 1);"));
        var now = Wait(watched, w => w.Done == 2);
        Assert.Contains("<pre class=\"text\">2\n</pre>", now.Body());
        Assert.Equal("waits for the file to be saved", now.Said);
        Assert.False(now.Running);
    }

    [Fact]
    public void A_saved_edit_runs_its_cell_and_those_after_it_in_the_session_that_is_there()
    {
        Save("var count = 0;", "count += 1;", "count += 10;", "count");
        using var watched = new WatchedNotebook(scratch.File("try.ipynb"));
        Assert.Contains("<pre>11</pre>", Wait(watched, w => w.Done == 4).Body());
        Save("var count = 0;", "count += 1;", "count += 100;", "count");
        Assert.Contains("<pre>111</pre>", Wait(watched, w => w.Structure == 1 && w.Done == 4).Body()); // 1 + 10 + 100: the first two did not run again
    }

    [Fact]
    public void Words_may_change_without_any_cell_running()
    {
        var path = scratch.Write("System.IO.File.AppendAllText(\"runs\", \"x\");");
        using var watched = new WatchedNotebook(path);
        Wait(watched, w => w.Done == 1);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"cells\":[", "\"cells\":[{\"cell_type\":\"markdown\",\"source\":\"# New\"},"));
        Assert.Contains("<h1 id=\"new\">New</h1>", Wait(watched, w => w.Structure == 1).Body());
        Assert.Equal("x", File.ReadAllText(scratch.File("runs")));
    }

    [Fact]
    public void A_failing_cell_holds_the_others_until_it_is_mended()
    {
        Save("var a = 1;", "throw new Exception(\"no\");", "Console.WriteLine($\"end {a}\");");
        using var watched = new WatchedNotebook(scratch.File("try.ipynb"));
        var failed = Wait(watched, w => w.Said.Contains("failed"));
        Assert.Equal("cell 2 failed: mend it and save", failed.Said);
        Assert.Contains("class=\"text error\">no", failed.Body());
        Assert.DoesNotContain("end 1\n", failed.Body());
        Save("var a = 1;", "a = 2;", "Console.WriteLine($\"end {a}\");");
        Assert.Contains("end 2\n", Wait(watched, w => w.Done == 3).Body());
    }

    [Theory]
    [InlineData("while (true) Console.WriteLine(1);")]
    [InlineData("var update = Unlearn.Screen.Show(\"a\"); while (true) update(\"b\");")]
    [InlineData("""
        var split = Forgetting.Class("Sandal").Split(FashionMnist.Embedded(), seed: 0);
        var net = new SmallCnn();
        foreach (var step in Trainer.Run(net, split.Train, new TrainSettings(Epochs: 1000), Seeds.Stream(0, "order"))) { }
        """)]
    public void A_stop_ends_the_running_cell_at_its_next_step_and_keeps_what_was_set(string endless)
    {
        Save($"#r \"{typeof(Screen).Assembly.Location}\"\nusing Unlearn;\nvar kept = \"kept\";", "kept = \"set\";\n" + endless, "Console.WriteLine(kept);");
        using var watched = new WatchedNotebook(scratch.File("try.ipynb"));
        Wait(watched, w => w.Done == 1 && w.Running && w.Said.StartsWith("cell 2", StringComparison.Ordinal));
        Thread.Sleep(1500);
        var clock = Stopwatch.StartNew();
        watched.Stop();
        var stopped = Wait(watched, w => !w.Running);
        Assert.True(stopped.Said == "stopped in cell 2", stopped.Cells[1].Html);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
        Save($"#r \"{typeof(Screen).Assembly.Location}\"\nusing Unlearn;\nvar kept = \"kept\";", "kept += \" and gone on\";", "Console.WriteLine(kept);");
        Assert.Contains("set and gone on", Wait(watched, w => w.Done == 3).Body());
    }

    [Fact]
    public void A_running_cell_that_is_edited_away_gives_way()
    {
        Save("while (true) Console.WriteLine(1);");
        using var watched = new WatchedNotebook(scratch.File("try.ipynb"));
        Wait(watched, w => w.Running);
        Save("Console.WriteLine(\"short\");");
        Assert.Contains("short", Wait(watched, w => w.Structure == 1 && w.Done == 1).Body());
    }

    [Fact]
    public void Run_goes_on_after_a_stop_and_begins_anew_after_the_end()
    {
        Save("System.IO.File.AppendAllText(\"runs\", \"x\");");
        using var watched = new WatchedNotebook(scratch.File("try.ipynb"));
        Wait(watched, w => w.Done == 1);
        watched.Run();
        Wait(watched, w => w.Done == 1 && File.ReadAllText(scratch.File("runs")) == "xx");
    }

    [Fact]
    public void A_file_that_is_half_written_is_said_and_waited_for()
    {
        Save("1");
        using var watched = new WatchedNotebook(scratch.File("try.ipynb"));
        Wait(watched, w => w.Done == 1);
        File.WriteAllText(scratch.File("try.ipynb"), "{\"nb");
        Assert.Contains("is not a readable notebook", Wait(watched, w => w.Said.Contains("readable")).Said);
        Save("Console.WriteLine(\"back\");");
        Assert.Contains("back", Wait(watched, w => w.Done == 1 && w.Structure == 1).Body());
    }

    [Fact]
    public void Readers_are_told_each_output_while_the_cell_runs()
    {
        using var server = new WatchServer(scratch.Write("foreach (var i in Enumerable.Range(1, 50)) { Console.WriteLine($\"line {i}\"); await Task.Delay(60); }"));
        using var client = new HttpClient();
        using var response = client.Send(new(HttpMethod.Get, new Uri(server.Address, "events")), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var events = new StreamReader(response.Content.ReadAsStream(TestContext.Current.CancellationToken));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        List<string> seen = [];
        while (events.ReadLine() is { } line && !(seen.Count > 0 && seen[^1].Contains("line 50")))
            if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonDocument.Parse(line[6..]).RootElement.TryGetProperty("html", out var html)) seen.Add(html.GetString()!);
        Assert.InRange(seen.Count, 4, 60); // whole states, not one a line
        Assert.Contains(seen, html => html.Contains("line 1\n") && !html.Contains("line 40\n"));
    }

    [Fact]
    public void The_file_is_never_written()
    {
        var path = scratch.Write("1");
        var before = File.ReadAllBytes(path);
        using (var watched = new WatchedNotebook(path)) Wait(watched, w => w.Done == 1);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Null(scratch.Run("1").Failure); // the process is free for the next
    }

    public void Dispose() => scratch.Dispose();

    private void Save(params string[] cells) => scratch.Write(cells);

    private static WatchSnapshot Wait(WatchedNotebook watched, Func<WatchSnapshot, bool> until)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(60); Thread.Sleep(20))
            if (watched.Snapshot() is var now && until(now)) return now;
        var last = watched.Snapshot();
        throw new TimeoutException($"{last.Said}, {last.Done} of {last.Count} done:\n{last.Body()}");
    }
}
