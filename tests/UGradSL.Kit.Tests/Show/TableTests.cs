using Microsoft.Data.Analysis;

namespace Unlearn.Tests;

public class TableTests
{
    private static readonly Table Study = new(["Method", "UA % ↑", "RTE s ↓", "seeds"],
        [["Retrain", "99.2 ± 0.3", 12.25, 3], ["UGradSL (both)", "100.0 ± 0.0 (+0.8)", -0.5, 3], ["a|b*<i>", "–", null, null]],
        "Forgetting Sandal", "Mean ± std.", "CPU, 2 cores")
    { ColoredBy = "Method", Bold = (row, column) => row == 0 && column == "RTE s ↓" };

    [Fact]
    public void Text_is_aligned() => Assert.Equal("""
        Forgetting Sandal
        Method                      UA % ↑  RTE s ↓  seeds
        ──────────────  ──────────────────  ───────  ─────
        Retrain                 99.2 ± 0.3    12.25      3
        UGradSL (both)  100.0 ± 0.0 (+0.8)    −0.50      3
        a|b*<i>                          –
        Mean ± std.
        CPU, 2 cores
        """, Study.ToString());

    [Fact]
    public void Markdown_is_a_table_whose_cells_cannot_break_it() => Assert.Equal("""
        **Forgetting Sandal**

        | Method | UA % ↑ | RTE s ↓ | seeds |
        | :--- | ---: | ---: | ---: |
        | Retrain | 99.2 ± 0.3 | **12.25** | 3 |
        | UGradSL (both) | 100.0 ± 0.0 (+0.8) | −0.50 | 3 |
        | a\|b\*&lt;i> | – |  |  |

        Mean ± std.  
        CPU, 2 cores
        """, Study.ToMarkdown());

    [Fact]
    public void Html_is_a_table_without_scripts_or_fixed_colours()
    {
        var table = System.Xml.Linq.XElement.Parse(Study.ToHtml().Replace("<br>", "<br/>"));
        Assert.Equal(["caption", "thead", "tbody", "tfoot"], table.Elements().Select(e => e.Name.LocalName));
        Assert.All(table.Descendants("th"), th => Assert.Equal("col", (string?)th.Attribute("scope")));
        Assert.Equal(["left", "right", "right", "right"],
            table.Descendants("th").Select(th => ((string)th.Attribute("style")!).Split("text-align:")[1].Split(';')[0]));
        Assert.Equal("a|b*<i>", table.Element("tbody")!.Elements().Last().Elements().First().Value[2..]);
        Assert.Equal("12.25", table.Descendants("b").Single().Value);
        Assert.Contains("color:inherit", Study.ToHtml(), StringComparison.Ordinal);
        Assert.Equal([Palette.Of("Retrain"), Palette.Of("UGradSL"), Palette.Of("a|b*<i>")],
            table.Descendants("span").Select(s => ((string)s.Attribute("style")!)["color:".Length..]));
    }

    [Fact]
    public void A_difference_stands_under_its_value_on_a_page_and_beside_it_in_text()
    {
        var table = new Table(["UA"], [["58.4 ± 11.6 (3) Δ −41.6"]]);
        var cell = System.Xml.Linq.XElement.Parse(table.ToHtml().Replace("<br>", "<br/>")).Descendants("td").Single();
        Assert.Equal(["58.4 ± 11.6 (3)", "Δ −41.6"], cell.Nodes().Where(n => n.ToString() != "<br />").Select(n => n is System.Xml.Linq.XElement e ? e.Value : n.ToString()));
        Assert.EndsWith("58.4 ± 11.6 (3) Δ −41.6", table.ToString());
    }

    [Fact]
    public void Hostile_cells_stay_text()
    {
        var html = new Table(["</table><script>"], [["<img onerror=alert(1)>"]], "<b>", "</td>\n<i>").ToHtml();
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_shows_its_own_columns_and_stays_at_hand()
    {
        var frame = new DataFrame(
            new DoubleDataFrameColumn("loss", [0.12345, 10.5, double.NaN]), new StringDataFrameColumn("set", ["D_f", null, "a\nb"]));
        var table = new Table(frame);
        Assert.Same(frame, table.DataFrame);
        Assert.Equal([" loss  set", "─────  ───", " 0.12  D_f", "10.50", "    –  a b"], table.ToString().Split('\n'));
    }

    [Fact]
    public void Numbers_of_rows_become_columns_of_numbers()
    {
        Assert.IsType<StringDataFrameColumn>(Study.DataFrame.Columns["UA % ↑"]);
        Assert.IsType<DoubleDataFrameColumn>(Study.DataFrame.Columns["RTE s ↓"]);
        Assert.IsType<Int64DataFrameColumn>(Study.DataFrame.Columns["seeds"]);
    }

    [Fact]
    public void A_long_table_shows_its_beginning_and_counts_the_rest()
    {
        var table = new Table(["i"], Enumerable.Range(0, 10_000).Select(i => new object?[] { i }));
        Assert.EndsWith("\n… 9800 more rows", table.ToString(), StringComparison.Ordinal);
        Assert.True(table.ToHtml().Length < 50_000);
    }

    [Fact]
    public void A_row_of_another_length_is_refused() =>
        Assert.Contains("2 values (1, 2) under 1 headers (a); give one value a header",
            Assert.Throws<ArgumentException>(() => new Table(["a"], [[1, 2]])).Message);
}
