using System.CommandLine;

namespace Unlearn.Cli;

/// <summary><c>ugradsl fetch</c>: gets a data set into the cache. Standard output is the folder that holds it.</summary>
public static class FetchCommand
{
    private static readonly Argument<string> Name = new("name") { Description = $"One of {string.Join(", ", Sources.All.Select(s => s.Name))}.", CompletionSources = { _ => Sources.All.Select(s => s.Name) } };
    private static readonly Option<string?> From = new("--from") { Description = "A folder that is looked through, with those below it, or an archive, instead of the data's home." };
    private static readonly Option<string?> To = new("--to") { Description = $"The cache; by default what {DataCache.Variable} names, else {DataCache.Root}." };
    private static readonly Option<bool> All = new("--all") { Description = "Optional files too (SVHN's extra images, 1.3 GB)." };

    private static readonly Option<int?> Size = new("--size") { Description = $"Of celeba and imagenet: height and width in pixels that images are converted to; by default {CelebA.UsualSize} and {ImageNet.UsualSize}." };
    private static readonly Option<int?> Workers = new("--workers") { Description = "Of celeba and imagenet: pictures converted at once; by default as many as there are processors." };

    internal static Command Create()
    {
        var command = new Command("fetch", "Get a data set into the cache: from its home, or from a folder or archive of yours.") { Name, From, To, All, Size, Workers };
        command.SetAction(arguments => Run(Sources.Named(arguments.GetValue(Name)!), arguments));
        return command;
    }

    /// <summary>A program of its own for one data set, with the options of <c>ugradsl fetch</c>: for the scripts in <c>data-scripts/</c>.</summary>
    /// <param name="name">The data set, as of <see cref="Sources.Named"/>.</param>
    /// <param name="args">[--from FOLDER] [--to CACHE] [--all] [--size S] [--workers N].</param>
    /// <returns>The exit code.</returns>
    public static int Script(string name, string[] args)
    {
        var source = Sources.Named(name);
        var root = new RootCommand($"Get {source.Title} into the cache: from its home, or from a folder or archive of yours.") { From, To, All, Size, Workers };
        root.SetAction(arguments => Run(source, arguments));
        return Shell.Run(root, args);
    }

    private static int Run(Source source, ParseResult arguments)
    {
        var fetch = new Fetch(source, arguments.GetValue(From), arguments.GetValue(To), arguments.GetValue(All)) { Size = arguments.GetValue(Size), Workers = arguments.GetValue(Workers) };
        var line = new ProgressLine();
        var done = fetch.Run(progress =>
        {
            Interrupt.ThrowIfAsked(() => $"Stopped at {progress}. What has come is kept in {fetch.Folder}: the same command goes on from there.");
            line.Show(progress);
        }, line.Say, progress =>
        {
            Interrupt.ThrowIfAsked(() => $"Stopped at {progress}. What is converted is kept in {fetch.Folder}: the same command goes on from there.");
            line.Show(progress);
        });
        foreach (var (file, from) in done) line.Say($"{file.Name}: {(from is null ? "already there" : $"from {from}")}, right.");
        line.Say($"{source.Title} · {source.Licence} · {source.Home}");
        arguments.InvocationConfiguration.Output.WriteLine(fetch.Folder);
        return 0;
    }
}
