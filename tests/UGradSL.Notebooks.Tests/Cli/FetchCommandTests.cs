using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Unlearn.Cli;
using Xunit;

namespace Unlearn.Tests;

public sealed class FetchCommandTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void What_lies_in_a_folder_is_brought_and_listed()
    {
        var (cache, from) = (scratch.File("cache"), Directory.CreateDirectory(scratch.File("from")).FullName);
        File.WriteAllText(Path.Combine(from, "vocab.txt"), "not BERT's");
        var (code, said, error) = Command.Run([], "fetch", "20newsgroups", "--from", from, "--to", cache);
        Assert.Equal((ExitCode.BadUsage, ""), (code, said));
        Assert.Contains($"Passed over: {Path.Combine(from, "vocab.txt")}: it has 10 bytes, 231,508 are published.", error);

        Directory.CreateDirectory(Path.Combine(cache, "20newsgroups"));
        File.WriteAllText(Path.Combine(cache, "20newsgroups", "vocab.txt"), "not BERT's");
        (code, said, error) = Command.Run([("UGRADSL_DATA", cache)], "data", "--json");
        Assert.Equal(0, code);
        var held = Assert.Single(JsonDocument.Parse(said).RootElement.EnumerateArray());
        Assert.Equal(("20newsgroups", 10, "http://qwone.com/~jason/20Newsgroups/"),
            (held.GetProperty("name").GetString(), held.GetProperty("bytes").GetInt64(), held.GetProperty("home").GetString()));
        Assert.Equal("20news-bydate-train: it is missing", held.GetProperty("state").GetString());
        Assert.Matches("^[0-9a-f]{64}$", held.GetProperty("sha256").GetString());
        Assert.EndsWith($"1 data sets in {cache}.\n", error);

        (code, said, _) = Command.Run([], "data", "--in", cache);
        Assert.Equal(0, code);
        Assert.Contains("none stated; posts to public newsgroups", said);
    }

    [Fact]
    public void A_name_that_is_not_known_is_answered_with_the_nearest()
    {
        var (code, said, error) = Command.Run([], "fetch", "cifar-10");
        Assert.Equal((ExitCode.BadUsage, ""), (code, said));
        Assert.StartsWith("There is no data set 'cifar-10'; did you mean cifar10?", error);
    }

    [Fact]
    public void Ctrl_C_keeps_what_has_come_and_says_that_the_same_command_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGINT to send on Windows.");
        using var home = new TcpListener(IPAddress.Loopback, 0); // stands in for the data's home, as a proxy does
        home.Start();
        var cache = scratch.File("cache");
        var start = Command.Start([("http_proxy", $"http://127.0.0.1:{((IPEndPoint)home.LocalEndpoint).Port}"), ("no_proxy", "")], "fetch", "svhn", "--to", cache);
        using var process = Process.Start(start)!;
        using var client = home.AcceptTcpClient();
        client.ReceiveTimeout = 10_000;
        using var stream = client.GetStream();
        var request = new StringBuilder();
        while (!request.ToString().EndsWith("\r\n\r\n")) request.Append((char)stream.ReadByte());
        Assert.StartsWith("GET http://ufldl.stanford.edu/housenumbers/train_32x32.mat ", request.ToString());
        stream.Write(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 182040794\r\n\r\n"));
        stream.Write(new byte[100_000]);
        var part = Path.Combine(cache, "svhn", "train_32x32.mat.part");
        for (var tries = 0; tries < 500 && !(File.Exists(part) && new FileInfo(part).Length == 100_000); tries++) Thread.Sleep(20);

        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"])) kill.WaitForExit();
        var error = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(20_000));
        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        Assert.Matches($@"Stopped at fetching train_32x32\.mat · 0\.1 of 182\.0 MB · .*\. What has come is kept in {cache}/svhn: the same command goes on from there\.\n$", error);
        Assert.Equal(100_000, new FileInfo(part).Length);
        Assert.False(File.Exists(part[..^".part".Length]));
    }
}
