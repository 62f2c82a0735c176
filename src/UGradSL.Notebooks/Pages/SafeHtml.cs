using Ganss.Xss;

namespace Unlearn.Notebooks;

/// <summary>HTML that a cell put out, without whatever could run, ask the net, or pass for a part of the page around it.</summary>
/// <remarks>Its allowed elements are those of a document and of a drawing. The page's content security policy stands behind it.</remarks>
internal static class SafeHtml
{
    private static readonly string[] Drawing = ["svg", "g", "path", "line", "rect", "circle", "ellipse", "polyline", "polygon", "text", "tspan", "title", "desc"];
    private static readonly string[] Document = ["figure", "figcaption", "output", "input", "label", "details", "summary"];
    private static readonly string[] Refused = ["form", "button", "select", "option", "optgroup", "textarea", "fieldset", "keygen", "menu", "menuitem", "command"];

    private static readonly string[] Attributes =
    [
        "viewBox", "preserveAspectRatio", "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "points", "fill", "fill-opacity", "fill-rule",
        "stroke", "stroke-width", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "opacity",
        "transform", "text-anchor", "dominant-baseline", "font-size", "font-weight", "font-family", "font-style", "role", "aria-label", "aria-hidden", "scope",
    ];

    private static readonly HtmlSanitizer Sanitizer = Make();

    public static string Of(string html)
    {
        lock (Sanitizer) return Sanitizer.Sanitize(html);
    }

    private static HtmlSanitizer Make()
    {
        var sanitizer = new HtmlSanitizer { AllowDataAttributes = true };
        sanitizer.AllowedTags.UnionWith([.. Drawing, .. Document]);
        sanitizer.AllowedTags.ExceptWith(Refused);
        sanitizer.AllowedAttributes.UnionWith(Attributes);
        sanitizer.AllowedAttributes.ExceptWith(["action", "method", "name", "accesskey", "tabindex", "target", "usemap", "background"]);
        sanitizer.AllowedSchemes.Add("data");
        sanitizer.FilterUrl += (_, asked) => asked.SanitizedUrl = PageAddress.Allowed(asked.OriginalUrl, picture: asked.Tag.LocalName != "a") ? asked.SanitizedUrl : null;
        // The page's own script looks for data attributes: only those that the kit writes may come from a cell.
        sanitizer.PostProcessNode += (_, processed) =>
        {
            if (processed.Node is not AngleSharp.Dom.IElement element) return;
            foreach (var name in element.Attributes.Select(a => a.Name).Where(IsForeignData).ToList()) element.RemoveAttribute(name);
            if (element.LocalName == "input" && element.GetAttribute("type") != "range") element.Remove();
        };
        return sanitizer;
    }

    private static bool IsForeignData(string attribute) =>
        attribute.StartsWith("data-", StringComparison.Ordinal) && !attribute.StartsWith("data-unlearn-", StringComparison.Ordinal);
}
