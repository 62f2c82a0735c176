using System.Text.Json;
using System.Text.RegularExpressions;

namespace Unlearn.Tests;

public class DevcontainerTests
{
    private static readonly JsonElement Cpu = Read(".devcontainer/devcontainer.json"), Gpu = Read(".devcontainer/gpu/devcontainer.json");

    public static TheoryData<bool> Both => [false, true];

    private static JsonElement Of(bool gpu) => gpu ? Gpu : Cpu;

    private static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllText(Repository.PathOf(path)),
        new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }).RootElement;

    [Fact]
    public void The_one_with_a_GPU_builds_for_CUDA_and_needs_no_feature_for_it()
    {
        Assert.Equal("cuda", Gpu.GetProperty("containerEnv").GetProperty("UGRADSL_TORCH_DEVICE").GetString());
        Assert.True(Gpu.GetProperty("hostRequirements").GetProperty("gpu").GetBoolean());
        Assert.False(Gpu.TryGetProperty("features", out _));
    }

    [Fact]
    public void The_launch_file_steps_into_a_command_that_is_there_after_a_task_that_is_there()
    {
        var launch = Read(".vscode/launch.json").GetProperty("configurations")[0];
        var tasks = Read(".vscode/tasks.json").GetProperty("tasks").EnumerateArray().ToList();
        Assert.Contains(launch.GetProperty("preLaunchTask").GetString(), tasks.Select(t => t.GetProperty("label").GetString()));
        Assert.EndsWith("/artifacts/cli/ugradsl.dll", launch.GetProperty("program").GetString());
        Assert.False(launch.GetProperty("justMyCode").GetBoolean()); // breakpoints of an optimised build are passed by otherwise
        Assert.True(launch.GetProperty("suppressJITOptimizations").GetBoolean());
        Assert.All(tasks, t => Assert.True(File.Exists(Repository.PathOf(t.GetProperty("command").GetString()!.Split(' ')[0]))));
        Assert.Equal(Extensions(Cpu), Read(".vscode/extensions.json").GetProperty("recommendations").EnumerateArray().Select(e => e.GetString()!));
    }

    [Theory, MemberData(nameof(Both))]
    public void It_is_the_Ubuntu_image_with_the_SDK_that_global_json_asks_for(bool gpu)
    {
        var sdk = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("global.json"))).RootElement.GetProperty("sdk").GetProperty("version").GetString()!;
        Assert.Equal($"mcr.microsoft.com/devcontainers/dotnet:2-{sdk[..4]}-noble", Of(gpu).GetProperty("image").GetString());
    }

    [Theory, MemberData(nameof(Both))]
    public void What_it_calls_is_there_and_can_be_run_and_it_ends_with_the_doctor(bool gpu)
    {
        var command = Of(gpu).GetProperty("postCreateCommand").GetString()!;
        var called = Regex.Matches(command, @"\./\S+").Select(m => Repository.PathOf(m.Value)).ToList();
        Assert.NotEmpty(called);
        Assert.All(called, path => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute), path));
        Assert.EndsWith("./run.sh doctor", command);
    }

    [Theory, MemberData(nameof(Both))]
    public void Every_extension_is_named_publisher_dot_name(bool gpu)
    {
        var extensions = Extensions(Of(gpu));
        Assert.Contains("ms-dotnettools.dotnet-interactive-vscode", extensions);
        Assert.All(extensions, name => Assert.Matches(@"^[\w-]+\.[\w-]+$", name));
    }

    private static List<string> Extensions(JsonElement settings) =>
        [.. settings.GetProperty("customizations").GetProperty("vscode").GetProperty("extensions").EnumerateArray().Select(e => e.GetString()!)];
}
