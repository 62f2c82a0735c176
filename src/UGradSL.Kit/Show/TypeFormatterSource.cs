namespace Unlearn;

/// <summary>
/// How .NET Interactive finds a type's formatters without the type knowing .NET Interactive: it matches this attribute by its simple name
/// and its two properties by theirs (convention of dotnet/interactive, commit 5ae554c, June 2022).
/// </summary>
/// <remarks>On a class or struct only: an interface does not pass it on. With two MIME types every output has a plain twin.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A type with a parameterless constructor and a public <c>CreateTypeFormatters()</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types of one output, the first preferred.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}

/// <summary>What a notebook shows in two ways: as HTML, and as text through <see cref="object.ToString"/>.</summary>
internal interface IShown
{
    /// <summary>A fragment of HTML, not a document.</summary>
    string ToHtml();
}

/// <summary>The formatters of every <see cref="IShown"/>.</summary>
internal sealed class ShownFormatters
{
    /// <summary>Both MIME types that a shown type asks for.</summary>
    public const string Html = "text/html", Plain = "text/plain";

    private readonly object[] formatters = [new Formatter(Html, x => x.ToHtml()), new Formatter(Plain, x => x.ToString()!)];

    /// <summary>One formatter a MIME type.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;

    private sealed class Formatter(string mimeType, Func<IShown, string> write)
    {
        public string MimeType { get; } = mimeType;

        /// <summary>False: the next formatter may try.</summary>
        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not IShown shown) return false;
            writer.Write(write(shown));
            return true;
        }
    }
}
