namespace Unlearn.Tests;

public class KitTests
{
    [Fact]
    public void The_versions_are_one_line_that_names_no_folder_and_no_machine()
    {
        var line = Kit.Versions();
        Assert.Matches(@"^UGradSL\.Kit \d+\.\d+\.\d+ · TorchSharp 0\.107\.0 · libtorch 2\.10\.\S* · \.NET 10\.\S+ · \S", line);
        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain(Environment.MachineName, line);
        Assert.DoesNotContain('/', line);
    }

    [Theory]
    [InlineData("__version__ = '2.11.0+cu130'\n", "2.11.0+cu130 (PyTorch's)")]
    [InlineData("from typing import Optional\n__version__: str = \"2.11.0\"\n", "2.11.0 (PyTorch's)")]
    [InlineData("", "of unknown version")]
    public void A_borrowed_libtorch_has_its_own_version(string python, string expected)
    {
        var torch = Directory.CreateTempSubdirectory("torch").FullName;
        File.WriteAllText(Path.Combine(torch, "version.py"), python);
        Assert.Equal(expected, Kit.Borrowed(NativePlan.PythonVersion(Directory.CreateDirectory(Path.Combine(torch, "lib")).FullName)));
        Directory.Delete(torch, recursive: true);
    }
}
