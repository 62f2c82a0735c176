using System.Diagnostics;
using Unlearn.Cli;
using Unlearn.Tests.Datasets;
using Xunit;

namespace Unlearn.Tests;

public sealed class FetchConvertedTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void CelebA_is_converted_from_its_official_folder()
    {
        MadeCelebA.Write(folder, "official", 12);
        var (code, said, error) = Fetch("celeba", "--size", "8", "--workers", "2");
        Assert.Equal((0, $"{folder.PathOf("cache/celeba")}\n"), (code, said));
        Assert.Contains("12 of 12 images", error);
        Assert.Contains($"{folder.PathOf("cache/celeba/celeba-8.safetensors")} is converted from {folder.PathOf("official")}.", error);
        using var data = CelebA.Load(folder.PathOf("cache/celeba"), 8);
        Assert.Equal((9, 2), (data.Train.Count, data.Test.Count));
        Assert.Contains("converted", Command.Run([], "data", "--in", folder.PathOf("cache")).Said);

        folder.Write("official/img_align_celeba/000003.jpg", "no picture");
        (code, said, error) = Fetch("celeba");
        Assert.Equal((ExitCode.BadUsage, ""), (code, said));
        Assert.Contains("000003.jpg", error);
    }

    [Fact]
    public void Ctrl_C_keeps_what_is_converted_and_the_same_command_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGINT to send on Windows.");
        const int Faces = 24, Size = 1200; // one image a chunk
        MadeCelebA.Write(folder, "official", Faces);
        string[] arguments = ["fetch", "celeba", "--from", folder.PathOf("official"), "--to", folder.PathOf("cache"), "--size", $"{Size}", "--workers", "1"];
        using var process = Process.Start(Command.Start([], arguments))!;
        Assert.StartsWith("converted 1 of 24 images", process.StandardError.ReadLine());
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"])) kill.WaitForExit();
        var error = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(20_000));
        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        Assert.Matches($@"Stopped at converted \d+ of 24 images · .*\. What is converted is kept in {folder.PathOf("cache/celeba")}: the same command goes on from there\.\n$", error);
        Assert.True(File.Exists(folder.PathOf($"cache/celeba/celeba-{Size}.safetensors.partial")));

        var (code, _, again) = Command.Run([], arguments);
        Assert.Equal(0, code);
        Assert.DoesNotContain("converted 1 of 24 images", again);
        Assert.Equal([folder.PathOf($"cache/celeba/celeba-{Size}.safetensors")], Directory.GetFiles(folder.PathOf("cache/celeba")));
    }

    [Fact]
    public void Size_and_workers_are_for_sets_that_are_converted()
    {
        foreach (var option in (string[])["--size", "--workers"])
        {
            var (code, said, error) = Fetch("cifar10", option, "8");
            Assert.Equal((ExitCode.BadUsage, ""), (code, said));
            Assert.Equal("cifar10 is taken as it is, and has neither --size nor --workers: those are for celeba and imagenet. Leave them out.\n", error);
        }
        Directory.CreateDirectory(folder.PathOf("official"));
        Assert.Contains("0 workers convert nothing: give 1 or more", Fetch("celeba", "--workers", "0").Error);
        Assert.Contains("a size of 0 pixels is outside 1..4096", Fetch("celeba", "--size", "0").Error);
    }

    [Fact]
    public void A_folder_that_is_not_there_or_holds_something_else_is_named()
    {
        Assert.StartsWith($"--from {folder.PathOf("official")}: there is no such folder; ImageNet-1k is converted from the folder that has its files.", Fetch("imagenet").Error);
        folder.Write("official/readme", "");
        Assert.Contains("has neither a folder train/ nor ILSVRC2012_img_train.tar", Fetch("imagenet").Error);
        Assert.Contains("list_attr_celeba.txt is neither in", Fetch("celeba").Error);
    }

    private (int Code, string Said, string Error) Fetch(string name, params string[] options)
    {
        Directory.CreateDirectory(folder.PathOf("cache"));
        return Command.Run([], ["fetch", name, "--from", folder.PathOf("official"), "--to", folder.PathOf("cache"), .. options]);
    }
}
