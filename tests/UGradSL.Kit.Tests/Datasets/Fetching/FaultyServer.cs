using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Unlearn.Tests.Datasets;

/// <summary>How a server answers one request.</summary>
/// <param name="Status">Of the answer, where it is not the file.</param>
/// <param name="DropAfter">The connection breaks after so many bytes of the body.</param>
/// <param name="Ranges">Whether it knows ranges; without, it always sends the whole.</param>
/// <param name="Content">Another file than the right one.</param>
/// <param name="Declared">Another length than the right one; -1: none.</param>
/// <param name="Shift">Answers a range with another that begins so many bytes later.</param>
/// <param name="Silent">Sends the header, and then nothing until the client goes.</param>
/// <param name="Trickle">Milliseconds between pieces of 1,000 bytes.</param>
/// <param name="Tag">Its ETag.</param>
internal sealed record Answer(int Status = 200, int? DropAfter = null, bool Ranges = true, byte[]? Content = null, long? Declared = null,
    int Shift = 0, bool Silent = false, int Trickle = 0, string? Tag = null);

/// <summary>An HTTP server on loopback that does to each request what a test says.</summary>
internal sealed class FaultyServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly byte[] content;
    private readonly Func<int, Answer> answers;
    private readonly Thread thread;

    public FaultyServer(byte[] content, Func<int, Answer>? answers = null)
    {
        (this.content, this.answers) = (content, answers ?? (_ => new()));
        listener.Start();
        thread = new Thread(Serve) { IsBackground = true };
        thread.Start();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/file";

    /// <summary>From which byte each request asked, in order.</summary>
    public List<long> Asked { get; } = [];

    public void Dispose()
    {
        listener.Stop();
        thread.Join();
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                using var client = listener.AcceptTcpClient();
                client.ReceiveTimeout = 10_000; // a test that goes wrong must end
                try
                {
                    Reply(client, Request(client.GetStream()));
                }
                catch (IOException)
                {
                    continue; // the client went away
                }
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            return; // stopped
        }
    }

    private static string Request(NetworkStream stream)
    {
        var text = new StringBuilder();
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && stream.ReadByte() is >= 0 and var got) text.Append((char)got);
        return text.ToString();
    }

    private void Reply(TcpClient client, string request)
    {
        var range = request.Split("\r\n").FirstOrDefault(l => l.StartsWith("Range: bytes=", StringComparison.Ordinal))?["Range: bytes=".Length..].TrimEnd('-');
        var ifRange = request.Split("\r\n").FirstOrDefault(l => l.StartsWith("If-Range: ", StringComparison.Ordinal))?["If-Range: ".Length..];
        var answer = answers(Asked.Count);
        var whole = answer.Content ?? content;
        var asked = range is null ? 0 : long.Parse(range, CultureInfo.InvariantCulture);
        Asked.Add(asked);
        var stream = client.GetStream();
        if (answer.Status != 200)
        {
            stream.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer.Status} no\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            return;
        }
        var partial = range is not null && answer.Ranges && (ifRange is null || ifRange == answer.Tag);
        var from = partial ? (int)asked + answer.Shift : 0;
        if (from >= whole.Length && partial)
        {
            stream.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 416 no\r\nContent-Range: bytes */{whole.Length}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            return;
        }
        var declared = answer.Declared ?? whole.Length;
        var head = $"HTTP/1.1 {(partial ? "206 Partial Content" : "200 OK")}\r\nConnection: close\r\n"
            + (answer.Tag is null ? "" : $"ETag: {answer.Tag}\r\n")
            + (partial ? $"Content-Range: bytes {from}-{Math.Max(from, declared - 1)}/{declared}\r\n" : "")
            + (declared < 0 ? "" : $"Content-Length: {declared - from}\r\n") + "\r\n";
        stream.Write(Encoding.ASCII.GetBytes(head));
        if (answer.Silent) stream.ReadByte(); // returns when the client closes
        else Body(stream, whole, from, answer);
        if (answer.DropAfter % 2 == 1) client.LingerState = new(true, 0); // a reset instead of an end
    }

    private static void Body(NetworkStream stream, byte[] whole, int from, Answer answer)
    {
        var rest = whole.AsSpan(from, Math.Min(whole.Length - from, answer.DropAfter ?? int.MaxValue));
        if (answer.Trickle == 0) stream.Write(rest);
        else
        {
            for (; rest.Length > 0; rest = rest[Math.Min(1000, rest.Length)..])
            {
                stream.Write(rest[..Math.Min(1000, rest.Length)]);
                Thread.Sleep(answer.Trickle);
            }
        }
    }
}
