using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;

namespace Unlearn.Tests.Models;

public sealed partial class SafeTensorsFuzzTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Spoiled_files_are_refused_or_read_as_they_now_are()
    {
        var whole = Whole();
        Try(Faults.Of(whole, 8 + BitConverter.ToInt32(whole)));
    }

    [Fact]
    public void Headers_that_lie_are_refused_or_read_as_they_now_are()
    {
        var whole = Whole();
        var length = BitConverter.ToInt32(whole);
        var header = Encoding.UTF8.GetString(whole, 8, length);
        string[] own = [.. Token().Matches(header).Select(m => m.Value)];
        string[] foreign = ["-1", "0", "1", "2", "0.5", "1e3", "4294967296", "9223372036854775807", "18446744073709551616", "null", "[]", "{}", "\"F8\""];
        var lies = Gen.Select(Gen.Int[0, own.Length - 1], Gen.OneOf(Gen.OneOf(own), Gen.OneOf(foreign))).Array[1, 3];
        Try(Faults.Pinned(lies).Select(lie =>
        {
            var token = 0;
            var told = lie.DistinctBy(l => l.Item1).ToDictionary(l => l.Item1, l => l.Item2);
            var spoiled = Encoding.UTF8.GetBytes(Token().Replace(header, m => told.GetValueOrDefault(token++, m.Value)));
            return (byte[])[.. BitConverter.GetBytes((long)spoiled.Length), .. spoiled, .. whole[(8 + length)..]];
        }));
    }

    [GeneratedRegex("""\"[^"]*"|\d+""")]
    private static partial Regex Token();

    private void Try(IEnumerable<byte[]> files)
    {
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var read = 0;
        foreach (var file in files)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            read += Read(file) ? 1 : 0;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
            Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        // Were none of them readable, the check on what is read would have checked nothing.
        Assert.True(read > 20, $"{read} could be read");
    }

    private byte[] Whole()
    {
        using var scope = NewDisposeScope();
        SafeTensors.Save(path, new Dictionary<string, Tensor>
        {
            ["conv.weight"] = arange(60, ScalarType.Float32).view(20, 3),
            ["steps"] = tensor(7L),
            ["mask"] = arange(80).remainder(3).eq(0),
            ["none"] = zeros(0, 5),
            ["half"] = arange(5).to(ScalarType.BFloat16),
        }, new Dictionary<string, string> { ["split"] = "a1b2" });
        return File.ReadAllBytes(path);
    }

    private bool Read(byte[] file)
    {
        File.WriteAllBytes(path, file);
        try
        {
            using var scope = NewDisposeScope();
            var (tensors, metadata) = SafeTensors.Load(path);
            var data = file.AsSpan(8 + BitConverter.ToInt32(file));
            var header = JsonNode.Parse(file.AsSpan(8, file.Length - 8 - data.Length))!.AsObject();
            var described = header.Where(t => t.Key != "__metadata__").ToArray();
            Assert.Equal(described.Length, tensors.Count);
            // Each byte of the data belongs to one tensor.
            var owners = new int[data.Length];
            foreach (var (name, entry) in described)
            {
                Assert.Equal(entry!["shape"]!.AsArray().Select(n => (long)n!), tensors[name].shape);
                var (begin, end) = ((int)entry["data_offsets"]![0]!, (int)entry["data_offsets"]![1]!);
                Assert.True(data[begin..end].SequenceEqual(tensors[name].bytes), name);
                Assert.False((string)entry["dtype"]! == "BOOL" && data[begin..end].ContainsAnyExcept((byte)0, (byte)1), name);
                foreach (ref var owner in owners.AsSpan(begin..end))
                    owner++;
            }
            Assert.All(owners, owner => Assert.Equal(1, owner));
            Assert.Equal(header["__metadata__"]?.AsObject().Count ?? 0, metadata.Count);
            return true;
        }
        catch (InvalidDataException e)
        {
            Assert.StartsWith($"{path} cannot be read as safetensors: ", e.Message);
            return false;
        }
    }
}
