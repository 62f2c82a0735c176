using System.Text.Json;
using System.Text.RegularExpressions;

namespace Unlearn.Tests;

public class DevcontainerTests
{
    private static readonly JsonElement Settings = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(".devcontainer/devcontainer.json")),
        new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }).RootElement;

    [Fact]
    public void It_is_the_Ubuntu_image_with_the_SDK_that_global_json_asks_for()
    {
        var sdk = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("global.json"))).RootElement.GetProperty("sdk").GetProperty("version").GetString()!;
        Assert.Equal($"mcr.microsoft.com/devcontainers/dotnet:2-{sdk[..4]}-noble", Settings.GetProperty("image").GetString());
    }

    [Fact]
    public void What_it_calls_is_there_and_can_be_run_and_it_ends_with_the_doctor()
    {
        var command = Settings.GetProperty("postCreateCommand").GetString()!;
        var called = Regex.Matches(command, @"\./\S+").Select(m => Repository.PathOf(m.Value)).ToList();
        Assert.NotEmpty(called);
        Assert.All(called, path => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute), path));
        Assert.EndsWith("./run.sh doctor", command);
    }

    [Fact]
    public void Every_extension_is_named_publisher_dot_name()
    {
        var extensions = Settings.GetProperty("customizations").GetProperty("vscode").GetProperty("extensions").EnumerateArray().Select(e => e.GetString()!);
        Assert.Contains("ms-dotnettools.dotnet-interactive-vscode", extensions);
        Assert.All(extensions, name => Assert.Matches(@"^[\w-]+\.[\w-]+$", name));
    }
}
