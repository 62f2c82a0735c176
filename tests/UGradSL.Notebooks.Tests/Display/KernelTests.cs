using System.Text.Json.Nodes;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

public class KernelTests
{
    private const string Line = """
        internal class TypeFormatterSourceAttribute : Attribute
        {
            public TypeFormatterSourceAttribute(Type source) => FormatterSourceType = source;
            public Type FormatterSourceType { get; }
            public string[] PreferredMimeTypes { get; set; }
        }
        internal class LineFormatters
        {
            public IEnumerable<object> CreateTypeFormatters() => new object[] { new Formatter("text/html", "<b>{0}</b>"), new Formatter("text/plain", "{0}!") };
            class Formatter
            {
                readonly string text;
                public Formatter(string mimeType, string text) { MimeType = mimeType; this.text = text; }
                public string MimeType { get; }
                public bool Format(object instance, System.IO.TextWriter writer) { writer.Write(string.Format(text, ((Line)instance).Text)); return true; }
            }
        }
        [TypeFormatterSource(typeof(LineFormatters), PreferredMimeTypes = new[] { "text/html", "text/plain" })]
        public record Line(string Text);
        """;

    [Fact]
    public void A_type_with_its_own_formatter_source_is_shown_in_every_form_it_prefers()
    {
        var data = Assert.Single(Scratch.OutputsOfLast(Line, "new Line(\"é\")"))!["data"]!.AsObject();
        Assert.Equal(["text/html: <b>é</b>", "text/plain: é!"], data.Select(form => $"{form.Key}: {Scratch.Text(form.Value!)}"));
    }

    [Fact]
    public void A_displayed_value_is_updated_in_its_first_forms_also_from_a_thread_and_a_later_cell()
    {
        using var scratch = new Scratch();
        var run = scratch.Run(Line, "var h = display(new Line(\"start\"));", "await Task.Run(() => h.Update(new Line(\"end\"))); h");
        var shown = Assert.Single(run.Notebook.CodeCells[1].Outputs)!;
        Assert.Equal("display_data", (string?)shown["output_type"]);
        Assert.Equal("<b>end</b> end!", $"{Scratch.Text(shown["data"]!["text/html"]!)} {Scratch.Text(shown["data"]!["text/plain"]!)}");
        Assert.Empty(run.Notebook.CodeCells[2].Outputs); // a trailing DisplayedValue is not shown again
    }

    [Fact]
    public void The_kernels_extension_methods_and_types_compile() => Assert.Equal(
        ["text/plain 7", "text/html <i>2</i>", "text/plain two"],
        Scratch.OutputsOfLast("""
            using Microsoft.DotNet.Interactive.Formatting;
            DisplayedValue seven = 7.Display("text/plain");
            var html = "<i>1</i>".DisplayAs("text/html");
            html.Update("<i>2</i>");
            "two".Display();
            """).Select(Form));

    [Fact]
    public void Screen_shows_in_the_cell_and_the_hosts_own_comes_back()
    {
        var before = Screen.Show;
        Assert.Equal("text/plain epoch 2", Form(Assert.Single(Scratch.OutputsOfLast(KitCell, "var update = Unlearn.Screen.Show(\"epoch 1\"); update(\"epoch 2\");"))));
        Assert.Same(before, Screen.Show);
    }

    [Fact]
    public void The_kits_table_is_a_table_with_a_plain_twin()
    {
        var data = Assert.Single(Scratch.OutputsOfLast(KitCell, """
            using Microsoft.Data.Analysis;
            new Unlearn.Table(new DataFrame(new PrimitiveDataFrameColumn<int>("UA", new[] { 97 })), "Forgetting")
            """))!["data"]!;
        Assert.Contains("<table", Scratch.Text(data["text/html"]!));
        Assert.Contains("97", Scratch.Text(data["text/plain"]!));
    }

    [Fact]
    public void A_list_of_records_is_the_kernels_table() => Assert.Contains("<table><thead><tr><th><i>index</i></th><th>value</th></tr></thead>",
        Scratch.Data(Scratch.OutputsOfLast("record Row(int A, string B);", "new List<Row> { new Row(1, \"x\") }"), "text/html"));

    [Fact]
    public void Json_is_saved_as_json() => Assert.Equal(2, (int?)Assert.Single(Scratch.OutputsOfLast("\"{\\\"a\\\":[1,2]}\".DisplayAs(\"application/json\");"))!["data"]!["application/json"]!["a"]![1]);

    [Fact]
    public void A_form_that_nobody_can_give_fails_the_cell() =>
        Assert.Contains("image/unheard-of", Scratch.FailureOf("5.Display(\"image/unheard-of\");").Message);

    [Fact]
    public void Outside_a_notebook_display_says_what_to_use() =>
        Assert.Contains("Console.WriteLine", Assert.Throws<InvalidOperationException>(() => Kernel.display(1)).Message);

    private static string KitCell => $"#r \"{typeof(Screen).Assembly.Location}\"";

    private static string Form(JsonNode? output) => output!["data"]!.AsObject().Single() is var form ? $"{form.Key} {Scratch.Text(form.Value!)}" : "";
}
