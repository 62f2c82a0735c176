using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

public class FailureTests
{
    [Fact]
    public void An_exception_stops_the_run_with_cell_line_and_message()
    {
        using var scratch = new Scratch();
        var run = scratch.Run("var a = 1;", "a++;\n\nthrow new InvalidOperationException(\"too far\");", "Console.WriteLine(\"never\");");
        Assert.Equal(new CellFailure(2, 3, "too far"), run.Failure);
        Assert.Equal("cell 2, line 3: too far", run.Failure!.ToString());
        Assert.Equal(1, run.CellsRun);
        Assert.Null(run.Notebook.CodeCells[2].ExecutionCount);
        var error = Assert.Single(run.Notebook.CodeCells[1].Outputs)!;
        Assert.Equal("error", (string?)error["output_type"]);
        Assert.Equal("Error", (string?)error["ename"]);
        Assert.Equal("too far", (string?)error["evalue"]);
    }

    [Fact]
    public void The_traceback_ends_at_the_cell()
    {
        using var scratch = new Scratch();
        var run = scratch.Run("void Boom() => throw new ArgumentException(\"bad\");", "Boom();");
        var lines = run.Notebook.CodeCells[1].Outputs[0]!["traceback"]!.AsArray().Select(line => (string?)line).ToList();
        Assert.Equal("System.ArgumentException: bad", lines[0]);
        Assert.EndsWith("in cell 1:line 1", lines[1]);
        Assert.EndsWith("in cell 2:line 1", lines[2]);
        Assert.Equal(3, lines.Count);
    }

    [Fact]
    public void The_line_is_that_of_the_failing_cell_though_an_earlier_ones_function_throws() =>
        Assert.Equal(new CellFailure(2, 2, "deep"), Scratch.FailureOf("\n\n\nvoid Boom() => throw new Exception(\"deep\");", "var a = 1;\nBoom();"));

    [Fact]
    public void The_line_is_found_after_an_await() =>
        Assert.Equal(new CellFailure(2, 3, "late"), Scratch.FailureOf("async Task Late() { await Task.Yield(); throw new Exception(\"late\"); }", "\n\nawait Late();"));

    [Fact]
    public void A_lazy_sequence_that_throws_while_it_is_shown_fails_the_cell() =>
        Assert.Equal(new CellFailure(1, 1, "lazy"), Scratch.FailureOf("IEnumerable<int> F() { yield return 1; throw new Exception(\"lazy\"); }\nF()"));

    [Fact]
    public void A_failed_type_initializer_names_its_cause() =>
        Assert.Equal("the cause", Scratch.FailureOf("class C { public static int X = Throw(); static int Throw() => throw new Exception(\"the cause\"); }\nC.X").Message);

    [Fact]
    public void A_compile_error_is_shown_as_the_kernel_shows_it()
    {
        using var scratch = new Scratch();
        var run = scratch.Run("var a = 1;\nvar b = c;");
        Assert.Equal(new CellFailure(1, 2, "CS0103: The name 'c' does not exist in the current context"), run.Failure);
        var outputs = run.Notebook.CodeCells[0].Outputs;
        Assert.Equal("stderr", (string?)outputs[0]!["name"]);
        Assert.Equal("\n(2,9): error CS0103: The name 'c' does not exist in the current context\n\n", Scratch.Text(outputs[0]!));
        Assert.Equal("compilation error", (string?)outputs[1]!["evalue"]);
        Assert.Empty(outputs[1]!["traceback"]!.AsArray());
    }

    [Fact]
    public void A_warning_goes_to_standard_error_after_the_cell_and_before_its_value()
    {
        var outputs = Scratch.OutputsOfLast("Console.Write(1);\nstring? s = \"x\";\ns");
        Assert.Equal(["1", "\n(2,7): warning CS8632: ", "x"],
            [Scratch.Text(outputs[0]!), Scratch.Text(outputs[1]!)[..24], Scratch.Text(outputs[2]!["data"]!["text/plain"]!)]);
        Assert.Equal("stderr", (string?)outputs[1]!["name"]);
    }

    [Fact]
    public void A_cell_of_another_language_is_refused()
    {
        using var scratch = new Scratch();
        var path = scratch.Write("1");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"metadata\":{}", """
            "metadata":{"polyglot_notebook":{"kernelName":"fsharp"}}
            """));
        Assert.Equal("cell 1, line 1: the cell is for the kernel \"fsharp\", and this runs C# only", NotebookRunner.Run(path).Failure!.ToString());
    }
}
