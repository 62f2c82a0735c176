using System.Net;

namespace Unlearn;

/// <summary>A finished study for people: the table, the curves, what each network says of forgotten images, and the one page that holds them.</summary>
public sealed class StudyReport
{
    private readonly Study study;
    private readonly Dataset data;
    private readonly Net network;
    private readonly IReadOnlyList<Run> runs;
    private readonly (IReadOnlyList<(string Name, Figure Figure)> Charts, ThresholdSlider Slider)? look;
    private readonly Evaluation? whole;

    /// <param name="study">What was asked.</param>
    /// <param name="data">The data set, for its pictures and names.</param>
    /// <param name="network">The architecture.</param>
    /// <param name="runs">What came of it, Retrain's runs among them.</param>
    /// <param name="networks">What the first seed's runs left, measured here and not kept; null: the report has numbers alone.</param>
    /// <exception cref="ArgumentException">No run of Retrain.</exception>
    public StudyReport(Study study, Dataset data, Net network, IReadOnlyList<Run> runs, StudyNetworks? networks = null)
    {
        (this.study, this.data, this.network, this.runs) = (study, data, network, runs);
        Comparison = Comparison.Of(runs);
        Split = study.Forgetting.Split(data, study.Seeds[0]);
        look = networks?.Draw(Split);
        if (Comparison.Nearest is { } nearest) whole = networks?.Evaluate(nearest.Name, Split);
    }

    /// <summary>The numbers behind the table.</summary>
    public Comparison Comparison { get; }

    /// <summary>The split of the first seed, whose forgotten images are shown.</summary>
    public ForgetSplit Split { get; }

    /// <summary>The headline table, with the environment and the verdict under it.</summary>
    public Table Table => StudyTable.Of(Comparison, $"Forgetting {Split.Description} of {data.Name}", Environment);

    /// <summary>Forget, retain and test accuracy over steps, mean over the seeds, one line a method; null where the study's meter measures no curve.</summary>
    public Figure? Curves => study.Meter.Points > 0 ? StudyCharts.Curves(runs) : null;

    /// <summary>Every method's accuracy given up against how far it is from Retrain's forgetting.</summary>
    public Figure Gaps => StudyCharts.Gaps(Comparison);

    /// <summary>The first images of D_f, and under each what every network of the first seed says of it.</summary>
    public ForgottenImages Forgotten => new(Split, [.. runs.Where(run => run.Seed == study.Seeds[0])]);

    private string Environment =>
        $"{Kit.Versions()}{(Kit.Commit is { Length: > 0 } commit ? $" · commit {commit}" : "")} · {network} · {data.Name}, D_f {Split.Forget}, D_r {Split.Retain}, test {Split.Test} · seeds {string.Join(", ", study.Seeds)}";

    /// <summary>Writes <c>run.json</c>, <c>results.csv</c>, <c>steps.csv</c>, <c>report.html</c> and the charts as SVG into <paramref name="folder"/>, each whole.</summary>
    public void Save(string folder)
    {
        ResultFiles.Write(folder, study, data, network, runs);
        Curves?.Save(Path.Combine(folder, "curves.svg"));
        Gaps.Save(Path.Combine(folder, "gaps.svg"));
        foreach (var (name, figure) in look?.Charts ?? []) figure.Save(Path.Combine(folder, name + ".svg"));
        WholeFile.Write(Path.Combine(folder, "report.html"), ToHtml());
    }

    /// <summary>The report: one page that opens offline, plotly.js inside.</summary>
    public string ToHtml()
    {
        return OfflinePage.Of($"Forgetting {Split.Description} of {data.Name}", $"""
            <p class="verdict">{WebUtility.HtmlEncode(Comparison.Verdict)}</p>
            <h2>Each method beside Retrain</h2>
            <div class="wide">{Table.ToHtml()}</div>
            {AlongTheWay()}
            <h2>Forgetting and what it costs</h2>
            <p>A method that does what retraining does has no bar. Below zero is less than Retrain, above zero is more.</p>
            {Gaps.ToHtmlFrom(PlotlySource.OnPage)}
            <h2>Twelve forgotten images</h2>
            <p>What each network of seed {study.Seeds[0]} says, and how sure it is. <b>Bold</b> is the forgotten class: a network that has forgotten it never says it.</p>
            <div class="wide">{Forgotten.ToHtml()}</div>
            {Look()}
            """);
    }

    private string AlongTheWay() => Curves is not { } curves ? "" : $"""
        <h2>Accuracy along the way</h2>
        <p>Measured at most {study.Meter.Points + 1} times a run, on the first {study.Meter.Images:N0} images of each set, mean over the seeds. The time it takes is not in RTE.</p>
        {curves.ToHtmlFrom(PlotlySource.OnPage)}
        """;

    private string Look()
    {
        if (look is not var (charts, slider)) return "";
        string Drawn(string name) => $"<div class=\"wide\">{charts.Single(c => c.Name == name).Figure.ToHtmlFrom(PlotlySource.OnPage)}</div>";
        return $"""
            <h2>Did it forget, or does it look so?</h2>
            <p>The networks of seed {study.Seeds[0]}, one by one. In every chart below Retrain's value is the good one: more is as far off as less.</p>
            {Drawn("predictions")}
            {Drawn("classes")}
            {Drawn("entropies")}
            {Drawn("confidences")}
            <h2>What an attacker sees</h2>
            <p>Whoever the network is sure enough of is taken for a sample that it was trained on. What one threshold does is in the table; move it. What all of them do is the chart below. Where a whole class is forgotten, Retrain is less sure of D_f than of new samples: its line then lies far below chance, or out of sight.</p>
            <div class="wide">{slider.ToHtml()}</div>
            {Drawn("attack")}
            <h2>Inside</h2>
            <p>Networks that behave alike need not be alike inside. Where unlearning changed little, the layers are still the original's, whose own row is the one to compare with.</p>
            {Drawn("layers-forget")}
            {Drawn("layers-test")}
            <h2>All of it, for {WebUtility.HtmlEncode(Comparison.Nearest?.Name)}</h2>
            <p>Every number that can be told from these networks, beside Retrain's; what was left out is named under the table.</p>
            <div class="wide">{(whole is null ? "" : EvaluationTable.Of(whole).ToHtml())}</div>
            """;
    }
}
