using System.Diagnostics;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

public sealed class NotebookTests : IDisposable
{
    private const string Mixed = """
        {"nbformat":4,"metadata":{"polyglot_notebook":{"kernelInfo":{"defaultKernelName":"csharp"}},"kernelspec":{"display_name":".NET (C#)","name":".net-csharp","language":"C#"},"zoo":[1,{"b":2.50,"a":null}]},
         "nbformat_minor":2,"cells":[
          {"cell_type":"markdown","source":"# Títle\n$\\alpha < 0$ 😀 \u2028","metadata":{"kept":"yes"},"attachments":{}},
          {"cell_type":"code","id":"cell-1","source":["var a = \"é\\t\";\n","a"],"metadata":{"execution":{"iopub.execute_input":"2020"},"collapsed":false}},
          {"cell_type":"code","id":"cell-1","source":"","execution_count":7,"outputs":[{"output_type":"stream","name":"stdout","text":"old"}]},
          {"cell_type":"raw","id":"not valid!","source":[],"metadata":{}}]}
        """;

    private readonly Scratch scratch = new();

    [Fact]
    public void A_saved_notebook_is_byte_for_byte_what_nbformat_would_write()
    {
        var path = Save(Mixed.Replace("2.50", "2.5").Replace("\"a\"]", "\"display(1); Console.WriteLine(\\\"x\\\\u0007y\\\"); \\\"<b>\\\".DisplayAs(\\\"text/html\\\"); \\\"[1,{}]\\\".DisplayAs(\\\"application/json\\\");\\n\",\"a\"]"));
        Assert.Null(NotebookRunner.Run(path, new(Write: true)).Failure);
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", """
            import sys, nbformat
            notebook = nbformat.read(sys.argv[1], as_version=nbformat.NO_CONVERT)
            notebook_is_valid = nbformat.validate(notebook) is None
            nbformat.write(notebook, sys.argv[2])
            """, path, path + ".again"]) { RedirectStandardError = true })!;
        var error = python.StandardError.ReadToEnd();
        python.WaitForExit();
        Assert.SkipWhen(error.Contains("No module named"), "python3-nbformat is not installed");
        Assert.True(python.ExitCode == 0, error);
        Assert.Equal(File.ReadAllText(path + ".again"), File.ReadAllText(path));
    }

    [Fact]
    public void What_the_runner_does_not_know_is_kept()
    {
        var saved = Notebook.Read(Save(Mixed)).ToString();
        foreach (var kept in (string[])["\"kept\": \"yes\"", "\"attachments\": {}", "\"b\": 2.50", "\"a\": null", "\"collapsed\": false", "😀 \u2028"]) Assert.Contains(kept, saved);
    }

    [Fact]
    public void Good_ids_are_kept_and_missing_doubled_or_invalid_ones_are_made_the_same_each_time()
    {
        var ids = Ids();
        Assert.Equal(["cell-2", "cell-1", "cell-3", "cell-4"], ids);
        Assert.Equal(ids, Ids());

        List<string?> Ids() => [.. Rewritten().GetProperty("cells").EnumerateArray().Select(cell => cell.GetProperty("id").GetString())];
    }

    [Fact]
    public void The_file_is_nbformat_4_5_with_one_space_of_indent_and_a_final_newline()
    {
        var saved = Notebook.Read(Save(Mixed)).ToString();
        Assert.StartsWith("{\n \"cells\": [\n  {\n   \"attachments\": {},\n   \"cell_type\": \"markdown\"", saved);
        Assert.EndsWith(" \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n", saved);
    }

    [Fact]
    public void A_run_takes_away_what_an_earlier_one_left()
    {
        var run = NotebookRunner.Run(Save(Mixed));
        Assert.Equal([1, 2], run.Notebook.CodeCells.Select(cell => cell.ExecutionCount ?? 0));
        Assert.Empty(run.Notebook.CodeCells[1].Outputs);
        Assert.DoesNotContain("iopub", run.Notebook.ToString());
    }

    [Theory]
    [InlineData("", "is not a readable notebook")]
    [InlineData("<<<<<<< HEAD", "'<' is an invalid start of a value")]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("{\"cells\":[]}", "nbformat is missing, and only 4 is read")]
    [InlineData("{\"nbformat\":3,\"worksheets\":[]}", "nbformat is 3, and only 4 is read")]
    [InlineData("{\"nbformat\":4}", "is not a list of cells")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\"}]}", "is not a list of cells")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"poem\",\"source\":\"\"}]}", "is not a list of cells")]
    [InlineData("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":[1]}]}", "is not a list of cells")]
    [InlineData("{\"nbformat\":4,\"cells\":[],\"cells\":[]}", "Duplicate property")]
    [InlineData("{\"nbformat\":4,\"cells\":[],\"metadata\":{\"kernelspec\":{\"language\":\"python\"}}}", "it is written for python, and this runs C# only")]
    public void An_unreadable_file_is_refused_with_its_name_and_the_reason(string text, string reason)
    {
        var path = Save(text);
        var thrown = Assert.Throws<InvalidDataException>(() => Notebook.Read(path));
        Assert.StartsWith(path + " is not a readable notebook: ", thrown.Message);
        Assert.Contains(reason, thrown.Message);
    }

    public void Dispose() => scratch.Dispose();

    private string Save(string text)
    {
        File.WriteAllText(scratch.File("try.ipynb"), text);
        return scratch.File("try.ipynb");
    }

    private System.Text.Json.JsonElement Rewritten()
    {
        var path = Save(Mixed);
        Notebook.Read(path).Save();
        return Scratch.Parse(path);
    }
}
