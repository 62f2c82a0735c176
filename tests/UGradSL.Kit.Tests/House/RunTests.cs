namespace Unlearn.Tests;

public class RunTests
{
    [Fact]
    public void Standard_output_is_the_command_s_own_and_set_up_talk_is_not_in_it()
    {
        using var machine = new BareMachine();
        machine.Dotnet();
        var (code, output, error) = machine.Bash("./run.sh notebook run 'a b'.ipynb");
        Assert.Equal((0, "ugradsl notebook run a b.ipynb\n"), (code, output));
        Assert.Contains("building", error);
        Assert.Contains("the compiler speaks", machine.Read("clone/artifacts/build.log"));
    }

    [Fact]
    public void Without_arguments_it_is_the_demo()
    {
        using var machine = new BareMachine();
        machine.Dotnet();
        Assert.Equal("ugradsl demo\n", machine.Bash("./run.sh").Output);
    }

    [Theory]
    [InlineData("true", 1)]
    [InlineData("echo 'class Changed;' >src/A.cs", 2)]
    [InlineData("touch -d '2001-02-03' src/A.cs", 1)]
    [InlineData("rm src/A.cs", 2)]
    [InlineData("mkdir -p src/obj && echo 1 >src/obj/A.cs", 1)]
    [InlineData("echo '<Project />' >Directory.Build.props", 2)]
    [InlineData("rm artifacts/cli/ugradsl.dll", 2)]
    [InlineData("export UGRADSL_TORCH_DEVICE=cuda", 2)]
    [InlineData("export UGRADSL_TORCH_LIB=/anywhere", 2)]
    public void A_second_run_builds_only_what_has_changed(string change, int builds)
    {
        using var machine = new BareMachine();
        machine.Dotnet();
        machine.Write("clone/src/A.cs", "class A;");
        Assert.Equal(0, machine.Bash($"./run.sh --version && {{ {change}; }} && ./run.sh --version").Code);
        Assert.Equal(builds, machine.Read("dotnet.log").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_failed_build_shows_its_end_and_is_tried_again()
    {
        using var machine = new BareMachine();
        machine.Dotnet(buildExitCode: 1);
        var (code, output, error) = machine.Bash("./run.sh");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("the compiler speaks", error);
        Assert.Contains("./run.sh doctor says what this machine lacks", error);
        machine.Dotnet();
        Assert.Equal((0, "ugradsl demo\n"), (machine.Bash("./run.sh") is var (again, said, _) ? (again, said) : default));
    }

    [Fact]
    public void Another_device_s_libraries_are_not_left_beside()
    {
        using var machine = new BareMachine();
        machine.Dotnet();
        machine.Bash("./run.sh && touch artifacts/cli/libtorch_cpu.so");
        machine.Bash("UGRADSL_TORCH_DEVICE=none ./run.sh");
        Assert.False(File.Exists(machine.PathOf("clone/artifacts/cli/libtorch_cpu.so")));
        var (code, _, error) = machine.Bash("UGRADSL_TORCH_DEVICE=gpu ./run.sh");
        Assert.Equal((1, "UGRADSL_TORCH_DEVICE is 'gpu'; it can be cpu, cuda or none.\n"), (code, error));
    }

    [Fact]
    public void The_home_has_nothing_new_but_the_package_cache()
    {
        using var machine = new BareMachine();
        machine.Dotnet();
        machine.Bash("./run.sh");
        Assert.Equal([machine.PathOf("home/.nuget")], Directory.EnumerateFileSystemEntries(machine.PathOf("home"), "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("Linux aarch64")]
    [InlineData("Darwin x86_64")]
    [InlineData("MINGW64_NT-10.0 x86_64")]
    public void A_system_without_libtorch_is_told_before_anything_is_fetched(string system)
    {
        using var machine = new BareMachine();
        machine.Dotnet();
        var words = system.Split(' ');
        machine.Command("uname", $"[[ $1 == -s ]] && echo {words[0]} || echo {words[1]}");
        var (code, _, error) = machine.Bash("./run.sh");
        Assert.Equal((1, ""), (code, machine.Read("dotnet.log")));
        Assert.Contains("use the devcontainer", error);
    }
}
