namespace Unlearn.Tests;

public class SdkTests
{
    private const string Ubuntu = "PRETTY_NAME=\"Ubuntu 24.04.3 LTS\"\nVERSION_ID=\"24.04\"\nID=ubuntu\nID_LIKE=debian\n";
    private const string NeedSdk = "set -euo pipefail; source build/setup.sh; need_sdk; echo \"found $dotnet\"";

    [Theory]
    [InlineData(Ubuntu, "sudo apt-get update && sudo apt-get install -y dotnet-sdk-10.0")]
    [InlineData("ID=ubuntu\nVERSION_ID=\"26.04\"\n", "sudo apt-get update && sudo apt-get install -y dotnet-sdk-10.0")]
    [InlineData("ID=ubuntu\nVERSION_ID=\"22.04\"\n", "curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0")]
    [InlineData("ID=debian\nVERSION_ID=\"12\"\n", "curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0")]
    [InlineData("ID=fedora\nVERSION_ID=43\n", "sudo dnf install -y dotnet-sdk-10.0")]
    [InlineData("ID='arch'\n", "sudo pacman -S --needed dotnet-sdk")]
    [InlineData("ID=plan9\n", "curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0")]
    [InlineData("", "curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0")]
    public void Each_distribution_has_its_command(string osRelease, string command)
    {
        using var machine = new BareMachine(osRelease);
        Assert.Equal((0, command + "\n", ""), machine.Bash("set -euo pipefail; source build/setup.sh; sdk_command"));
    }

    [Fact]
    public void Root_needs_no_sudo()
    {
        using var machine = new BareMachine("ID=fedora\n");
        machine.Command("id", "echo 0");
        Assert.Equal("dnf install -y dotnet-sdk-10.0\n", machine.Bash("source build/setup.sh; sdk_command").Output);
    }

    [Fact]
    public void On_a_Mac_it_is_brew()
    {
        using var machine = new BareMachine();
        machine.Command("uname", "[[ $1 == -s ]] && echo Darwin || echo arm64");
        Assert.Equal("brew install --cask dotnet-sdk\n", machine.Bash("source build/setup.sh; sdk_command").Output);
    }

    [Fact]
    public void Root_on_Ubuntu_gets_the_distribution_s_own_SDK()
    {
        using var machine = new BareMachine(Ubuntu);
        machine.Dotnet(folder: "packaged");
        machine.Command("id", "echo 0");
        machine.Command("apt-get", $"echo \"$*\" >>{machine.Root}/apt.log; [[ $1 != install ]] || ln -s {machine.Root}/packaged/dotnet {machine.Root}/bin/dotnet");
        var (code, output, error) = machine.Bash(NeedSdk);
        Assert.Equal((0, $"found {machine.Root}/bin/dotnet\n"), (code, output));
        Assert.Equal("update -q\ninstall -y -q dotnet-sdk-10.0\n", machine.Read("apt.log"));
        Assert.Contains("installing the distribution's dotnet-sdk-10.0", error);
    }

    [Fact]
    public void Others_on_Ubuntu_are_told_the_command_and_nothing_is_installed()
    {
        using var machine = new BareMachine(Ubuntu);
        machine.Command("apt-get", $"echo \"$*\" >>{machine.Root}/apt.log");
        var (code, output, error) = machine.Bash(NeedSdk);
        Assert.Equal((1, "", ""), (code, output, machine.Read("apt.log")));
        Assert.Contains("There is no .NET 10 SDK on this machine (Ubuntu 24.04.3 LTS on x86_64).", error);
        Assert.Contains("Install it, then run this again: sudo apt-get update && sudo apt-get install -y dotnet-sdk-10.0", error);
    }

    [Fact]
    public void Root_on_Debian_is_told_too_since_Debian_has_no_SDK()
    {
        using var machine = new BareMachine();
        machine.Command("id", "echo 0");
        machine.Command("apt-get", $"echo \"$*\" >>{machine.Root}/apt.log");
        var (code, _, error) = machine.Bash(NeedSdk);
        Assert.Equal((1, ""), (code, machine.Read("apt.log")));
        Assert.Contains("Microsoft's feed", error);
        Assert.Contains("dotnet-install.sh", error);
    }

    [Fact]
    public void An_older_SDK_does_not_do_and_one_in_the_home_does()
    {
        using var machine = new BareMachine();
        machine.Dotnet(sdk: "9.0.301");
        Assert.Equal(1, machine.Bash(NeedSdk).Code);
        machine.Dotnet(folder: "home/.dotnet");
        Assert.Equal((0, $"found {machine.Root}/home/.dotnet/dotnet\n", ""), machine.Bash(NeedSdk));
    }
}
