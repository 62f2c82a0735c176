using System.Text.Json;

namespace Unlearn.Tests.Datasets;

public class ForgettingJsonTests
{
    public static TheoryData<Forgetting, string, string> Records => new()
    {
        { Forgetting.Class("Sandal"), """{"forget":"class","nameOrNumber":"Sandal","share":1,"validationShare":0.1}""", "ClassForgetting { ValidationShare = 0.1, NameOrNumber = Sandal, Share = 1 }" },
        { Forgetting.Random(0.2, 3), """{"forget":"random","share":0.2,"seed":3,"validationShare":0.1}""", "RandomForgetting { ValidationShare = 0.1, Share = 0.2, Seed = 3 }" },
        { Forgetting.WithinClass(5, 0.5), """{"forget":"withinClass","nameOrNumber":"5","share":0.5,"seed":null,"validationShare":0.1}""", "WithinClassForgetting { ValidationShare = 0.1, NameOrNumber = 5, Share = 0.5, Seed =  }" },
        { Forgetting.Subclass("baby"), """{"forget":"subclass","nameOrNumber":"baby","validationShare":0.1}""", "SubclassForgetting { ValidationShare = 0.1, NameOrNumber = baby }" },
        { Forgetting.SubclassesAcross(1), """{"forget":"subclassesAcross","seed":1,"validationShare":0.1}""", "SubclassesAcrossForgetting { ValidationShare = 0.1, Seed = 1 }" },
        { Forgetting.Groups("identity", 0.01), """{"forget":"groups","key":"identity","share":0.01,"seed":null,"validationShare":0.1}""", "GroupForgetting { ValidationShare = 0.1, Key = identity, Share = 0.01, Seed =  }" },
        { Forgetting.Indices(4, 2, 9, 1, 0, 7), """{"forget":"indices","rows":[4,2,9,1,0,7],"name":null,"validationShare":0.1}""", "IndexForgetting { ValidationShare = 0.1, Name = , Rows = [4, 2, 9, 1, 0, … 6 in all] }" },
        { Forgetting.Canaries() with { ValidationShare = 0 }, """{"forget":"canaries","validationShare":0}""", "CanaryForgetting { ValidationShare = 0 }" },
    };

    [Theory, MemberData(nameof(Records))]
    public void A_record_goes_to_JSON_and_comes_back_equal(Forgetting record, string json, string text)
    {
        Assert.Equal(json, JsonSerializer.Serialize(record, Json.Compact));
        var back = JsonSerializer.Deserialize<Forgetting>(json, Json.Compact)!;
        Assert.Equal(record, back);
        Assert.Equal(record.GetHashCode(), back.GetHashCode());
        Assert.Equal(text, back.ToString());
    }

    [Fact]
    public void A_record_of_before_there_were_shares_is_still_read() =>
        Assert.Equal(Forgetting.Class("5"), JsonSerializer.Deserialize<Forgetting>("""{"forget":"class","nameOrNumber":"5","validationShare":0.1}""", Json.Compact));

    [Fact]
    public void Other_rows_or_another_name_make_another_record()
    {
        Assert.NotEqual(Forgetting.Indices(1, 2), Forgetting.Indices(2, 1));
        Assert.NotEqual(Forgetting.Indices(1), new IndexForgetting([1], "mine.csv"));
        Assert.NotEqual(Forgetting.Indices(1), Forgetting.Indices(1) with { ValidationShare = 0 });
    }

    [Fact]
    public void Every_way_has_a_name_in_JSON()
    {
        var named = typeof(Forgetting).GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), false).Cast<System.Text.Json.Serialization.JsonDerivedTypeAttribute>().Select(a => a.DerivedType);
        Assert.Equal(typeof(Forgetting).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Forgetting))).OrderBy(t => t.Name), named.OrderBy(t => t.Name));
        Assert.Equal(named.OrderBy(t => t.Name), Records.Select(r => r.Data.Item1.GetType()).OrderBy(t => t.Name));
    }
}
