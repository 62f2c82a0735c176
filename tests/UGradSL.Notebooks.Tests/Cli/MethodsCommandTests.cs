using System.Text.Json;
using Xunit;

namespace Unlearn.Tests;

public class MethodsCommandTests
{
    [Fact]
    public void Without_a_name_every_method_is_a_line()
    {
        var (code, output, error) = Ugradsl.Run("methods");
        Assert.Equal((0, ""), (code, error));
        Assert.All(Methods.All, m => Assert.Matches($"(?m)^{m.GetType().Name} ", output));
        Assert.Matches(@"(?m)^Scrub\s+SCRUB\s+Retain, Teacher\s.*Kurmanji", output);
        Assert.Matches(@"(?m)^GradientAscent\s+GA\s+–\s+Epochs 10, LearningRate 0\.0001", output);
    }

    [Fact]
    public void As_json_it_can_be_piped()
    {
        var methods = JsonDocument.Parse(Ugradsl.Run("methods", "--json").Output).RootElement.EnumerateArray().ToList();
        Assert.Equal(Methods.All.Select(m => m.GetType().Name), methods.Select(m => m.GetProperty("name").GetString()));
        var setting = methods.Single(m => m.GetProperty("paperName").GetString() == "UGradSL+").GetProperty("settings").EnumerateArray().First(s => s.GetProperty("name").GetString() == "P");
        Assert.Equal("0.9", setting.GetProperty("default").GetString());
        Assert.Equal("NegGradPlus", JsonDocument.Parse(Ugradsl.Run("methods", "neggrad+", "--json").Output).RootElement.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("UGradSL", "L = p·ℓ(h_θ, z_r) − (1−p)·ℓ(h_θ, z_f^{GLS,α})")]
    [InlineData("ugradsl+", "UGradSLPlus (UGradSL+)")]
    [InlineData("scrub", "d(x; θ) = T²·KL(softmax(h_θo(x)/T) ‖ softmax(h_θ(x)/T))")]
    [InlineData("SalUn", "m = 1(|∇_θ ℓ(θ_o; D_f)| ≥ γ)")]
    [InlineData("EU-k", "Needs besides the network and D_f: Retain")]
    public void With_a_name_its_mathematics_is_printed(string name, string line)
    {
        var (code, output, _) = Ugradsl.Run("methods", name);
        Assert.Equal(0, code);
        Assert.Contains(line, output);
        Assert.Matches(@"(?m)^  LearningRate\s+\S+\s+double: \S", output);
    }

    [Fact]
    public void A_wrong_name_is_told_the_nearest()
    {
        var (code, output, error) = Ugradsl.Run("methods", "Salun2");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("no method 'Salun2': did you mean 'SalUn'?", error);
    }
}
