namespace Unlearn.Tests.Models;

public sealed class NamedNetsTests
{
    public static TheoryData<string> Names => [.. NamedNets.Names.Where(name => !name.EndsWith("-base", StringComparison.Ordinal))]; // those are large

    [Theory, MemberData(nameof(Names))]
    public void Every_name_is_a_network_for_the_data_s_classes_and_shape_whatever_its_case(string name)
    {
        using var data = name.StartsWith("bert", StringComparison.Ordinal) ? Texts() : Images();
        using var net = NamedNets.For(name.ToUpperInvariant(), data);
        using var logits = Evaluate.Logits(net, data.Test.All);
        Assert.Equal([data.Test.Count, data.ClassNames.Count], logits.shape);
    }

    [Theory]
    [InlineData(16, 1)]
    [InlineData(128, 2)]
    public void A_transformer_of_another_width_has_heads_of_64_or_one(int width, int heads)
    {
        using var data = Images();
        using var net = NamedNets.For("vit-tiny", data, width);
        Assert.Contains($"width: {width}, depth: 12, heads: {heads}", $"{net}");
    }

    private static Dataset Texts()
    {
        return new("texts", Part(), Part());

        static LabeledData Part() => new(ones(4, 2, 6, ScalarType.Int64), zeros(4, ScalarType.Int64), ["a", "b", "c"]);
    }

    private static Dataset Images()
    {
        return new("images", Part(), Part());

        static LabeledData Part() => new(zeros(4, 1, 32, 32, ScalarType.Byte), zeros(4, ScalarType.Int64), ["a", "b", "c"], new([0.5f], [0.5f]));
    }
}
