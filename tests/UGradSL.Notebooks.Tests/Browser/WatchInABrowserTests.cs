using Microsoft.Playwright;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

/// <summary>The watch page as its reader sees it; all that it may ask for is its own server.</summary>
public sealed class WatchInABrowserTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private static readonly string Kit = $"#r \"{typeof(Screen).Assembly.Location}\"\nusing Unlearn;";

    private readonly Scratch scratch = new();

    [Fact]
    public async Task Outputs_and_charts_come_alive_and_a_saved_edit_shows_without_a_reload()
    {
        scratch.Write(Kit, "var top = 9;", "Charts.Lines(\"Squares\", \"x\", \"y\", [new(\"a\", [1, 2, 3], [1, 4, top])])", "Console.WriteLine(top);");
        using var server = new WatchServer(scratch.File("try.ipynb"));
        await using var looked = await Open(server);
        await looked.Page.WaitForSelectorAsync("[data-unlearn-figure] .main-svg");
        await Text(looked, "[data-cell='cell-4'] .text", "9");
        scratch.Write(Kit, "var top = 16;", "Charts.Lines(\"Squares\", \"x\", \"y\", [new(\"a\", [1, 2, 3], [1, 4, top])])", "Console.WriteLine(top);");
        await Text(looked, "[data-cell='cell-4'] .text", "16");
        await looked.Page.WaitForSelectorAsync("[data-unlearn-figure] .main-svg");
        await Text(looked, "[data-page='state']", "waits for the file to be saved");
        Assert.All(await looked.Charts(), chart => Assert.True(chart.Live && chart.Marks > 5, $"{chart}"));
        Assert.All(looked.Requests, address => Assert.StartsWith(server.Address.ToString(), address));
        Assert.Contains(new Uri(server.Address, "plotly.js").ToString(), looked.Requests);
        Assert.Empty(looked.Errors);
    }

    [Fact]
    public async Task The_stop_button_stops_a_running_cell_and_the_run_button_goes_on()
    {
        scratch.Write("var n = 0;", "while (n < 1000 || System.IO.File.Exists(\"never\")) { Console.WriteLine(n++); System.Threading.Thread.Sleep(n < 20 ? 50 : 100); }", "\"after\"");
        using var server = new WatchServer(scratch.File("try.ipynb"));
        await using var looked = await Open(server);
        await looked.Page.WaitForFunctionAsync("() => /\\n5\\n/.test(document.querySelector('[data-cell=\"cell-2\"] .outputs')?.textContent ?? '')");
        await looked.Page.ClickAsync("[data-page='stop']");
        await Text(looked, "[data-page='state']", "stopped in cell 2");
        Assert.Equal("stopped", await looked.Page.GetAttributeAsync("[data-cell='cell-2']", "data-state"));
        Assert.True(await looked.Page.IsDisabledAsync("[data-page='stop']"));
        await looked.Page.ClickAsync("[data-page='run']");
        await looked.Page.WaitForFunctionAsync("() => document.querySelector('[data-cell=\"cell-2\"]').dataset.state === 'running'");
        await looked.Page.ClickAsync("[data-page='stop']");
        await Text(looked, "[data-page='state']", "stopped in cell 2");
        Assert.Empty(looked.Errors);
    }

    [Fact]
    public async Task Without_scripts_the_page_shows_what_is_there_now()
    {
        scratch.Write(Kit, "Charts.Lines(\"Squares\", \"x\", \"y\", [new(\"a\", [1, 2, 3], [1, 4, 9])])");
        using var server = new WatchServer(scratch.File("try.ipynb"));
        await using var looked = await chromium.Open(scripts: false, address => address.StartsWith(server.Address.ToString(), StringComparison.Ordinal));
        for (var i = 0; i < 100 && (i == 0 || (await looked.Charts()).Length == 0); i++)
        {
            await looked.Page.GotoAsync(server.Address.ToString());
            await looked.Page.WaitForTimeoutAsync(200);
        }
        Assert.True(Assert.Single(await looked.Charts()) is { Live: false, Marks: > 5 });
        Assert.All(looked.Requests, address => Assert.StartsWith(server.Address.ToString(), address));
    }

    [Fact]
    public async Task What_a_hostile_cell_puts_out_neither_runs_nor_loads_nor_stops_the_page()
    {
        scratch.Write("\"<script>window.hit=1</script><img src=x onerror='window.hit=1'><img src='https://example.org/a.png'><div data-page='state'>trap</div><div data-cell='cell-2'>trap</div>\".DisplayAs(\"text/html\");", "Console.WriteLine(\"</pre><script>window.hit=1</script>\");");
        using var server = new WatchServer(scratch.File("try.ipynb"));
        await using var looked = await Open(server);
        await Text(looked, "[data-page='state']", "waits for the file to be saved");
        await Text(looked, "[data-cell='cell-2'] .text", "</pre><script>window.hit=1</script>");
        Assert.Equal("undefined", await looked.Page.EvaluateAsync<string>("() => typeof window.hit"));
        Assert.All(looked.Requests, address => Assert.StartsWith(server.Address.ToString(), address));
        Assert.Empty(looked.Errors);
    }

    public void Dispose() => scratch.Dispose();

    private async Task<Looked> Open(WatchServer server)
    {
        var looked = await chromium.Open(scripts: true, address => address.StartsWith(server.Address.ToString(), StringComparison.Ordinal));
        await looked.Page.GotoAsync(server.Address.ToString());
        return looked;
    }

    private static Task<IJSHandle> Text(Looked looked, string where, string text) => looked.Page.WaitForFunctionAsync(
        "([where, text]) => [...document.querySelectorAll(where)].some(element => element.textContent.trim() === text)", new[] { where, text });
}
