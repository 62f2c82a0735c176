using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Unlearn.Tests.Show;

public class StepDrawingTests
{
    [Fact]
    public void It_shows_the_pictures_the_smoothed_label_and_both_weights()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        StepDrawing drawing;
        using (var data = Tiny.Data())
            drawing = new(Tiny.Split(data), new UGradSLPlus(Alpha: -0.2, P: 0.9));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        var html = drawing.ToHtml();
        var text = WebUtility.HtmlDecode(html);
        Assert.Equal(6, Regex.Count(html, "<image [^>]*href=\"data:image/png;base64,"));
        // Four classes: 1 + 0.2 − 0.05, and −0.05.
        Assert.Contains(">1.15 for the truth<", text);
        Assert.Contains(">−0.05 for each other class<", text);
        Assert.Contains(">− 0.1 · ∇ℓ(h_θ, z_f)<", text);
        Assert.Contains(">+ 0.9 · ∇ℓ(h_θ, z_r)<", text);
        Assert.StartsWith("D_f (north-east): labels smoothed by α = −0.2, 1.15 for the truth", drawing.ToString());
        Assert.DoesNotContain("<script", html);
        Assert.Equal("svg", XDocument.Parse(html).Root!.Name.LocalName);
    }

    [Fact]
    public void The_weights_are_those_that_the_method_uses()
    {
        using var data = Tiny.Data();
        using var labels = Labels.Smooth(torch.zeros(1, ScalarType.Int64), 4, -0.7);
        var drawing = new StepDrawing(Tiny.Split(data), new UGradSL(Alpha: -0.7)).ToString();
        Assert.Contains($"{labels[0, 0].item<float>():0.###} for the truth and −{-labels[0, 1].item<float>():0.###} for each", drawing);
    }

    [Fact]
    public void A_class_name_is_text_and_settings_outside_their_range_are_refused()
    {
        using var tiny = Tiny.Data();
        using var train = new LabeledData(tiny.Train.Inputs.All(torch.CPU), tiny.Train.Labels.clone(), ["<script>alert(1)</script>", "b", "c", "d"], tiny.Train.Normalization);
        using var data = new Dataset("hostile", train, tiny.Test);
        var html = new StepDrawing(Forgetting.Class(0).Split(data, 0), new UGradSL()).ToHtml();
        Assert.Contains("&lt;script&gt;", html);
        Assert.DoesNotContain("<script", html);
        Assert.Throws<ArgumentException>(() => new StepDrawing(Tiny.Split(tiny), new UGradSL(P: 2)));
    }
}
