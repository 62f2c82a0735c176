using System.Text;

namespace Unlearn.Notebooks;

/// <summary>What stays on a terminal after a text with carriage returns and backspaces has gone over it.</summary>
internal static class Terminal
{
    public static string Settle(string text)
    {
        if (text.AsSpan().IndexOfAny('\r', '\b') < 0) return text;
        var (settled, line, column) = (new StringBuilder(text.Length), new StringBuilder(), 0);
        foreach (var c in text)
        {
            switch (c)
            {
                case '\n':
                    settled.Append(line).Append('\n');
                    line.Clear();
                    column = 0;
                    break;
                case '\r':
                    column = 0;
                    break;
                case '\b':
                    column = Math.Max(0, column - 1);
                    break;
                default:
                    if (column < line.Length) line[column] = c;
                    else line.Append(c);
                    column++;
                    break;
            }
        }
        return settled.Append(line).ToString();
    }
}
