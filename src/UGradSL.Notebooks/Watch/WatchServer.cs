using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Unlearn.Notebooks;

/// <summary>
/// Serves one notebook to this machine's browser and runs it: the page, what its cells put out as server-sent events, a stop. It listens
/// on 127.0.0.1 alone and answers only addresses that begin with its token.
/// </summary>
public sealed class WatchServer : IDisposable
{
    private readonly WatchedNotebook notebook;
    private readonly WebApplication app;
    private readonly WatchGate gate;

    /// <summary>Starts to run and to serve.</summary>
    /// <param name="path">The notebook. It is read, never written.</param>
    /// <param name="port">0: any that is free.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no readable C# notebook.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public WatchServer(string path, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = typeof(WatchServer).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, Quiet>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        notebook = new(path);
        app = builder.Build();
        var token = WatchGate.Token();
        app.Run(Answer);
        try
        {
            app.Start();
        }
        catch
        {
            notebook.Dispose();
            throw;
        }
        Address = new($"{app.Urls.Single()}/{token}/");
        gate = new(token, Address.Port);
    }

    /// <summary>What to open in a browser. Whoever has it can stop and run cells.</summary>
    public Uri Address { get; }

    /// <summary>Stops the running cell and serving.</summary>
    public void Dispose()
    {
        using (app)
        {
            notebook.Dispose();
            app.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        }
    }

    private Task Answer(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PageFrame.Policy("'self'", "; connect-src 'self'; frame-ancestors 'none'");
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer"; // the token is in the address
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return (context.Request.Method, gate.Admit(context.Request)) switch
        {
            (_, null) => Refuse(context, StatusCodes.Status403Forbidden),
            ("GET", "") => Text(context, "text/html", Page()),
            ("GET", "page.css" or "watch.js") => Text(context, context.Request.Path.Value!.EndsWith("css", StringComparison.Ordinal) ? "text/css" : "text/javascript", PageResource.Text(Path.GetFileName(context.Request.Path.Value!))),
            ("GET", "page.js") => Text(context, "text/javascript", PageFrame.Script),
            ("GET", "plotly.js") => Text(context, "text/javascript", Charts.PlotlyScript()),
            ("GET", "events") => WatchEvents.Tell(context, notebook.Snapshot),
            ("POST", "stop") => Did(context, notebook.Stop),
            ("POST", "run") => Did(context, notebook.Run),
            _ => Refuse(context, StatusCodes.Status404NotFound),
        };
    }

    private string Page()
    {
        var now = notebook.Snapshot();
        var bar = "<header class=\"bar\"><span data-page=\"state\" role=\"status\">"
            + $"{WebUtility.HtmlEncode(now.Said)}</span><progress data-page=\"progress\" max=\"{Math.Max(1, now.Count)}\" value=\"{now.Done}\" aria-label=\"cells done\"></progress>"
            + "<button data-page=\"run\">Run</button><button data-page=\"stop\">Stop</button></header>";
        return PageFrame.Of(now.Title, bar + now.Body(), "<link rel=\"stylesheet\" href=\"page.css\"><link rel=\"icon\" href=\"data:,\">",
            "<script src=\"plotly.js\"></script><script src=\"page.js\"></script><script src=\"watch.js\"></script>");
    }

    private static Task Did(HttpContext context, Action work)
    {
        work();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task Text(HttpContext context, string type, string text)
    {
        context.Response.ContentType = $"{type}; charset=utf-8";
        return context.Response.WriteAsync(text);
    }

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Leaves Ctrl-C to the command line.</summary>
    private sealed class Quiet : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
