using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Unlearn.Notebooks;

/// <summary>
/// Who may talk to a server that executes code: a page that it served itself. Another site's page can make a browser send requests to
/// 127.0.0.1, under a name of its own (DNS rebinding) or across origins, but it knows no token and cannot change what the browser says of it.
/// </summary>
/// <param name="token">Random; the first part of every address.</param>
/// <param name="port">The server's.</param>
internal sealed class WatchGate(string token, int port)
{
    private readonly string host = $"127.0.0.1:{port}";
    private readonly byte[] asked = Encoding.ASCII.GetBytes(token);

    /// <summary>A token of 192 random bits.</summary>
    public static string Token() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>What is asked for, after the token; null: refuse.</summary>
    public string? Admit(HttpRequest request)
    {
        if (!string.Equals(request.Host.Value, host, StringComparison.Ordinal)) return null;
        var (origin, site) = (request.Headers.Origin, request.Headers["Sec-Fetch-Site"]);
        if (origin.Count > 0 && origin != $"http://{host}") return null;
        if (origin.Count == 0 && !HttpMethods.IsGet(request.Method)) return null;
        if (site.Count > 0 && site.ToString() is not ("same-origin" or "none")) return null;
        return request.Path.Value?.Split('/', 3) is ["", var given, var rest] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), asked) ? rest : null;
    }
}
