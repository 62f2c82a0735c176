using System.Diagnostics;

namespace Unlearn.Tests;

public class DoctorTests
{
    [Fact]
    public void On_a_bare_machine_it_names_what_is_missing_with_one_command_each_and_changes_nothing()
    {
        using var machine = new BareMachine("ID=fedora\nPRETTY_NAME=\"Fedora Linux 43\"\n");
        var before = machine.Files().ToList();
        var (code, output, error) = machine.Bash("./run.sh doctor");
        Assert.Equal((1, ""), (code, error));
        Assert.Contains("ok       system       Fedora Linux 43 on x86_64\n", output);
        Assert.Contains("missing  .NET SDK     none; version 10 is needed\n         mend it:     sudo dnf install -y dotnet-sdk-10.0\n", output);
        Assert.Contains("missing  build        not built yet\n         mend it:     ./run.sh\n", output);
        Assert.Equal(before, machine.Files());
    }

    [Fact]
    public void All_is_well_after_a_build_and_no_longer_after_a_change()
    {
        using var machine = new BareMachine();
        machine.Dotnet();
        machine.Bash("./run.sh");
        var (code, output, _) = machine.Bash("./run.sh doctor");
        Assert.DoesNotContain("missing", output);
        Assert.Contains("ugradsl doctor\n", output);
        Assert.Equal(0, code);
        machine.Write("clone/src/New.cs", "");
        Assert.Equal(1, machine.Bash("./run.sh doctor").Code);
    }

    [Fact]
    public void Missing_libraries_are_named()
    {
        using var machine = new BareMachine();
        machine.Command("ldconfig", "echo '	libstdc++.so.6 (libc6,x86-64) => /lib/libstdc++.so.6'");
        Assert.Contains("missing  libraries    without libgcc_s.so.1 libssl.so.3\n         mend it:     sudo apt-get install -y", machine.Bash("./run.sh doctor").Output);
    }

    [Fact]
    public void The_deeper_part_says_cause_and_cure_where_libtorch_does_not_load()
    {
        Assert.SkipUnless(File.Exists(Repository.PathOf("artifacts/cli/ugradsl.dll")), "The command line is not built.");
        var (code, output, _) = Ugradsl("doctor", "");
        Assert.Contains("ok       libtorch     2.10.", output);
        Assert.Contains("ok       device       ", output);
        Assert.Equal(output.Contains("missing") ? 1 : 0, code);

        (code, output, _) = Ugradsl("doctor", "/nowhere");
        Assert.Equal(1, code);
        Assert.Contains("missing  libtorch     UGRADSL_TORCH_LIB names a folder that is not there: /nowhere\n         mend it:     Name PyTorch's folder lib", output);
    }

    [Fact]
    public void The_demo_stops_with_cause_and_cure_and_not_with_TorchSharp_s_message()
    {
        Assert.SkipUnless(File.Exists(Repository.PathOf("artifacts/cli/ugradsl.dll")), "The command line is not built.");
        Assert.Equal((1, "", "UGRADSL_TORCH_LIB names a folder that is not there: /nowhere\nName PyTorch's folder lib: "
            + "python3 -c \"import torch; print(torch.__path__[0] + '/lib')\"\n"), Ugradsl("demo", "/nowhere"));
    }

    /// <summary>Debian's own PyTorch is of another version than TorchSharp needs; through its folder lib it says so, through the system's folder it does not.</summary>
    [Theory]
    [InlineData("/usr/lib/python3/dist-packages/torch/lib", "UGRADSL_TORCH_LIB names PyTorch 1.13")]
    [InlineData("/usr/lib/x86_64-linux-gnu", "The libtorch in /usr/lib/x86_64-linux-gnu is not one that TorchSharp 0.107.0 can use: libLibTorchSharp.so finds no ")]
    public void A_real_libtorch_of_another_version_is_told_and_does_not_end_the_process(string torch, string cause)
    {
        var built = Repository.PathOf("artifacts/cli");
        Assert.SkipUnless(File.Exists(Path.Combine(built, "ugradsl.dll")) && File.Exists(Path.Combine(torch, "libtorch_cpu.so")), "The command line is not built, or there is no such libtorch.");
        using var folder = new TemporaryFolder(); // the same build without a libtorch of its own
        foreach (var file in Directory.GetFiles(built).Where(file => Path.GetFileName(file) is "libLibTorchSharp.so" || Path.GetExtension(file) is ".dll" or ".json"))
            File.Copy(file, folder.PathOf(Path.GetFileName(file)));
        var (code, output, error) = Ugradsl("doctor", torch, folder.PathOf("ugradsl.dll"));
        Assert.Equal((1, ""), (code, error));
        Assert.Contains($"missing  libtorch     {cause}", output);
        Assert.Contains("PyTorch 2.10 or newer", output);
    }

    private static (int Code, string Output, string Error) Ugradsl(string command, string torch, string? program = null)
    {
        var start = new ProcessStartInfo("dotnet", [program ?? Repository.PathOf("artifacts/cli/ugradsl.dll"), command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Native.FolderVariable] = torch;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, process.StandardError.ReadToEnd());
    }
}
