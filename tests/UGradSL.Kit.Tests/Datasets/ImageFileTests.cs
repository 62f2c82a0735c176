using System.Text;

namespace Unlearn.Tests.Datasets;

public sealed class ImageFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    public void Dispose()
    {
        folder.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_mapped_set_is_what_the_same_set_in_memory_is()
    {
        using var scope = NewDisposeScope();
        using var mapped = ImageFile.Open(Made(folder));
        using var resident = mapped.To(CPU);
        using var computed = new LabeledData(resident.Inputs.All(CPU), resident.Labels.clone(), mapped.ClassNames, mapped.Normalization);
        Assert.Equal((12, 3, mapped.Hash), (mapped.Count, mapped.Classes, computed.Hash));
        Assert.Equal(computed.LabelsOnHost, mapped.LabelsOnHost);
        Assert.True(mapped.Inputs.All(CPU).Equals(computed.Inputs.All(CPU)));
        var rows = tensor(new long[] { 11, 0, 5, 5 });
        Assert.True(mapped.Inputs.Gather(rows).Equals(computed.Inputs.Gather(rows)));
        Assert.Equal("12 images [3, 10, 10] of 3 classes", mapped.ToString());
    }

    [Fact]
    public void Parts_are_views_of_one_file_with_hashes_of_their_own()
    {
        var path = Made(folder);
        using var all = ImageFile.Open(path);
        using var parts = ImageFile.Load(path);
        using var again = ImageFile.Load(path);
        Assert.Equal((9, 3), (parts.Train.Count, parts.Test.Count));
        Assert.Equal(3, new[] { all.Hash, parts.Train.Hash, parts.Test.Hash }.Distinct().Count());
        Assert.Equal(parts.Train.Hash, again.Train.Hash);
        Assert.All(parts.Test.Annotations[ImageFile.Part].Values, part => Assert.Equal(2, part));
        using var scope = NewDisposeScope();
        var rows = all.Annotations[ImageFile.Part].Values.Index().Where(p => p.Item == 2).Select(p => (long)p.Index).ToArray();
        Assert.True(parts.Test.Inputs.All(CPU).Equals(all.Inputs.Gather(tensor(rows))));
    }

    [Fact]
    public void The_normalization_is_that_of_the_training_pixels()
    {
        using var scope = NewDisposeScope();
        using var data = ImageFile.Load(Made(folder));
        var pixels = data.Train.Inputs.All(CPU).to(ScalarType.Float64).div(255).transpose(0, 1).reshape(3, -1);
        var (mean, std) = (pixels.mean([1]), pixels.std(1, unbiased: false));
        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(mean[c].item<double>(), data.Train.Normalization!.Mean[c], 1e-6);
            Assert.Equal(std[c].item<double>(), data.Train.Normalization!.Std[c], 1e-6);
        }
    }

    [Fact]
    public void Safetensors_opens_it()
    {
        using var scope = NewDisposeScope();
        var path = Made(folder);
        var (tensors, metadata) = SafeTensors.Load(path);
        Assert.Equal(["images", "labels", "part"], tensors.Keys.Order());
        Assert.Equal((ScalarType.Byte, ScalarType.Int64), (tensors["images"].dtype, tensors["labels"].dtype));
        Assert.Equal([12, 3, 10, 10], tensors["images"].shape);
        Assert.Equal("""["ape","bee","cat"]""", metadata["classes"]);
        using var data = ImageFile.Open(path);
        Assert.True(tensors["images"].Equals(data.Inputs.All(CPU)));
    }

    [Fact]
    public void A_row_that_is_not_there_is_named()
    {
        using var data = ImageFile.Open(Made(folder));
        using var rows = tensor(new long[] { 0, 12 });
        Assert.StartsWith("row 12 is asked for; there are 12: 0 to 11 can be read.",
            Assert.Throws<ArgumentOutOfRangeException>(() => data.Inputs.Gather(rows)).Message);
    }

    [Fact]
    public void A_changed_pixel_is_found_by_verifying()
    {
        var path = Made(folder);
        ImageFile.Verify(path);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        ImageFile.Open(path).Dispose();
        Assert.Contains("has changed since it was made", Assert.Throws<InvalidDataException>(() => ImageFile.Verify(path)).Message);
    }

    [Fact]
    public void Spoiled_files_are_refused_or_read_as_they_now_are()
    {
        var path = Made(folder);
        var whole = File.ReadAllBytes(path);
        var json = Encoding.UTF8.GetString(whole, 8, BitConverter.ToInt32(whole)).TrimEnd().Length;
        var read = 0;
        foreach (var file in Faults.Of(whole, 8 + json))
        {
            File.WriteAllBytes(path, file);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var data = ImageFile.Open(path);
                using var pixels = data.Inputs.All(CPU);
                Assert.True(file.AsSpan().EndsWith(pixels.bytes));
                read++;
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith($"{path} cannot be read as ", e.Message);
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 1 << 20);
        }
        Assert.True(read > 20, $"{read} could be read");
    }

    [Fact]
    public void Other_tensors_are_refused_by_their_names()
    {
        using var scope = NewDisposeScope();
        var path = folder.PathOf("weights.safetensors");
        SafeTensors.Save(path, new Dictionary<string, Tensor> { ["conv.weight"] = zeros(2, 3) }, new Dictionary<string, string>());
        Assert.Contains("its metadata has no 'mean'", Assert.Throws<InvalidDataException>(() => ImageFile.Open(path)).Message);
    }

    /// <summary>Three classes of four pictures, at 10 × 10 (300 bytes, more than a block and no multiple of one), a quarter of each to be tested on.</summary>
    private static string Made(TemporaryFolder folder)
    {
        foreach (var (label, name) in ((string[])["ape", "bee", "cat"]).Index())
            for (var i = 0; i < 4; i++) folder.Write($"pets/{name}/{i}.jpg", MadePictures.Picture((label * 10) + i));
        return ImageFolder.Convert(folder.PathOf("pets"), folder.Path, new(10) { TestShare = 0.25 });
    }
}
