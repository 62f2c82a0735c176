using System.Text.RegularExpressions;

namespace Unlearn.Notebooks;

/// <summary>Which addresses a page may hold: pictures inside the page, links to elsewhere, and never one that runs.</summary>
internal static partial class PageAddress
{
    /// <param name="address">As it was written.</param>
    /// <param name="picture">Whether the page itself would load it; then it must carry its own bytes.</param>
    public static bool Allowed(string address, bool picture) =>
        picture ? Picture().IsMatch(address) : Scheme().Match(Clean(address)) is not { Success: true } scheme || scheme.Value.ToLowerInvariant() is "http:" or "https:" or "mailto:";

    // Browsers pass over control characters and spaces before and inside a scheme: "java\tscript:".
    private static string Clean(string address) => string.Concat(address.Where(c => c > ' '));

    [GeneratedRegex(@"\Adata:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Picture();

    [GeneratedRegex(@"\A[^/?#]*?:")]
    private static partial Regex Scheme();
}
