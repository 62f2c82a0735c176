using System.Reflection;
using Microsoft.Playwright;
using Xunit;

namespace Unlearn.Tests;

/// <summary>Debian's Chromium, headless, driven by Playwright; one for all tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    private static string Path => typeof(Chromium).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Chromium").Value!;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
    }

    /// <summary>A page in a wide and light window whose every request is kept, and answered only if <paramref name="allow"/> says so; the net is cut.</summary>
    /// <param name="scripts">Whether scripts run.</param>
    /// <param name="allow">By the address; files are always read.</param>
    public async Task<Looked> Open(bool scripts, Func<string, bool>? allow = null)
    {
        var context = await browser!.NewContextAsync(new() { JavaScriptEnabled = scripts, ViewportSize = new() { Width = 1200, Height = 800 } });
        context.SetDefaultTimeout(60_000);
        var looked = new Looked(context, await context.NewPageAsync());
        await context.RouteAsync("**/*", async route =>
        {
            var address = route.Request.Url;
            looked.Requests.Add(address);
            if (address.StartsWith("file:", StringComparison.Ordinal) || allow?.Invoke(address) == true) await route.ContinueAsync();
            else await route.AbortAsync();
        });
        looked.Page.Console += (_, message) =>
        {
            if (message.Type == "error") looked.Errors.Add(message.Text);
        };
        looked.Page.PageError += (_, error) => looked.Errors.Add(error);
        looked.Page.Dialog += async (_, dialog) =>
        {
            looked.Errors.Add("a dialog: " + dialog.Message);
            await dialog.DismissAsync();
        };
        return looked;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}

/// <summary>A page, what it asked for, and what went wrong on it.</summary>
public sealed record Looked(IBrowserContext Context, IPage Page) : IAsyncDisposable
{
    /// <summary>Addresses, in order; pictures inside the page are none.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>What the console, a script or a dialog said.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Of each chart whether it is drawn by plotly.js, and how many marks of it have an extent and a colour that is not its paper's.</summary>
    public Task<ChartSeen[]> Charts() => Page.EvaluateAsync<ChartSeen[]>("""
        () => [...document.querySelectorAll('[data-unlearn-figure]')].map(box => {
          const white = c => !c || c === 'none' || /^rgba?\(255, 255, 255/.test(c) || /, 0\)$/.test(c);
          const frame = box.getBoundingClientRect();
          const marks = [...box.querySelectorAll('path, rect, circle, line, polyline, polygon')].filter(mark => {
            const at = mark.getBoundingClientRect(), style = getComputedStyle(mark);
            return at.width + at.height > 1 && at.left < frame.right && at.top < frame.bottom && style.visibility === 'visible' && style.display !== 'none'
              && +style.opacity > 0 && !(white(style.fill) && white(style.stroke)) && !mark.closest('.modebar');
          });
          const colors = new Set(marks.flatMap(mark => [getComputedStyle(mark).fill, getComputedStyle(mark).stroke]).filter(c => !white(c)));
          return { live: !!box.querySelector('.main-svg') && !box.querySelector(':scope > svg'), marks: marks.length, colors: colors.size, width: frame.width, height: frame.height };
        })
        """);

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();
}

/// <summary>One chart as it stands on a page.</summary>
public sealed class ChartSeen
{
    public bool Live { get; set; }

    public int Marks { get; set; }

    public int Colors { get; set; }

    public double Width { get; set; }

    public double Height { get; set; }

    public override string ToString() => $"{(Live ? "live" : "still")}, {Marks} marks in {Colors} colours, {Width:0} × {Height:0}";
}
