using System.Collections;
using System.Reflection;

namespace Unlearn.Tests;

/// <summary>Reads types as .NET Interactive does: by simple names, through reflection, without a reference in either direction.</summary>
public class FormatterTests
{
    [Theory]
    [InlineData(typeof(Figure))]
    [InlineData(typeof(Table))]
    [InlineData(typeof(Pictures))]
    public void A_shown_type_names_its_formatters_as_the_kernel_expects(Type type)
    {
        var (source, preferred) = Source(type);
        Assert.Equal(["text/html", "text/plain"], preferred);
        Assert.NotNull(source.GetConstructor(Type.EmptyTypes));
        var formatters = Formatters(source);
        Assert.Equal(preferred, formatters.Select(f => (string?)f.GetType().GetProperty("MimeType")!.GetValue(f)));
        Assert.All(formatters, f => Assert.Equal([typeof(object), typeof(TextWriter)],
            f.GetType().GetMethods().Single(m => m.Name == "Format" && m.ReturnType == typeof(bool)).GetParameters().Select(p => p.ParameterType)));
    }

    [Fact]
    public void The_formatters_write_the_html_and_its_plain_twin_and_decline_the_rest()
    {
        var table = new Table(["a"], [[1]]);
        var formatters = Formatters(Source(typeof(Table)).Source);
        Assert.Equal([(true, table.ToHtml()), (true, table.ToString())], formatters.Select(f => Format(f, table)));
        Assert.All(formatters, f => Assert.Equal((false, ""), Format(f, "a string")));
    }

    [Theory]
    [InlineData(typeof(Figure))]
    [InlineData(typeof(Table))]
    [InlineData(typeof(Pictures))]
    public void Other_hosts_find_one_ToHtml(Type type) => Assert.Equal(typeof(string), type.GetMethod("ToHtml", Type.EmptyTypes)!.ReturnType);

    [Theory]
    [InlineData(typeof(ForgetSplit))]
    [InlineData(typeof(Subset))]
    [InlineData(typeof(Dataset))]
    [InlineData(typeof(LabeledData))]
    public void What_holds_a_data_set_is_shown_as_its_text_and_not_as_a_tree_of_all_it_holds(Type type)
    {
        var (source, preferred) = Source(type);
        Assert.Equal(["text/plain"], preferred);
        using var data = Tiny.Data();
        object[] values = [Tiny.Split(data), data.Train.All, data, data.Train];
        var value = values.Single(v => v.GetType() == type);
        Assert.Equal((true, value.ToString()!), Format(Assert.Single(Formatters(source)), value));
    }

    private static (Type Source, string[] Preferred) Source(Type type)
    {
        var attribute = type.GetCustomAttributes(inherit: true).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        object? Get(string name) => attribute.GetType().GetProperty(name, BindingFlags.Instance | BindingFlags.Public)!.GetValue(attribute);
        return ((Type)Get("FormatterSourceType")!, (string[])Get("PreferredMimeTypes")!);
    }

    private static List<object> Formatters(Type source) =>
        [.. ((IEnumerable)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source), [])!).Cast<object>()];

    private static (bool, string) Format(object formatter, object value)
    {
        using var writer = new StringWriter();
        var done = (bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, writer])!;
        return (done, writer.ToString());
    }
}
