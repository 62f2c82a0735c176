namespace Unlearn.Tests.Show;

public class SplitTableTests
{
    [Fact]
    public void A_split_is_a_table_of_counts_per_class_and_part()
    {
        using var data = Tiny.Data();
        var table = SplitTable.Of(Tiny.Split(data), "a note");
        Assert.Equal(
            """
            Forgetting class 1 (north-east)
            class       D_f  D_r  validation  tested on
            ──────────  ───  ───  ──────────  ─────────
            north-west    0   36           4         10
            north-east   36    0           4          0
            south-west    0   36           4         10
            south-east    0   36           4         10
            all          36  108          16         30
            a note
            """, table.ToString());
        Assert.Equal(5, table.DataFrame.Rows.Count);
        Assert.Contains("<b>36</b>", table.ToHtml());
    }

    [Fact]
    public void A_split_says_in_five_lines_what_is_in_it()
    {
        using var data = Tiny.Data();
        var split = Tiny.Split(data);
        Assert.Equal(
            $"""
            forget class 1 (north-east) · split {split.Hash[..12]}
              D_f               36   36 of north-east
              D_r              108   36 of each of 3 classes, none of north-east
              validation        16   4 of each of 4 classes
              tested on         30   10 of each of 3 classes, none of north-east
            """, split.ToString());
        var own = (Forgetting.Indices(1, 5, 2) with { ValidationShare = 0 }).Split(data, 0);
        Assert.Equal(
            $"""
            forget 3 rows of one's own (1.875 % of the training set) · split {own.Hash[..12]}
              D_f                3   1 to 2 of each of 2 classes, none of north-west or south-east
              D_r              157   38 to 40 of each of 4 classes
              validation         0   nothing
              tested on         40   10 of each of 4 classes
            """, own.ToString());
    }
}
