using System.Globalization;
using System.Reflection;
using System.Text;
using System.Xml.Linq;

namespace Unlearn;

/// <summary>
/// A method told: its mathematics and its settings, read from the documentation of its record, which lies beside the library as
/// <c>UGradSL.Kit.xml</c>. There is no second place to keep them.
/// </summary>
/// <param name="Name">The record's name.</param>
/// <param name="PaperName">The name in tables.</param>
/// <param name="Paper">Authors, year, title.</param>
/// <param name="Needs">Besides the network and D_f: "Retain, Teacher".</param>
/// <param name="Mathematics">The equations, the algorithm, our reading and where public code differs, a paragraph each.</param>
/// <param name="Settings">Its own first, then those that it shares with others.</param>
public sealed record MethodSheet(string Name, string PaperName, string Paper, string Needs, string Mathematics, IReadOnlyList<MethodSetting> Settings)
{
    /// <summary>The settings that are the record's own.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<MethodSetting> Own => Settings.Where(s => s.IsOwn);

    private static readonly Lazy<Dictionary<string, XElement>> Documentation = new(() =>
    {
        var path = Path.ChangeExtension(typeof(MethodSheet).Assembly.Location, ".xml");
        if (!File.Exists(path)) throw new FileNotFoundException($"{path} is missing: it is built with the library and tells what methods do; copy it beside the library.", path);
        return XDocument.Load(path).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);
    });

    /// <summary>The sheet of a method; the settings' values are those that it has.</summary>
    /// <exception cref="FileNotFoundException">The documentation is not beside the library.</exception>
    public static MethodSheet Of(Unlearner method)
    {
        var type = method.GetType();
        var about = type.GetCustomAttribute<MethodAttribute>();
        return new(type.Name, Methods.PaperName(type.Name), about?.Paper ?? "", $"{about?.Needs ?? Unlearn.Needs.Nothing}",
            Told(Member($"T:{type.FullName}")?.Element("summary")), [.. SettingsOf(type).Select(p => MethodSetting.Of(p, method, Meaning(type, p)))]);
    }

    /// <summary>Parameters of the record in their order, then what can be set besides, the nearest declaration first.</summary>
    private static IEnumerable<PropertyInfo> SettingsOf(Type type)
    {
        var own = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters().Select(p => type.GetProperty(p.Name!)!).ToList();
        var rest = type.GetProperties().Where(p => p.CanWrite && own.TrueForAll(o => o.Name != p.Name)).GroupBy(p => p.DeclaringType!).OrderBy(g => Depth(type, g.Key)).SelectMany(g => g);
        return own.Concat(rest);
    }

    private static int Depth(Type type, Type ancestor) => type == ancestor ? 0 : 1 + Depth(type.BaseType!, ancestor);

    private static string Meaning(Type type, PropertyInfo setting)
    {
        var parameter = Member($"T:{type.FullName}")?.Elements("param").FirstOrDefault(p => p.Attribute("name")!.Value == setting.Name);
        return Told(parameter ?? Member($"P:{setting.DeclaringType!.FullName}.{setting.Name}")?.Element("summary"));
    }

    private static XElement? Member(string name) => Documentation.Value.GetValueOrDefault(name);

    /// <summary>The text of a comment: references by their last name, the lines of a paragraph joined.</summary>
    private static string Told(XElement? comment)
    {
        if (comment is null) return "";
        var copy = new XElement(comment);
        foreach (var reference in copy.Descendants().Where(e => e.Name == "see" || e.Name == "paramref").ToList())
            reference.ReplaceWith((reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword"))!.Value.Split('(')[0].Split('.', ':')[^1]);
        foreach (var code in copy.Descendants("code").ToList()) code.ReplaceWith(Kept + code.Value.Trim().ReplaceLineEndings($"{Kept}") + Kept);
        var text = new StringBuilder();
        foreach (var line in copy.Value.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0))
            text.Append(text.Length == 0 ? "" : text[^1] is '.' or ':' ? "\n" : " ").Append(line);
        return text.ToString().Replace(Kept, '\n').Trim();
    }

    /// <summary>Stands for the ends of lines that are kept.</summary>
    private const char Kept = '\u0001';
}

/// <summary>One setting of a method.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Type">As C# writes it; of an enumeration its values.</param>
/// <param name="Default">As it prints; "null" where there is none.</param>
/// <param name="Meaning">From its documentation.</param>
/// <param name="IsOwn">Whether the method's record declares it.</param>
public sealed record MethodSetting(string Name, string Type, string Default, string Meaning, bool IsOwn)
{
    internal static MethodSetting Of(PropertyInfo property, Unlearner method, string meaning)
    {
        var kind = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var type = kind.IsEnum ? string.Join(" | ", Enum.GetNames(kind)) : kind == typeof(int) ? "int" : kind == typeof(double) ? "double" : kind == typeof(bool) ? "bool" : kind.Name;
        var value = property.GetValue(method);
        return new(property.Name, kind == property.PropertyType ? type : $"{type}?", value switch { null => "null", IFormattable f => f.ToString(null, CultureInfo.InvariantCulture), _ => $"{value}" }, meaning,
            IsOwn: property.DeclaringType == method.GetType() || method.GetType().GetConstructors().Any(c => c.GetParameters().Any(p => p.Name == property.Name)));
    }
}
