namespace Unlearn;

/// <summary>
/// Formatters of what a notebook shows as its text. Without them a kernel walks through all properties of a data set or a split, every
/// index of every part, and does not come back.
/// </summary>
internal sealed class PrintedFormatters
{
    /// <summary>The one MIME type.</summary>
    public const string Plain = "text/plain";

    private readonly object[] formatters = [new Formatter()];

    /// <summary>See <see cref="TypeFormatterSourceAttribute"/>.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;

    private sealed class Formatter
    {
        public string MimeType { get; } = Plain;

        /// <summary>Writes the text; there is nothing it cannot write.</summary>
#pragma warning disable CA1822 // The kernel looks for a method of the object.
        public bool Format(object instance, TextWriter writer)
#pragma warning restore CA1822
        {
            writer.Write(instance);
            return true;
        }
    }
}
