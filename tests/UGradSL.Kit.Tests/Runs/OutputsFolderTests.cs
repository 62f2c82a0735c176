using System.Globalization;
using System.Text;

namespace Unlearn.Tests.Runs;

/// <summary>Logits that any framework wrote: read, scored, or refused with file and line.</summary>
public sealed class OutputsFolderTests : IDisposable
{
    private static readonly string[] Sets = ["forget", "retain", "test"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_is_scored_as_its_logits_are()
    {
        using var mine = MadeOutputsOf(1);
        using var theirs = MadeOutputsOf(2);
        Write("unlearned", mine);
        Write("retrained", theirs);
        var (found, expected) = (OutputsFolder.Evaluate(folder.Path), Evaluation.Of(mine, theirs));
        Assert.Equal(EvaluationJson.Of(expected), EvaluationJson.Of(found));
    }

    [Fact]
    public void A_network_that_was_never_trained_gives_ZRF()
    {
        using var mine = MadeOutputsOf(1);
        using var theirs = MadeOutputsOf(2);
        using var fresh = MadeOutputsOf(3);
        Write("unlearned", mine);
        Write("retrained", theirs);
        Assert.Contains(OutputsFolder.Evaluate(folder.Path).Notes, note => note == "no outputs of a network that was never trained: no ZRF.");
        Write("incompetent", fresh);
        foreach (var name in Sets[1..]) File.Delete(folder.PathOf($"incompetent/{name}.csv"));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var found = OutputsFolder.Evaluate(folder.Path);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(new Beside(Zrf.Of(mine.Forget, fresh.Forget), Zrf.Of(theirs.Forget, fresh.Forget)), found.Zrf);
        Assert.DoesNotContain(found.Notes, note => note.Contains("ZRF"));
        folder.Write("incompetent/forget.csv", "label,logit0,logit1,logit2\n0,1,2,3\n");
        Assert.Contains("line 3: 1 samples, unlearned/forget has 30", Refused());
    }

    [Fact]
    public void Safetensors_say_what_csv_says()
    {
        using var mine = MadeOutputsOf(1);
        Write("unlearned", mine);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var csv = EvaluationJson.Of(OutputsFolder.Evaluate(folder.Path));
        foreach (var (name, set) in Sets.Zip((Outputs[])[mine.Forget, mine.Retain, mine.Test]))
        {
            File.Delete(folder.PathOf($"unlearned/{name}.csv"));
            SafeTensors.Save(folder.PathOf($"unlearned/{name}.safetensors"), new Dictionary<string, Tensor> { ["logits"] = set.Logits, ["labels"] = set.Labels }, new Dictionary<string, string>());
        }
        Assert.Equal(csv, EvaluationJson.Of(OutputsFolder.Evaluate(folder.Path)));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void What_other_programs_write_is_read()
    {
        const string text = "\uFEFFlabel,logit0,logit1\r\n 1 , 1e-3,-2.5E+1\r\n0.0,+3,-inf\r\n1.000000e+00,-1,.5\r\n\r\n";
        foreach (var name in Sets) folder.Write($"unlearned/{name}.csv", text);
        using var read = LogitsFile.Read(folder.PathOf("unlearned"), "forget");
        Assert.Equal([1, 0, 1], read.Label);
        Assert.Equal([1e-3, -25, 3, double.NegativeInfinity, -1, 0.5], read.Logits.data<double>().ToArray());
    }

    [Theory]
    [InlineData("label,logit0,logit1\n0,1\n", "line 2: 2 columns, the header has 3")]
    [InlineData("label,logit0,logit1\n0,1,2\n1,1,2,3\n", "line 3: 4 columns, the header has 3")]
    [InlineData("label,logit0,logit1\n0,1,2\n1,1,nan\n", "line 3: logit1 is nan, needed is a number")]
    [InlineData("label,logit0,logit1\n0,inf,2\n", "line 2: logit0 is inf, needed is a number")]
    [InlineData("label,logit0,logit1\n0,-inf,-inf\n", "line 2: every logit is −∞")]
    [InlineData("label,logit0,logit1\n2,1,2\n", "line 2: label 2, allowed is 0 to 1")]
    [InlineData("label,logit0,logit1\n-1,1,2\n", "line 2: label -1, allowed is 0 to 1")]
    [InlineData("label,logit0,logit1\n0.5,1,2\n", "line 2: label 0.5, allowed is 0 to 1")]
    [InlineData("label,logit0,logit1\nnan,1,2\n", "line 2: label nan, allowed is 0 to 1")]
    [InlineData("label,logit0,logit1\n0,1,two\n", "line 2: 'two' in column 3 is no number")]
    [InlineData("label,logit0,logit1\n0,1,\n", "line 2: '' in column 3 is no number")]
    [InlineData("label,logit0,logit1\n0,1,2\n\n1,1,2\n", "line 3: it is empty, and samples follow")]
    [InlineData("label,logit0,logit1\n", "line 1: no sample follows the header")]
    [InlineData("", "line 1: column 1 of the header is ''")]
    [InlineData("0,1,2\n", "line 1: column 1 of the header is '0'")]
    [InlineData("label,logit1,logit0\n0,1,2\n", "line 1: column 2 of the header is 'logit1'")]
    [InlineData("label,logit0\n0,1\n", "line 1: column 3 of the header is ''")]
    public void A_bad_file_is_refused_with_file_and_line(string text, string message)
    {
        foreach (var name in Sets) folder.Write($"unlearned/{name}.csv", name == "retain" ? text : "label,logit0,logit1\n0,1,2\n1,1,2\n");
        Assert.Contains($"retain.csv, {message}", Refused());
    }

    [Fact]
    public void Networks_of_other_classes_or_samples_are_refused_with_file_and_line()
    {
        foreach (var name in Sets) folder.Write($"unlearned/{name}.csv", "label,logit0,logit1\n0,1,2\n1,1,2\n");
        folder.Write("unlearned/test.csv", "label,logit0,logit1,logit2\n0,1,2,3\n");
        Assert.Contains("test.csv, line 1: 3 logits a sample, where the files read before have 2", Refused());
        folder.Write("unlearned/test.csv", "label,logit0,logit1\n0,1,2\n1,1,2\n");
        foreach (var name in Sets) folder.Write($"retrained/{name}.csv", name == "retain" ? "label,logit0,logit1\n0,1,2\n0,1,2\n" : "label,logit0,logit1\n0,1,2\n1,1,2\n");
        Assert.Contains("line 3: label 0, unlearned/retain has 1 there", Refused());
        folder.Write("retrained/retain.csv", "label,logit0,logit1\n0,1,2\n");
        Assert.Contains("line 3: 1 samples, unlearned/retain has 2", Refused());
    }

    [Fact]
    public void What_is_missing_or_there_twice_is_named()
    {
        Assert.Contains("unlearned is missing: put forget.csv", Assert.Throws<DirectoryNotFoundException>(() => OutputsFolder.Evaluate(folder.Path)).Message);
        folder.Write("unlearned/forget.csv", "label,logit0,logit1\n0,1,2\n");
        Assert.Contains("retain.csv is missing: write it with the header label,logit0,logit1", Refused());
        folder.Write("unlearned/forget.safetensors", "x");
        Assert.Contains("has both forget.csv and forget.safetensors", Refused());
        File.Delete(folder.PathOf("unlearned/forget.csv"));
        Assert.Contains("forget.safetensors cannot be read as safetensors", Refused());
        using var scope = NewDisposeScope();
        foreach (var (tensors, message) in (IEnumerable<(Dictionary<string, Tensor>, string)>)[
            (new() { ["logit"] = zeros(2, 2) }, "has the tensors logit: needed are 'logits' [N, K] and 'labels' [N]"),
            (new() { ["logits"] = zeros(2), ["labels"] = zeros(2, ScalarType.Int64) }, "'logits' is Float32 [2], needed is a floating-point [N, K]"),
            (new() { ["logits"] = zeros(2, 2), ["labels"] = zeros(2) }, "'labels' is Float32, needed are whole numbers"),
            (new() { ["logits"] = zeros(2, 2) / 0, ["labels"] = zeros(2, ScalarType.Int64) }, "the highest logit of row 0 is NaN"),
            (new() { ["logits"] = zeros(2, 2), ["labels"] = zeros(2, ScalarType.Int64) + 2 }, "labels go from 2 to 2, allowed is 0 to 1"),
            (new() { ["logits"] = zeros(2, 2), ["labels"] = zeros(3, ScalarType.Int64) }, "labels are Int64 [3], needed is Int64 [2]")])
        {
            SafeTensors.Save(folder.PathOf("unlearned/forget.safetensors"), tensors, new Dictionary<string, string>());
            Assert.Contains(message, Refused());
            Assert.Contains("forget.safetensors", Refused());
        }
    }

    private string Refused() => Assert.Throws<InvalidDataException>(() => OutputsFolder.Evaluate(folder.Path)).Message;

    private static NetworkOutputs MadeOutputsOf(ulong seed) => new(Made(30, seed), Made(60, seed + 10), Made(40, seed + 20));

    /// <summary>The same labels for every network.</summary>
    private static Outputs Made(int count, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(seed, CPU);
        return new(randn(count, 3, ScalarType.Float64, generator: rng) * 2, arange(count, ScalarType.Int64) % 3);
    }

    private void Write(string network, NetworkOutputs outputs)
    {
        foreach (var (name, set) in Sets.Zip((Outputs[])[outputs.Forget, outputs.Retain, outputs.Test]))
        {
            var text = new StringBuilder("label,logit0,logit1,logit2\n");
            foreach (var (row, label) in set.Logits.data<double>().ToArray().Chunk(3).Zip(set.Label))
                text.Append(CultureInfo.InvariantCulture, $"{label},{string.Join(',', row.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}\n");
            folder.Write($"{network}/{name}.csv", text.ToString());
        }
    }
}
