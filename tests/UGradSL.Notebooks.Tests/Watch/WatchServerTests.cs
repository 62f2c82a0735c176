using System.Net;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

/// <summary>Who is answered: the server executes code.</summary>
public sealed class WatchServerTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly WatchServer server;
    private readonly HttpClient client = new(new HttpClientHandler { AllowAutoRedirect = false });

    public WatchServerTests() => server = new(scratch.Write("\"shown\""));

    [Fact]
    public void It_listens_on_this_machine_alone_under_a_token_that_is_another_each_time()
    {
        Assert.Matches(@"^http://127\.0\.0\.1:\d+/[0-9a-f]{48}/$", server.Address.ToString());
        Assert.NotEqual(WatchGate.Token(), WatchGate.Token());
        var elsewhere = Dns.GetHostAddresses(Dns.GetHostName()).FirstOrDefault(a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
        if (elsewhere is null) return;
        Assert.Throws<HttpRequestException>(() => Get(new UriBuilder(server.Address) { Host = elsewhere.ToString() }.Uri));
    }

    [Theory]
    [InlineData("")]
    [InlineData("page.css")]
    [InlineData("page.js")]
    [InlineData("watch.js")]
    [InlineData("plotly.js")]
    public void What_the_page_needs_comes_from_it(string what)
    {
        var (status, text) = Get(new(server.Address, what));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEmpty(text);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/000000000000000000000000000000000000000000000000/")]
    [InlineData("/TOKEN")]
    [InlineData("/TOKENx/")]
    [InlineData("/%2fTOKEN/")]
    [InlineData("/x/../")]
    [InlineData("/page.js")]
    public void Without_the_token_nothing_is_answered(string path)
    {
        var (status, text) = Get(new(server.Address, path.Replace("TOKEN", server.Address.Segments[1].TrimEnd('/'))));
        Assert.Equal((HttpStatusCode.Forbidden, ""), (status, text));
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "localhost:PORT")]
    [InlineData("Host", "127.0.0.1")]
    [InlineData("Host", "127.0.0.1:1")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "http://localhost:PORT")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public void A_page_from_elsewhere_is_refused_though_it_knows_the_token(string header, string value)
    {
        foreach (var what in (string[])["", "events", "stop"])
        {
            using var request = new HttpRequestMessage(what == "stop" ? HttpMethod.Post : HttpMethod.Get, new Uri(server.Address, what));
            if (what == "stop") request.Headers.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
            request.Headers.Remove(header);
            request.Headers.Add(header, value.Replace("PORT", $"{server.Address.Port}"));
            using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Fact]
    public void A_post_must_say_where_it_comes_from()
    {
        Assert.Equal(HttpStatusCode.Forbidden, Post("stop", null));
        Assert.Equal(HttpStatusCode.NoContent, Post("stop", server.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(HttpStatusCode.NotFound, Post("page.js", server.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(HttpStatusCode.NotFound, Get(new(server.Address, "stop")).Status);
        Assert.Equal(HttpStatusCode.NotFound, Get(new(server.Address, "try.ipynb")).Status);
    }

    [Fact]
    public void The_page_may_load_from_the_server_alone_and_stand_in_no_frame()
    {
        using var response = client.Send(new(HttpMethod.Get, server.Address), TestContext.Current.CancellationToken);
        var policy = string.Concat(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; ", policy);
        Assert.Contains("connect-src 'self'; frame-ancestors 'none'", policy);
        Assert.Equal("no-referrer", string.Concat(response.Headers.GetValues("Referrer-Policy")));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public void A_taken_port_is_an_error_and_leaves_nothing_running()
    {
        using var other = new Scratch();
        Assert.ThrowsAny<IOException>(() => new WatchServer(other.Write("1"), server.Address.Port));
    }

    public void Dispose()
    {
        server.Dispose();
        client.Dispose();
        scratch.Dispose();
    }

    private (HttpStatusCode Status, string Text) Get(Uri address)
    {
        using var response = client.Send(new(HttpMethod.Get, address));
        return (response.StatusCode, new StreamReader(response.Content.ReadAsStream()).ReadToEnd());
    }

    private HttpStatusCode Post(string what, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, what));
        if (origin is not null) request.Headers.Add("Origin", origin);
        using var response = client.Send(request);
        return response.StatusCode;
    }
}
