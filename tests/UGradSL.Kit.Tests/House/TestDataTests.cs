namespace Unlearn.Tests;

public class TestDataTests
{
    private const string Restores = "mkdir -p $2/svhn && echo restored >>$(dirname $0)/../restore.log && echo pixels >$2/svhn/test.mat; echo talk";

    [Fact]
    public void Without_copies_beside_the_clone_there_is_none_and_the_tests_run()
    {
        using var machine = Machine();
        Assert.Equal((0, "tests with none\n", ""), machine.Bash(".ci/run"));
    }

    [Fact]
    public void Copies_are_restored_once_with_the_files_that_need_no_restoring()
    {
        using var machine = WithCopies(Restores);
        var data = machine.PathOf("clone/artifacts/test-data");
        Assert.Equal((0, $"tests with {data}\n", "talk\n"), Run(machine, ".ci/run"));
        Assert.Equal((0, $"tests with {data}\n", ""), Run(machine, ".ci/run"));
        Assert.Equal("restored\n", machine.Read("restore.log"));
        Assert.Equal("pixels\n", machine.Read("clone/artifacts/test-data/svhn/test.mat"));
        Assert.Equal("0,1,6\n", machine.Read("clone/artifacts/test-data/optdigits/optdigits.tra"));
        Assert.False(Directory.Exists(data + ".part"));
    }

    [Fact]
    public void Other_copies_are_restored_again()
    {
        using var machine = WithCopies(Restores);
        Run(machine, ".ci/run");
        machine.Write("shared/data/MANIFEST.tsv", "another file\n");
        Assert.Equal(0, Run(machine, ".ci/run").Code);
        Assert.Equal("restored\nrestored\n", machine.Read("restore.log"));
    }

    [Fact]
    public void A_restore_that_fails_is_said_leaves_no_half_and_the_tests_run_without()
    {
        using var machine = WithCopies("mkdir -p $2/svhn; echo 'djxl: not found' >&2; exit 1");
        var (code, output, error) = Run(machine, ".ci/run");
        Assert.Equal((0, "tests with none\n"), (code, output));
        Assert.Contains("djxl: not found\nNo original data files: restoring", error);
        Assert.Contains("Tests that need them are skipped.", error);
        Assert.False(Directory.Exists(machine.PathOf("clone/artifacts/test-data")));
    }

    [Fact]
    public void Copies_that_cannot_be_copied_count_as_a_failed_restore()
    {
        using var machine = WithCopies(Restores);
        machine.Command("cp", "exit 1");
        Assert.Equal("tests with none\n", Run(machine, ".ci/run").Output);
        Assert.False(Directory.Exists(machine.PathOf("clone/artifacts/test-data")));
    }

    [Fact]
    public void Root_gets_the_packages_that_are_missing_and_no_one_else_does()
    {
        using var machine = WithCopies(Restores);
        machine.Command("apt-get", $"echo \"$*\" >>{machine.Root}/apt.log");
        Run(machine, ".ci/run");
        Assert.Equal("", machine.Read("apt.log"));
        machine.Write("shared/data/MANIFEST.tsv", "another file\n");
        machine.Command("id", "echo 0");
        machine.Command("xz", "true");
        Assert.Contains("Installing libjxl-tools dataset-fashion-mnist", Run(machine, ".ci/run").Error);
        Assert.Equal("update -q\ninstall -y -q --no-install-recommends libjxl-tools\ninstall -y -q --no-install-recommends dataset-fashion-mnist\n",
            machine.Read("apt.log"));
    }

    [Fact]
    public void A_folder_of_the_user_s_is_taken_as_it_is()
    {
        using var machine = WithCopies(Restores);
        Assert.Equal((0, "tests with /mine\n", ""), Run(machine, "UGRADSL_TEST_DATA=/mine .ci/run"));
        Assert.Equal("", machine.Read("restore.log"));
    }

    [Theory]
    [InlineData("0", "debian", "/nowhere", true)]
    [InlineData("1000", "debian", "/nowhere", false)]
    [InlineData("0", "ubuntu", "/nowhere", false)]
    [InlineData("0", "debian", "/bin/sh", false)]
    public void Root_on_Debian_gets_a_browser_where_there_is_none(string user, string system, string browser, bool gets)
    {
        using var machine = Machine();
        machine.Command("id", $"echo {user}");
        machine.Command("apt-get", $"echo \"$*\" >>{machine.Root}/apt.log; exit 1");
        machine.Write("os-release", $"PRETTY_NAME=\"A system\"\nID={system}\n");
        var (code, output, error) = machine.Bash(".ci/run", ("UGRADSL_CHROMIUM", browser), ("UGRADSL_OS_RELEASE", machine.PathOf("os-release")));
        Assert.Equal((0, "tests with none\n"), (code, output));
        Assert.Equal(gets ? "update -q\ninstall -y -q --no-install-recommends chromium fonts-dejavu-core\n" : "", machine.Read("apt.log"));
        Assert.Equal(gets, error.Contains("the tests that look at pages are skipped"));
    }

    /// <summary>Where this machine has Python or Fashion-MNIST does not show.</summary>
    private static (int Code, string Output, string Error) Run(BareMachine machine, string line) =>
        machine.Bash(line, ("UGRADSL_PYTHON", "/nowhere"), ("UGRADSL_FASHION_MNIST", "/nowhere"), ("UGRADSL_CHROMIUM", "/bin/sh"));

    private static BareMachine Machine()
    {
        var machine = new BareMachine();
        foreach (var tool in "cp mv cmp".Split(' ')) File.CreateSymbolicLink(machine.PathOf($"bin/{tool}"), $"{(File.Exists($"/bin/{tool}") ? "" : "/usr")}/bin/{tool}");
        Directory.CreateDirectory(machine.PathOf("clone/.ci"));
        foreach (var script in (string[])[".ci/run", "build/test-data.sh", "build/browser.sh"]) File.Copy(Repository.PathOf(script), machine.PathOf($"clone/{script}"));
        machine.Command("test.sh", "echo tests with ${UGRADSL_TEST_DATA-none}", "clone");
        return machine;
    }

    private static BareMachine WithCopies(string python)
    {
        var machine = Machine();
        machine.Command("python3", python);
        Directory.CreateDirectory(machine.PathOf("shared/data/optdigits"));
        machine.Write("shared/data/restore.py", "");
        machine.Write("shared/data/MANIFEST.tsv", "a file\n");
        machine.Write("shared/data/optdigits/optdigits.tra", "0,1,6\n");
        return machine;
    }
}
