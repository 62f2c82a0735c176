using System.Text.RegularExpressions;

namespace Unlearn.Tests.Show;

public class SplitPicturesTests
{
    [Fact]
    public void Images_of_D_f_stand_over_images_of_D_r_under_their_labels()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        SplitPictures pictures;
        using (var data = Tiny.Data())
            pictures = new(Tiny.Split(data), count: 3);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal("D_f: north-east, north-east, north-east\nD_r: south-west, north-west, south-east", pictures.ToString());
        var html = pictures.ToHtml();
        Assert.Equal(6, Regex.Count(html, "<img src=\"data:image/png;base64,"));
        Assert.Equal(2, Regex.Count(html, "<tr"));
        Assert.Contains("alt=\"north-east\">north-east</td>", html);
    }

    [Fact]
    public void An_annotation_stands_under_the_label_by_name_or_by_number()
    {
        using var tiny = Tiny.Data();
        using var data = Canaries.Plant(tiny, 3);
        var split = Forgetting.Canaries().Split(data, 0);
        var rows = split.Forget.Indices.Select(i => (Label: data.Train.All.Label((int)i), i)).ToList();
        Assert.StartsWith("D_f: " + string.Join(", ", rows.Select(r => $"{data.ClassNames[r.Label]} / {data.ClassNames[(int)r.i % 4]}")) + "\n", new SplitPictures(split, Canaries.TrueClass).ToString());
        Assert.Contains(" / canary 0", new SplitPictures(split, Canaries.Key).ToString());
        Assert.Contains("<br>canary 0</td>", new SplitPictures(split, Canaries.Key).ToHtml());
    }

    [Fact]
    public void What_cannot_be_shown_is_refused()
    {
        using var data = Tiny.Data();
        Assert.StartsWith("0 images of each part: show at least 1", Assert.Throws<ArgumentException>(() => new SplitPictures(Tiny.Split(data), count: 0)).Message);
        Assert.StartsWith("the training set has no annotation 'age'; it has none.", Assert.Throws<ArgumentException>(() => new SplitPictures(Tiny.Split(data), "age")).Message);
    }
}
