using System.Text.Json;
using System.Xml.Linq;
using Unlearn.Tests.Metrics;

namespace Unlearn.Tests.Show;

/// <summary>The charts of a report, read back against counting.</summary>
public sealed class EvaluationChartsTests : IDisposable
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];

    private readonly NetworkOutputs original = MadeOutputs.Network(4, 4, 1.5, count: 100), retrained = MadeOutputs.Network(1, 4, 1.5, count: 100);
    private readonly List<Said> networks;

    public EvaluationChartsTests() => networks = [new("Original", original.Forget, original.Test), new("Retrain", retrained.Forget, retrained.Test)];

    public void Dispose()
    {
        original.Dispose();
        retrained.Dispose();
    }

    [Fact]
    public void The_attack_is_drawn_as_its_ROC_says_on_logarithmic_axes()
    {
        var figure = EvaluationCharts.Attack(networks);
        var line = figure.Plotly.Traces().First(t => (string)t["name"]! == "Original");
        var roc = Roc.Of(original.Forget.LogOdds, original.Test.LogOdds);
        for (var i = 0; i < 41; i += 10)
            Assert.Equal(roc.Tpr(Math.Min(1, Math.Pow(100, i / 40.0 - 1))), (double?)line["y"]![i] ?? 0, 1e-5);
        Assert.Equal((0.01, 1), ((double)line["x"]![0]!, (double)line["x"]![40]!));
        Assert.Equal(["Original", "Retrain", "chance"], figure.Plotly.Traces().Select(t => (string)t["name"]!));
    }

    [Fact]
    public void Predictions_are_shares_of_D_f_and_classes_are_changes_from_Retrain()
    {
        var predictions = EvaluationCharts.Predictions(networks, Names);
        Assert.Contains($"predicted b, network Original: % of D_f {original.Forget.Predicted.Count(k => k == 1)}", predictions.Tooltips());
        var damage = Collateral.PerClass(original.Test, retrained.Test);
        var classes = EvaluationCharts.Classes(networks, Names);
        Assert.Equal(5, classes.Tooltips().Count); // the same test outputs by another seed's labels: a change each
        Assert.Contains($"class c, network Original: points {Math.Round(damage[2].Change, 1):G6}", classes.Tooltips());
        Assert.Contains("Retrain and at least one other are needed", Assert.Throws<ArgumentException>(() => EvaluationCharts.Classes([networks[0]], Names)).Message);
    }

    [Fact]
    public void Retrain_lies_over_each_network_as_an_outline_in_both_drawings()
    {
        foreach (var figure in (Figure[])[EvaluationCharts.Entropies(networks), EvaluationCharts.Confidences(networks)])
        {
            var traces = figure.Plotly.Traces().ToList();
            Assert.Equal(["Original", "Retrain"], traces.Select(t => (string)t["name"]!));
            Assert.Equal(["tozeroy", null], traces.Select(t => (string?)t["fill"]));
            Assert.All(traces, t => Assert.Equal(100, t["y"]!.Sum(y => (double)y!), 0.1));
            // ScottPlot writes an area as a path of its own, filled: one for the network, none for the outline.
            Assert.Equal(1, XDocument.Parse(figure.Svg).Descendants().Count(e => (string?)e.Attribute("fill-opacity") is { } o && o.StartsWith("0.2", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Layers_leave_out_the_first_which_reads_the_sample()
    {
        var figure = EvaluationCharts.Layers("D_f", [("Original", [new("conv1", 1), new("conv2", 0.9), new("head", 0.51234)])]);
        Assert.Equal(["layer conv2, network Original: CKA 0.9", "layer head, network Original: CKA 0.512"], figure.Tooltips());
    }

    [Fact]
    public void The_slider_has_the_shares_at_every_threshold_and_a_table_without_a_script()
    {
        var slider = new ThresholdSlider(networks);
        foreach (var (threshold, i) in ThresholdSlider.Thresholds.Select((t, i) => (t, i)))
        {
            Assert.Equal(original.Forget.LogOdds.Count(x => x >= threshold), slider.Rows[0].Forget[i]);
            Assert.Equal(retrained.Test.LogOdds.Count(x => x >= threshold), slider.Rows[1].Test[i]);
        }
        var html = slider.ToHtml();
        Assert.DoesNotContain("http", html);
        var box = XElement.Parse(html[..html.IndexOf("<script>", StringComparison.Ordinal)].Replace(" step=\"1\" style=\"width:min(24em,60vw);vertical-align:middle\">", "/>"));
        using var numbers = JsonDocument.Parse((string)box.Attribute("data-unlearn-threshold")!);
        Assert.Equal(101, numbers.RootElement.GetProperty("p").GetArrayLength());
        Assert.Equal("0.5000", numbers.RootElement.GetProperty("p")[50].GetString());
        Assert.Equal(slider.Rows[1].Forget[50], numbers.RootElement.GetProperty("rows")[1][0][50].GetDouble());
        var cells = box.Descendants("tr").Skip(1).Select(row => row.Elements("td").Select(c => c.Value).ToArray()).ToList();
        Assert.Equal(slider.Rows[0].Forget[50].ToString("0.0"), cells[0][0]);
        Assert.Contains("Original: ", slider.ToString());
    }

    [Fact]
    public void A_study_that_measured_no_curve_has_a_report_without_one()
    {
        using var data = Tiny.Data();
        using var network = Tiny.Net();
        using var folder = new TemporaryFolder();
        var study = new Study(Forgetting.Class(1), [new Retrain { Training = new(1, BatchSize: 16) }, new FineTune(1) { BatchSize = 16 }], new(1, BatchSize: 16), [0], new Meter(0));
        var report = new StudyReport(study, data, network, [.. study.Runs(data, network)]);
        Assert.Null(report.Curves);
        report.Save(folder.Path);
        Assert.False(File.Exists(folder.PathOf("curves.svg")));
        var page = File.ReadAllText(folder.PathOf("report.html"));
        Assert.DoesNotContain("Accuracy along the way", page);
        Assert.Contains("Forgetting and what it costs", page);
        var measured = study with { Meter = new Meter(2, 20) };
        Assert.Contains("Accuracy along the way", new StudyReport(measured, data, network, [.. measured.Runs(data, network)]).ToHtml());
    }

    [Fact]
    public void A_study_draws_the_networks_of_its_first_seed_and_a_resumed_one_the_same()
    {
        using var data = Tiny.Data();
        using var network = Tiny.Net();
        using var folder = new TemporaryFolder();
        var study = new Study(Forgetting.Class(1), [new Retrain { Training = new(2, BatchSize: 16) }, new FineTune(1) { BatchSize = 16 }], new(2, BatchSize: 16), [0, 1], new Meter(2, 20));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var first = Draw(new RunStore(folder.Path), out var trained);
        Assert.True(trained > 0);
        var second = Draw(new RunStore(folder.Path), out trained);
        Assert.Equal(0, trained);
        Assert.Equal(first, second);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(7, first.Count);

        List<string> Draw(RunStore store, out int steps)
        {
            using var networks = new StudyNetworks();
            var taken = 0;
            List<Run> runs = [.. study.Runs(data, network, store, _ => taken++, networks.Add)];
            steps = taken;
            var report = new StudyReport(study, data, network, runs, networks);
            var (charts, slider) = networks.Draw(report.Split);
            Assert.Equal(["Original", "Retrain", "FT"], slider.Rows.Select(r => r.Name));
            Assert.Contains(slider.ToHtml(), report.ToHtml());
            return [.. charts.Select(c => c.Figure.Svg)];
        }
    }
}
