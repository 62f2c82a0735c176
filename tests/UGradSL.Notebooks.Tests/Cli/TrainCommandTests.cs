using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;
using static TorchSharp.torch;

namespace Unlearn.Tests;

/// <summary>Training that is killed and gone on with, on the embedded images.</summary>
public sealed class TrainCommandTests : IDisposable
{
    private static readonly string[] Small = ["train", "embedded", "--model", "small-cnn", "--width", "8", "--epochs", "3", "--every", "0.2", "--precision", "Float32"];

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Killed_at_any_moment_and_called_again_it_ends_with_the_weights_of_an_uninterrupted_run()
    {
        var (code, output, _) = Ugradsl.Run([.. Small, "--out", scratch.File("whole")]);
        Assert.Equal(0, code);
        Assert.InRange(JsonDocument.Parse(output).RootElement.GetProperty("accuracies").GetProperty("test").GetDouble(), 70, 95);
        Assert.Equal(["original.safetensors"], Directory.GetFiles(scratch.File("whole")).Select(Path.GetFileName));

        foreach (var signal in (string[])["KILL", "INT"])
        {
            using var process = Ugradsl.Start([.. Small, "--out", scratch.File("killed")]);
            while (!File.Exists(scratch.File("killed/original.state.safetensors")) && !process.HasExited) Thread.Sleep(20);
            Assert.Equal(signal == "KILL" ? 137 : 130, process.End(signal).Code);
        }
        var (again, _, said) = Ugradsl.Run([.. Small, "--out", scratch.File("killed")]);
        Assert.Equal(0, again);
        Assert.Matches("Going on after step [1-9]", said);
        Assert.Equal(File.ReadAllBytes(scratch.File("whole/original.safetensors")), File.ReadAllBytes(scratch.File("killed/original.safetensors")));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_it_and_leaves_the_last_good_state_or_says_that_there_is_none()
    {
        string[] softmax = ["train", "embedded", "--model", "softmax", "--epochs", "3"];
        var (code, output, error) = Ugradsl.Run([.. Small, "--learning-rate", "1e30", "--out", scratch.File("none")]);
        Assert.Equal((1, ""), (code, output));
        Assert.Matches(@"the loss is NaN at step \d+ of 255, learning rate \S+; the last finite loss was \d+\.\d+: lower the learning rate, .* No state had been saved yet", error);
        Assert.Empty(Directory.GetFiles(scratch.File("none")));

        (code, _, error) = Ugradsl.Run([.. softmax, "--learning-rate", "3", "--every", "0", "--out", scratch.File("wild")]);
        Assert.Equal(1, code);
        var kept = Regex.Match(error, @"at step (\d[\d,]*) of .*original\.state\.safetensors holds the last good state, after step (\d[\d,]*); another rate needs another --out\.");
        Assert.True(kept.Success, error);
        Assert.True(int.Parse(kept.Groups[2].Value, NumberStyles.AllowThousands) < int.Parse(kept.Groups[1].Value, NumberStyles.AllowThousands), error);
        Assert.Equal(["original.state.safetensors"], Directory.GetFiles(scratch.File("wild")).Select(Path.GetFileName));
        using var scope = NewDisposeScope();
        var (tensors, metadata) = SafeTensors.Load(scratch.File("wild/original.state.safetensors"));
        Assert.Equal(kept.Groups[2].Value.Replace(",", ""), metadata["step"]);
        Assert.All(tensors.Values, tensor => Assert.True(tensor.isfinite().all().item<bool>()));
    }

    [Theory]
    [InlineData("train cifar1O", "no data set 'cifar1O': did you mean 'cifar10'?")]
    [InlineData("train embedded --model resnet81", "no network 'resnet81': did you mean 'resnet18'?")]
    [InlineData("train embedded --model bert-tiny", "bert-tiny reads texts, and Fashion-MNIST has images: take resnet18.")]
    [InlineData("train embedded --model small-cnn --width 0", "width 0: at least 1 is needed")]
    [InlineData("train embedded --epochs 0", "0 epochs: at least 1 is needed")]
    [InlineData("train embedded --model small-cnn --forget Sandel", "did you mean 'Sandal'?")]
    public void A_bad_argument_is_told_with_what_is_allowed(string arguments, string message)
    {
        var (code, output, error) = Ugradsl.Run([.. arguments.Split(' '), "--out", scratch.File("none")]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error);
    }

    [Fact]
    public void Other_settings_do_not_go_on_with_a_kept_state()
    {
        using (var process = Ugradsl.Start([.. Small, "--out", scratch.File("one")]))
        {
            while (!File.Exists(scratch.File("one/original.state.safetensors")) && !process.HasExited) Thread.Sleep(20);
            process.End("KILL");
        }
        var (code, _, error) = Ugradsl.Run([.. Small, "--learning-rate", "0.05", "--out", scratch.File("one")]);
        Assert.Equal(2, code);
        Assert.Contains("goes on with another training", error);
    }
}
