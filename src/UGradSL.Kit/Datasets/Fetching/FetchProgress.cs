using System.Diagnostics;

namespace Unlearn;

/// <summary>Where a fetch stands, in numbers; whoever shows it decides how and how often.</summary>
/// <param name="Doing">"fetching", "checking", "copying" or "unpacking".</param>
/// <param name="File">The file's name.</param>
/// <param name="Done">Bytes so far, with those of an earlier call.</param>
/// <param name="Total">Bytes in all; null if not known.</param>
/// <param name="BytesPerSecond">Over the last seconds.</param>
/// <param name="Left">Time left of this file, once it can be told.</param>
public readonly record struct FetchProgress(string Doing, string File, long Done, long? Total, double BytesPerSecond, TimeSpan? Left)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Doing} {File} · {Done / 1e6:N1}{(Total is { } total ? $" of {total / 1e6:N1}" : "")} MB · {BytesPerSecond / 1e6:N1} MB/s"
        + (Left is { } left ? $" · {Duration.Text(left)} left" : "");
}

/// <summary>Counts bytes and turns them into <see cref="FetchProgress"/>. The rate is that of the last five seconds or so, so that it follows the line.</summary>
internal sealed class ByteMeter(string doing, string file, long? total, Action<FetchProgress>? onProgress, long done = 0)
{
    private const double Window = 5; // seconds
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Queue<(double At, long Done)> past = new([(0, done)]);

    /// <summary>Where <see cref="Done"/> stands against; null if not known.</summary>
    public long? Total { get; set; } = total;

    public long Done { get; private set; } = done;

    public void Add(int bytes) => Reach(Done + bytes);

    /// <summary>Sets the count and tells it; also when nothing came, so that whoever listens can stop a fetch that stalls.</summary>
    public void Reach(long bytes)
    {
        if (bytes < past.Peek().Done) past.Clear(); // begun again
        Done = bytes;
        var now = clock.Elapsed.TotalSeconds;
        if (past.Count == 0 || now - past.Last().At > Window / 20) past.Enqueue((now, bytes));
        while (past.Count > 2 && now - past.Peek().At > Window) past.Dequeue();
        if (onProgress is null) return;
        var rate = (bytes - past.Peek().Done) / Math.Max(now - past.Peek().At, 1e-3);
        var left = Total - bytes is >= 0 and var rest && rate > 0 && now > 0.5 && rest / rate < 1e6 ? TimeSpan.FromSeconds(rest / rate) : (TimeSpan?)null;
        onProgress(new(doing, file, bytes, Total, rate, left));
    }
}
