using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Unlearn;

/// <summary>
/// The attack of <see cref="EvaluationCharts.Attack"/> with a threshold to move: from how sure a network must be of the truth for a sample to be
/// taken for a member. A table that is whole without a script; with one, which is inside it and loads nothing, a slider moves the threshold.
/// </summary>
[TypeFormatterSource(typeof(ShownFormatters), PreferredMimeTypes = [ShownFormatters.Html, ShownFormatters.Plain])]
public sealed class ThresholdSlider : IShown
{
    // Thresholds on φ = ln p − ln(1 − p): p itself crowds at 0 and 1.
    private const int Places = 101, Middle = 50;
    private const double Width = 0.2;

    private readonly List<(string Name, double[] Forget, double[] Test)> rows;

    /// <param name="networks">A row each; what is shown is copied.</param>
    public ThresholdSlider(IReadOnlyList<Said> networks) =>
        rows = [.. networks.Select(n => (n.Name, Taken(n.Forget.LogOdds), Taken(n.Test.LogOdds)))];

    /// <summary>The thresholds on φ, from low to high.</summary>
    public static IReadOnlyList<double> Thresholds { get; } = [.. Enumerable.Range(0, Places).Select(i => Math.Round((i - Middle) * Width, 1))];

    /// <summary>Of each network by its name, the percentages of D_f and of the test set that are taken for members at each of <see cref="Thresholds"/>.</summary>
    public IReadOnlyList<(string Name, double[] Forget, double[] Test)> Rows => rows;

    /// <summary>Table, slider and script.</summary>
    public string ToHtml()
    {
        const string cell = "padding:3px 10px;text-align:right;min-width:9em;border-bottom:1px solid rgba(128,128,128,.25)";
        var numbers = JsonSerializer.Serialize(new
        {
            p = Thresholds.Select(t => P(t)),
            rows = rows.Select(r => new[] { r.Forget, r.Test }),
        });
        var html = new StringBuilder($"<div data-unlearn-threshold=\"{WebUtility.HtmlEncode(numbers)}\" style=\"font-size:14px;font-variant-numeric:tabular-nums\">")
            .Append("<label>a sample is taken for a member from probability <output style=\"display:inline-block;min-width:5em;font-weight:600\">")
            .Append($"{P(Thresholds[Middle])}</output> of its truth on <input type=\"range\" min=\"0\" max=\"{Places - 1}\" value=\"{Middle}\" step=\"1\" style=\"width:min(24em,60vw);vertical-align:middle\"></label>")
            .Append("<table style=\"border-collapse:collapse;margin:.6em 0\"><thead><tr><th style=\"text-align:left;padding:3px 10px\">network</th>")
            .Append($"<th style=\"{cell}\">of D_f, %</th><th style=\"{cell}\">of the test set, %</th><th style=\"{cell}\">difference, points</th></tr></thead><tbody>");
        foreach (var (name, forget, test) in rows)
            html.Append($"<tr><th scope=\"row\" style=\"text-align:left;font-weight:400;padding:3px 10px\"><span style=\"color:{Palette.Of(name)}\">{(Palette.IsVariant(name) ? '○' : '●')}</span> {WebUtility.HtmlEncode(name)}</th>")
                .Append($"<td style=\"{cell}\">{N(forget[Middle])}</td><td style=\"{cell}\">{N(test[Middle])}</td><td style=\"{cell}\">{N(forget[Middle] - test[Middle])}</td></tr>");
        return html.Append("</tbody></table></div>").Append($"<script>{Script}</script>").ToString();
    }

    /// <summary>A line a network at the threshold p = 0.5.</summary>
    public override string ToString() => "taken for members from p = 0.5 on:\n" + string.Join('\n', rows.Select(r =>
        $"  {r.Name}: {N(r.Forget[Middle])} % of D_f, {N(r.Test[Middle])} % of the test set"));

    /// <summary>What moves every slider of a page; <see cref="ToHtml"/> carries it. A page that lets no script of a cell run can carry it once.</summary>
    public static string Script => """
        document.querySelectorAll('[data-unlearn-threshold]').forEach(function(box){
        if(box.dataset.live)return;box.dataset.live='1';
        var data=JSON.parse(box.dataset.unlearnThreshold),slide=box.querySelector('input'),said=box.querySelector('output'),rows=box.querySelectorAll('tbody tr');
        function put(cell,value,share){cell.textContent=value.toFixed(1).replace('-','\u2212');
        if(share)cell.style.background='linear-gradient(to right,rgba(42,111,187,.28) '+value+'%,transparent '+value+'%)'}
        function show(){var i=+slide.value;said.textContent=data.p[i];
        rows.forEach(function(row,k){var f=data.rows[k][0][i],t=data.rows[k][1][i],c=row.querySelectorAll('td');put(c[0],f,true);put(c[1],t,true);put(c[2],f-t,false)})}
        slide.addEventListener('input',show);show()});
        """;

    private static double[] Taken(double[] logOdds) => [.. Thresholds.Select(t => Math.Round(100.0 * logOdds.Count(x => x >= t) / logOdds.Length, 2))];

    private static string P(double threshold) => (1 / (1 + Math.Exp(-threshold))).ToString("0.0000", CultureInfo.InvariantCulture);

    private static string N(double percent) => percent.ToString("0.0", CultureInfo.InvariantCulture).Replace('-', '−');
}
