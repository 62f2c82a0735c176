using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Unlearn.Notebooks;

/// <summary>What a reader's page is told while it is open, as server-sent events.</summary>
internal static class WatchEvents
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    /// <summary>Every tenth of a second what has changed since this reader was told last. Readers are few: each keeps its own account.</summary>
    public static async Task Tell(HttpContext context, Func<WatchSnapshot> snapshot)
    {
        context.Response.ContentType = "text/event-stream";
        var (told, structure, state) = (new Dictionary<string, string>(), -1, "");
        try
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                var now = snapshot();
                if (structure != now.Structure) await Send("page", new { html = now.Body(), title = now.Title });
                foreach (var (id, html) in now.Cells)
                    if (structure == now.Structure && told.GetValueOrDefault(id) != html) await Send("cell", new { id, html });
                told = now.Cells.ToDictionary(cell => cell.Id, cell => cell.Html);
                structure = now.Structure;
                var line = JsonSerializer.Serialize(new { said = now.Said, running = now.Running, done = now.Done, count = now.Count });
                if (line != state) await Send("state", JsonDocument.Parse(state = line));
                await Task.Delay(Beat, context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader has gone.
        }

        async Task Send(string name, object data)
        {
            await context.Response.WriteAsync($"event: {name}\ndata: {JsonSerializer.Serialize(data)}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
