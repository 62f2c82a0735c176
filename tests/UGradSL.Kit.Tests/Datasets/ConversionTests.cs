namespace Unlearn.Tests.Datasets;

public sealed class ConversionTests : IDisposable
{
    private readonly Converted made = new();

    public void Dispose() => made.Dispose();

    [Theory]
    [InlineData(1, 4096)]
    [InlineData(2, 7)]
    [InlineData(5, 1)]
    public void The_file_is_the_same_whatever_the_workers_and_the_chunks(int workers, int chunkRows)
    {
        made.Draw(60);
        made.Spoil();
        var expected = made.Convert(1, 10, skipBroken: true);
        File.Delete(made.Target);
        Assert.Equal(expected, made.Convert(workers, chunkRows, skipBroken: true));
        Assert.Equal([made.Target], Directory.GetFiles(made.Folder.Path));
    }

    [Fact]
    public void Stopped_while_it_is_sealed_it_is_sealed_again()
    {
        made.Draw(30);
        var expected = made.Convert(1, 10);
        File.Delete(made.Target);
        StopSealing();
        Assert.Equal(expected.Length, new FileInfo(made.Target + ".partial").Length);
        List<ConversionProgress> seen = [];
        Assert.Equal(expected, made.Convert(1, 10, onProgress: seen.Add));
        Assert.All(seen, p => Assert.True(p.Sealing)); // nothing was decoded again
    }

    [Fact]
    public void A_journal_whose_last_line_was_cut_off_costs_that_chunk_alone()
    {
        made.Draw(30);
        var expected = made.Convert(1, 10);
        File.Delete(made.Target);
        StopSealing();
        var journal = File.ReadAllText(made.Target + ".journal");
        File.WriteAllText(made.Target + ".journal", journal[..^3]);
        List<ConversionProgress> seen = [];
        Assert.Equal(expected, made.Convert(1, 10, onProgress: seen.Add));
        Assert.Equal([30], seen.Where(p => !p.Sealing).Select(p => p.Done));
    }

    [Fact]
    public void A_picture_that_changed_between_two_runs_is_decoded_again()
    {
        made.Draw(30);
        StopSealing();
        made.Folder.Write("set/a/00000.jpg", MadePictures.Picture(99, 20, 20));
        var resumed = made.Convert(1, 10);
        File.Delete(made.Target);
        Assert.Equal(made.Convert(1, 10), resumed);
        made.Folder.Write("set/a/00000.jpg", MadePictures.Picture(98, 40, 20));
        Assert.NotEqual(resumed, made.Convert(1, 10)); // and a file that was made is made anew
    }

    [Fact]
    public void A_file_that_is_made_already_is_left_as_it_is()
    {
        made.Draw(30);
        made.Convert(1, 10);
        var time = File.GetLastWriteTimeUtc(made.Target);
        made.Convert(1, 10, onProgress: _ => Assert.Fail("it was converted again"));
        Assert.Equal(time, File.GetLastWriteTimeUtc(made.Target));
    }

    [Fact]
    public void An_empty_folder_and_settings_out_of_range_are_refused()
    {
        Directory.CreateDirectory(made.Folder.PathOf("set/a"));
        Assert.Contains("holds no pictures", Assert.Throws<InvalidDataException>(() => ImageFolder.Convert(made.Folder.PathOf("set"), made.Folder.Path)).Message);
        foreach (var wrong in (ConversionSettings[])[new(0), new(5000), new(64) { ShorterSide = 32 }, new(8) { Workers = 0 }, new(8) { TestShare = 1 }])
            Assert.Throws<ArgumentException>(() => ImageFolder.Convert(made.Folder.PathOf("set"), made.Folder.Path, wrong));
    }

    private void StopSealing() => Assert.Throws<OperationCanceledException>(() => made.Convert(1, 10, onProgress: p =>
    {
        if (p.Sealing) throw new OperationCanceledException();
    }));
}
