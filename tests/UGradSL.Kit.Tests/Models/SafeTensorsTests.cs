using System.Buffers.Binary;
using System.Text;

namespace Unlearn.Tests.Models;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ugradsl");
    private readonly long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
    private readonly DisposeScope scope = NewDisposeScope();

    private string Made => Path.Combine(folder.FullName, "made.safetensors");

    public void Dispose()
    {
        scope.Dispose();
        folder.Delete(recursive: true);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Bool)]
    public void Every_type_and_shape_comes_back(ScalarType type)
    {
        var values = arange(24).sub(3).to(type);
        var given = new Dictionary<string, Tensor>
        {
            ["cube"] = values.view(2, 3, 4),
            ["turned"] = values.view(4, 6).t(),
            ["scalar"] = values.sum().to(type),
            ["empty"] = empty(3, 0, dtype: type),
        };
        SafeTensors.Save(Made, given, new Dictionary<string, string>());
        var (tensors, metadata) = SafeTensors.Load(Made);
        Assert.Empty(metadata);
        Assert.Equal(given.Keys.Order(), tensors.Keys.Order());
        Assert.All(given, g =>
        {
            Assert.Equal((type, string.Join(", ", g.Value.shape)), (tensors[g.Key].dtype, string.Join(", ", tensors[g.Key].shape)));
            Assert.True(Same(g.Value, tensors[g.Key]));
        });
    }

    [Fact]
    public void The_bytes_are_the_format_s()
    {
        var header = """{"__metadata__":{"a":"1","b":"2"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"""
            + ""","b":{"dtype":"U8","shape":[],"data_offsets":[8,9]},"c":{"dtype":"BOOL","shape":[1],"data_offsets":[9,10]}}""";
        var bytes = File(header.PadRight((header.Length + 7) / 8 * 8), 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 7, 1);
        SafeTensors.Save(Made, new Dictionary<string, Tensor> { ["c"] = tensor(new[] { true }), ["b"] = tensor((byte)7), ["w"] = tensor(new[] { 1f, -2f }) },
            new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Made));
        var (tensors, metadata) = SafeTensors.Load(Made);
        Assert.Equal([1f, -2f], tensors["w"].data<float>().ToArray());
        Assert.Equal(7, tensors["b"].item<byte>());
        Assert.Equal("1", metadata["a"]);
    }

    [Fact]
    public void A_file_that_numpy_wrote_is_read()
    {
        var (tensors, metadata) = SafeTensors.Load(Path.Combine(AppContext.BaseDirectory, "Models", "numpy.safetensors"));
        var ramp = arange(6, ScalarType.Float64).view(2, 3);
        void Holds(string name, ScalarType type, Tensor values) =>
            Assert.True(tensors[name].dtype == type && Same(values.to(type), tensors[name]), name);
        Holds("f64", ScalarType.Float64, ramp / 7);
        Holds("i64", ScalarType.Int64, ramp - (1L << 40));
        Holds("f32", ScalarType.Float32, ramp.t() / 7);
        Holds("i32", ScalarType.Int32, ramp - 3);
        Holds("f16", ScalarType.Float16, ramp / 4);
        Holds("bf16", ScalarType.BFloat16, ramp / 4);
        Holds("u8", ScalarType.Byte, ramp + 250);
        Holds("bool", ScalarType.Bool, ramp.remainder(2).eq(0));
        Holds("scalar", ScalarType.Float32, tensor(2.5));
        Assert.Equal([0, 3], tensors["empty"].shape);
        Assert.Equal(1, tensors["größe \"π\""].item<byte>());
        Assert.Equal("numpy", metadata["made by"]);
        Assert.Equal(11, tensors.Count);
    }

    [Fact]
    public void Loaded_outside_any_scope_the_tensors_are_the_caller_s_to_dispose()
    {
        SafeTensors.Save(Made, new Dictionary<string, Tensor> { ["a"] = ones(2), ["b"] = ones(3) }, new Dictionary<string, string>());
        scope.Dispose();
        var (tensors, _) = SafeTensors.Load(Made);
        Assert.Equal(before + 2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        foreach (var values in tensors.Values)
            values.Dispose();
    }

    [Fact]
    public void What_cannot_be_written_leaves_the_old_file_alone()
    {
        System.IO.File.WriteAllText(Made, "old");
        var complex = Assert.Throws<ArgumentException>(() =>
            SafeTensors.Save(Made, new Dictionary<string, Tensor> { ["z"] = zeros(1, dtype: ScalarType.ComplexFloat32) }, new Dictionary<string, string>()));
        Assert.Contains("'z' is ComplexFloat32; safetensors holds Float64, Int64", complex.Message);
        Assert.Throws<ArgumentException>(() =>
            SafeTensors.Save(Made, new Dictionary<string, Tensor> { ["__metadata__"] = zeros(1) }, new Dictionary<string, string>()));
        Assert.Equal("old", System.IO.File.ReadAllText(Made));
        Assert.Single(folder.GetFiles());
    }

    [Theory]
    [InlineData("""[1]""", "its header is not a JSON object")]
    [InlineData("""{"a":""", "its header is wrong (")]
    [InlineData("""{} x""", "its header is wrong (")]
    [InlineData("""{"a":7}""", "its header is wrong (")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "its header gives 'a' no data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0.5],"data_offsets":[0,4]}}""", "its header is wrong (")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "'a' has 1 dimensions, or one below 0")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", "'a' is of type F8_E4M3; F64, I64, F32")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "'a' is F32 [2], 8 bytes, and its data_offsets are 4 bytes apart")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "'a' has data_offsets [4, 0], not a begin and an end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "'a' begins at 4 where 0 is due: tensors overlap or leave a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "its tensors end at 8 and its data at 4")]
    [InlineData("""{}""", "its tensors end at 0 and its data at 4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "'b' begins at 2 where 3")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"\u0061":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "its header is wrong (Dupl")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4611686018427387904,8],"data_offsets":[0,0]}}""", "larger than any memory")]
    [InlineData("""{"a":{"dtype":"F32","shape":[999999999999],"data_offsets":[0,3999999999996]}}""", "at most 2147483591 apart")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[4],"data_offsets":[0,4]}}""", "'a' is BOOL and holds a byte that is neither 0 nor 1")]
    [InlineData("""{"__metadata__":{"a":1}}""", "its header is wrong (")]
    [InlineData("""{"__metadata__":{"a":null}}""", "its metadata 'a' is no text")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "its header is wrong (")]
    public void A_header_that_is_wrong_is_refused_with_the_reason(string header, string reason) => Refused(File(header, 1, 2, 3, 4), reason);

    [Fact]
    public void Foreign_and_cut_files_are_refused_with_the_reason()
    {
        Refused([], "it is 0 bytes long and has no room for a header");
        Refused([80, 75, 3, 4, 20, 0, 0, 0, 8, 8], "never executed here; convert it in Python:\n    import torch, safetensors.torch as s\n    s.save_file(");
        Refused([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46], "never executed here");
        Refused([80, 75, 3, 4, 0, 0, 0, 0, 0, 0], "never executed here"); // as a length, 67 MB
        Refused(Encoding.ASCII.GetBytes("GIF89a, a picture"), "it declares a header of 2318334806574123335 bytes; 100000000 are the most");
        Refused([0, 0xe1, 0xf5, 5, 0, 0, 0, 0, (byte)'{'], "it declares a header of 100000000 bytes and is 9 bytes long");
        Refused([255, 255, 255, 255, 255, 255, 255, 255], "it declares a header of 18446744073709551615 bytes");
        Refused([0, 0, 0, 0, 0, 0, 0, 0], "its header is not a JSON object");
    }

    private void Refused(byte[] bytes, string reason)
    {
        System.IO.File.WriteAllBytes(Made, bytes);
        var message = Assert.Throws<InvalidDataException>(() => SafeTensors.Load(Made)).Message;
        Assert.StartsWith($"{Made} cannot be read as safetensors: ", message);
        Assert.Contains(reason, message);
    }

    private static bool Same(Tensor expected, Tensor actual) => expected.contiguous().bytes.SequenceEqual(actual.bytes);

    private static byte[] File(string header, params byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, Encoding.UTF8.GetByteCount(header));
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. data];
    }
}
