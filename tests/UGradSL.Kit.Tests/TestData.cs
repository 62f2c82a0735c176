namespace Unlearn.Tests;

/// <summary>Original files of published data sets, which this repository does not hold: <c>.ci/run</c> restores them where it can.</summary>
internal static class TestData
{
    /// <summary>The path of a file or folder among them; where there are none, the test is skipped.</summary>
    public static string PathOf(params string[] parts)
    {
        var root = Environment.GetEnvironmentVariable("UGRADSL_TEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "UGRADSL_TEST_DATA names no folder of original data files.");
        return Path.Combine([root!, .. parts]);
    }
}
