using System.Diagnostics;
using Microsoft.Playwright;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

/// <summary>What people see of notebooks and reports with the net cut, with scripts on and off.</summary>
public sealed class PagesInABrowserTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private readonly Scratch scratch = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_chart_of_the_exported_course_is_seen_in_a_window_and_on_a_phone_in_the_dark_and_no_page_asks_for_anything(bool scripts)
    {
        var charts = 0;
        foreach (var path in Site.Write([.. Directory.GetFiles(CourseTests.Folder, "*.ipynb").Order(StringComparer.Ordinal)], scratch.File("site")))
        {
            await using var looked = await chromium.Open(scripts);
            await looked.Page.GotoAsync(new Uri(path).AbsoluteUri);
            await Look();
            await looked.Page.SetViewportSizeAsync(390, 800);
            await looked.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            await Look();
            Assert.Equal([new Uri(path).AbsoluteUri], looked.Requests);
            Assert.Empty(looked.Errors);

            async Task Look()
            {
                if (scripts) await looked.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('[data-unlearn-figure]')].every(box => box.querySelector('.main-svg') && !box.querySelector(':scope > svg'))");
                bool IsSeen(ChartSeen chart) => chart.Live == scripts && chart.Marks > 5 && chart.Colors > 1 && chart.Height > 100;
                ChartSeen[] seen;
                var waited = Stopwatch.StartNew(); // a live chart is drawn anew when the window changes
                while (!(seen = await looked.Charts()).All(IsSeen) && waited.Elapsed < TimeSpan.FromSeconds(30)) await Task.Delay(50);
                Assert.All(seen, chart => Assert.True(IsSeen(chart), $"{Path.GetFileName(path)}: {chart}"));
                Assert.True(await looked.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{Path.GetFileName(path)} is wider than its window");
                charts += seen.Length;
            }
        }
        Assert.True(charts > 40, $"{charts} charts");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Every_chart_is_seen_in_what_nbconvert_makes_and_comes_to_life_where_plotly_is_served(bool scripts, bool served)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/jupyter-nbconvert"), "jupyter-nbconvert is not installed");
        string[] notebooks = [.. ((string[])["01-label-smoothing-both-ways", "04-methods-side-by-side", "10-influence-from-scratch"]).Select(name => Path.Combine(CourseTests.Folder, name + ".ipynb"))];
        using var convert = Process.Start(new ProcessStartInfo("/usr/bin/jupyter-nbconvert", ["--to", "html", "--output-dir", scratch.Folder, .. notebooks]) { RedirectStandardError = true })!;
        var said = await convert.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await convert.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(convert.ExitCode == 0, said);
        foreach (var name in notebooks.Select(Path.GetFileNameWithoutExtension))
        {
            await using var looked = await chromium.Open(scripts);
            if (served)
                await looked.Context.RouteAsync(PlotlySource.Default.Address, route => route.FulfillAsync(new()
                {
                    ContentType = "text/javascript",
                    Body = Charts.PlotlyScript(),
                    Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" },
                }));
            await looked.Page.GotoAsync(new Uri(scratch.File(name + ".html")).AbsoluteUri, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
            if (served) await looked.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('[data-unlearn-figure]')].every(box => box.querySelector('.main-svg') && !box.querySelector(':scope > svg'))");
            var seen = await looked.Charts();
            Assert.NotEmpty(seen);
            Assert.All(seen, chart => Assert.True(chart.Live == served && chart.Marks > 5 && chart.Colors > 1 && chart.Height > 100, $"{name}: {chart}"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_chart_of_a_report_is_seen_and_it_asks_for_nothing(bool scripts)
    {
        var results = Path.Combine(CourseTests.Folder, "../results");
        var path = scratch.File("report.html");
        Assert.Equal(0, Ugradsl.Run("report", results, "--out", path).Code);
        await using var looked = await chromium.Open(scripts);
        await looked.Page.GotoAsync(new Uri(path).AbsoluteUri);
        if (scripts) await looked.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('[data-unlearn-figure]')].every(box => box.querySelector('.main-svg') && !box.querySelector(':scope > svg'))");
        var seen = await looked.Charts();
        Assert.NotEmpty(seen);
        Assert.All(seen, chart => Assert.True(chart.Live == scripts && chart.Marks > 5 && chart.Colors > 1, $"{chart}"));
        Assert.Equal([new Uri(path).AbsoluteUri], looked.Requests);
        Assert.Empty(looked.Errors);
    }

    [Fact]
    public async Task What_a_hostile_notebook_puts_out_neither_runs_nor_loads()
    {
        string[] hostile =
        [
            "<script>window.hit=1</script>", "<img src=x onerror=\"window.hit=1\">", "<svg onload=\"window.hit=1\"></svg>", "<style>@import 'https://example.org/a.css';</style>",
            "<iframe srcdoc=\"<script>parent.hit=1</script>\"></iframe>", "<a href=\"javascript:window.hit=1\" class=trap>click</a>", "<div style=\"background:url(https://example.org/b.png)\">x</div>",
            "<details open ontoggle=\"window.hit=1\"><summary>x</summary></details>", "<div data-unlearn-threshold=\"{}\"></div>", "<div data-unlearn-figure=\"000000000000\"></div>",
            "<script>(function(w,data,layout){document.querySelectorAll('[data-unlearn-figure=\"000000000000\"]')})(window,[{\"type\":\"scatter\",\"y\":[1,2],\"name\":\"<a href='javascript:window.hit=1'>x</a>\"}],{\"images\":[{\"source\":\"https://example.org/c.png\"}],\"title\":\"<img src=x onerror=window.hit=1>\"});</script>",
        ];
        var path = scratch.Write([.. hostile.Select(html => $"{Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(html, quote: true)}.DisplayAs(\"text/html\");")]);
        Assert.Null(NotebookRunner.Run(path, new(Write: true)).Failure);
        var page = Site.Write([path], scratch.File("site"))[0];
        await using var looked = await chromium.Open(scripts: true);
        await looked.Page.GotoAsync(new Uri(page).AbsoluteUri);
        foreach (var trap in await looked.Page.QuerySelectorAllAsync(".output a")) await trap.ClickAsync();
        await looked.Page.WaitForTimeoutAsync(500);
        Assert.Equal("undefined", await looked.Page.EvaluateAsync<string>("() => typeof window.hit"));
        Assert.Equal([new Uri(page).AbsoluteUri], looked.Requests);
        Assert.DoesNotContain(looked.Errors, error => error.StartsWith("a dialog", StringComparison.Ordinal));
    }

    public void Dispose() => scratch.Dispose();
}
