using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

public sealed class LocalPathsTests : IDisposable
{
    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
    private readonly Scratch scratch = new();
    private readonly LocalPaths paths;

    public LocalPathsTests()
    {
        Directory.CreateDirectory(scratch.File("clone/.git"));
        paths = new(Directory.CreateDirectory(scratch.File("clone/notebooks")).FullName);
    }

    [Theory]
    [InlineData("wrote {0}/notebooks/a.csv", "wrote ./a.csv")]
    [InlineData("in {0}/src/A.cs:line 3", "in ../src/A.cs:line 3")]
    [InlineData("saved in {0}/notebooks.", "saved in ..")]
    [InlineData("href=\"file://{0}/notebooks/a\"", "href=\"file://./a\"")]
    [InlineData("{1}/.nuget", "~/.nuget")]
    [InlineData("{0}-other/a", "{0}-other/a")]
    [InlineData("base64,AAA{1}/BBB", "base64,AAA{1}/BBB")]
    public void Folders_are_told_from_the_notebook(string text, string saved) =>
        Assert.Equal(Fill(saved), paths.Hide(Fill(text)));

    [Fact]
    public void No_output_of_a_run_names_the_folder()
    {
        var run = scratch.Run("Console.WriteLine(System.IO.Directory.GetCurrentDirectory()); display(System.IO.Directory.GetCurrentDirectory()); throw new Exception(System.IO.Path.GetFullPath(\"x\"));");
        var saved = run.Notebook.ToString();
        Assert.DoesNotContain(scratch.Folder, saved);
        Assert.Contains("\"evalue\": \"./x\"", saved);
    }

    public void Dispose() => scratch.Dispose();

    private string Fill(string text) => string.Format(text, scratch.File("clone"), Home);
}
