namespace Unlearn.Tests;

public class TallyTests
{
    [Theory]
    [InlineData(0, "<assembly name=\"a\" errors=\"0\" failed=\"0\" passed=\"30\" skipped=\"0\" total=\"30\"><collection passed=\"7\"/>", "30 passed, 0 failed")]
    [InlineData(0, "<assembly name=\"a\" errors=\"0\" failed=\"0\" passed=\"30\" skipped=\"2\" total=\"32\">", "30 passed, 0 failed, 2 skipped")]
    [InlineData(1, "<assembly name=\"a\" errors=\"1\" failed=\"2\" passed=\"30\" skipped=\"0\" total=\"32\">", "30 passed, 3 failed")]
    [InlineData(134, "<assembly name=\"a\" errors=\"0\" failed=\"0\" passed=\"30\" skipped=\"0\" total=\"30\">", "30 passed, 1 failed")]
    [InlineData(134, "", "0 passed, 1 failed")]
    [InlineData(0, "", "0 passed, 1 failed")]
    [InlineData(0, "<assembly name=\"a\" errors=\"0\" failed=\"0\" passed=\"0\" skipped=\"0\" total=\"0\">", "0 passed, 1 failed")]
    public void A_crash_or_an_empty_run_is_a_failure(int exitCode, string xml, string expected)
    {
        using var machine = new BareMachine();
        machine.Write("clone/result.xml", xml);
        var (code, output, _) = machine.Bash("set -euo pipefail; source build/setup.sh; source build/tally.sh; "
            + $"tally Tests {exitCode} result.xml; summary $passed $failed $skipped");
        Assert.Equal((0, $"{"Tests",-24} {expected}\n{expected}"), (code, output));
    }

    [Fact]
    public void Several_programs_are_added_up()
    {
        using var machine = new BareMachine();
        machine.Write("clone/result.xml", "<assembly name=\"a\" errors=\"0\" failed=\"1\" passed=\"5\" skipped=\"1\">");
        Assert.EndsWith("\n10 passed, 3 failed, 2 skipped", machine.Bash("source build/setup.sh; source build/tally.sh; "
            + "tally A 1 result.xml; tally B 1 result.xml; tally C 134 none.xml; summary $passed $failed $skipped").Output);
    }
}
