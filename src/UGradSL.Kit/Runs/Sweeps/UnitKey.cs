using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>
/// What a unit of work is known by: all that its result depends on. The same settings have the same address, anywhere; other settings, or
/// a <see cref="Version"/> whose numbers differ, have another.
/// </summary>
/// <param name="Kind">"original", "run", "tuning": what is done.</param>
/// <param name="Settings">The settings, as one line of JSON.</param>
public sealed record UnitKey(string Kind, string Settings)
{
    /// <summary>Counts changes of the kit after which the same settings give other numbers; such a change raises it.</summary>
    public const int Version = 1;

    // A setting that is new and null by default leaves the addresses of all that was done before it.
    private static readonly JsonSerializerOptions WithoutNulls = new(Json.Compact) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Sixteen hexadecimal digits: the first of the SHA-256 of kind, version and settings.</summary>
    public string Address { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Kind}\n{Version}\n{Settings}")))[..16];

    /// <summary>A key of any settings that are written as JSON.</summary>
    public static UnitKey Of(string kind, object settings) => new(kind, JsonSerializer.Serialize(settings, settings.GetType(), WithoutNulls));

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Address}";
}
