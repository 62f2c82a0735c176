using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Unlearn;

/// <summary>A number as the paper prints it, such as 98.19 ± 3.14.</summary>
/// <param name="Mean">Of three seeds (section 5.1): percent, nats for H, the table's unit for RTE.</param>
/// <param name="Spread">What stands after ±. The paper does not say which spread; null for H and RTE, which have none.</param>
public sealed partial record PublishedValue(double Mean, double? Spread = null)
{
    /// <summary>The digits of the paper: "26.246" and "100 ± 0.01" stay what they are.</summary>
    public string Printed { get; init; } = FormattableString.Invariant($"{Mean}{(Spread is { } spread ? $" ± {spread}" : "")}");

    /// <summary>Whether it is in bold, by which the paper marks the best of a column.</summary>
    public bool IsBold { get; init; }

    /// <summary>Reads "0.27", "98.19 ± 3.14" or, in bold, "**99.82 ± 0.09**".</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static PublishedValue Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success) throw new FormatException($"'{text}' is no published number: \"0.27\", \"98.19 ± 3.14\" and, in bold, \"**99.82 ± 0.09**\" are.");
        double Number(string group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        return new(Number("mean"), match.Groups["spread"].Success ? Number("spread") : null)
        {
            Printed = match.Groups["number"].Value,
            IsBold = match.Groups["bold"].Success,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Printed;

    [GeneratedRegex(@"^(?<bold>\*\*)?(?<number>(?<mean>\d+(\.\d+)?)( ± (?<spread>\d+(\.\d+)?))?)(?(bold)\*\*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();

    /// <summary>The form in which the tables are typed; elsewhere a value is an object of numbers.</summary>
    internal sealed class AsTyped : JsonConverter<PublishedValue>
    {
        public override PublishedValue Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String) throw new JsonException("a published number is typed as a text, with the digits of the paper: \"98.19 ± 3.14\".");
            try
            {
                return Parse(reader.GetString()!);
            }
            catch (FormatException e)
            {
                throw new JsonException(e.Message, e);
            }
        }

        public override void Write(Utf8JsonWriter writer, PublishedValue value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.IsBold ? $"**{value.Printed}**" : value.Printed);
    }
}
