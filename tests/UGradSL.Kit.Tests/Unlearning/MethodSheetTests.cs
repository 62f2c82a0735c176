namespace Unlearn.Tests.Unlearning;

public class MethodSheetTests
{
    [Fact]
    public void Every_method_tells_its_paper_its_equation_and_what_each_setting_means()
    {
        foreach (var method in Unlearn.Methods.All)
        {
            var sheet = MethodSheet.Of(method);
            Assert.True(sheet.Paper.Length > 5, $"{sheet.Name} has no [Method] attribute");
            Assert.True(sheet.Mathematics.Length > 40, sheet.Name);
            Assert.True(sheet.Settings.Count > 4, sheet.Name);
            Assert.All(sheet.Settings, s => Assert.True(s.Meaning.Length > 3 && s.Type.Length > 0, $"{sheet.Name}.{s.Name} has no meaning"));
            Assert.Equal(sheet.Settings.Select(s => s.Name).Distinct().Order(), Unlearn.Methods.All.First(m => m == method).GetType().GetProperties().Where(p => p.CanWrite).Select(p => p.Name).Order());
        }
    }

    [Fact]
    public void A_sheet_reads_the_records_own_documentation()
    {
        var sheet = MethodSheet.Of(new UGradSLPlus(Alpha: -0.5));
        Assert.Equal(("UGradSLPlus", "UGradSL+", "Retain"), (sheet.Name, sheet.PaperName, sheet.Needs));
        Assert.Equal(["Epochs", "LearningRate", "Alpha", "P"], sheet.Own.Select(s => s.Name));
        Assert.Equal(new("Alpha", "double", "-0.5", "Smoothing rate α; negative unlearns.", true), sheet.Settings[2]);
        Assert.Contains(sheet.Settings, s => s is { Name: "BatchNorm", Type: "RetainOnly | Both", Default: "RetainOnly", IsOwn: false });
        Assert.Contains(sheet.Settings, s => s is { Name: "LossCap", Type: "double?", Default: "null" });
        Assert.StartsWith("UGradSL, Algorithm 1 and eq. 10: L = p·ℓ(h_θ, z_r) − (1−p)·ℓ(h_θ, z_f^{GLS,α}).", MethodSheet.Of(new UGradSL()).Mathematics);
        Assert.Equal("Retain, Teacher", MethodSheet.Of(new Scrub()).Needs);
        Assert.Equal("Retain, Mask", MethodSheet.Of(new SalUn()).Needs);
        Assert.Contains("the loss of UGradSL, but one epoch is one pass over D_r", sheet.Mathematics);
    }

    [Fact]
    public void Both_readings_of_BatchNorm_have_titles_of_their_own_for_every_method_that_climbs() => Assert.All(
        Unlearn.Methods.All.OfType<AscendingUnlearner>(), method => Assert.NotEqual(
            Unlearn.Methods.Title(method with { BatchNorm = BatchNormStatistics.RetainOnly }), Unlearn.Methods.Title(method with { BatchNorm = BatchNormStatistics.Both })));

    [Fact]
    public void A_title_has_the_name_in_tables_and_what_tells_a_variant_from_others()
    {
        Assert.Equal("Original", Unlearn.Methods.Title(null));
        Assert.Equal("FT", Unlearn.Methods.Title(new FineTune()));
        Assert.Equal("UGradSL+ (BN both, clip 1, cap 2.3, stop at unseen)",
            Unlearn.Methods.Title(new UGradSLPlus { BatchNorm = BatchNormStatistics.Both, ClipNorm = 1, LossCap = 2.303, StopAtUnseen = true }));
        Assert.Equal("IU (as released, recalibrated)", Unlearn.Methods.Title(new InfluenceUnlearning { Reading = Reading.AsReleased }, "recalibrated"));
        Assert.Equal("SalUn (as released)", Unlearn.Methods.Title(new SalUn { Reading = Reading.AsReleased }));
    }
}
