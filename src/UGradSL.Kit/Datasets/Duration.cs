using System.Globalization;

namespace Unlearn;

/// <summary>Times as people read them.</summary>
internal static class Duration
{
    /// <summary>"4:05" for minutes and seconds, "1:04:05" from an hour on, with as many hours as there are.</summary>
    public static string Text(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):0}:{time:mm\\:ss}")
        : time.ToString("m\\:ss", CultureInfo.InvariantCulture);
}
