using System.CommandLine;

namespace Unlearn.Cli;

/// <summary><c>ugradsl findings</c>: the experiments behind docs/findings.md, each row once.</summary>
internal static class FindingsCommand
{
    private static readonly string[] all = ["exact", "networks", "groups", "datamodels", "pairs"];
    private static readonly Argument<string[]> Parts = new("part")
    {
        Description = $"{string.Join(", ", all)}: softmax regression, small networks, groups left out, datamodelling scores, ResNet-18 on real images (hours); all if left out.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private static readonly Option<string> Out = new("--out") { Description = "Folder of the CSV files; rows that are there are not made again.", DefaultValueFactory = _ => Path.Combine("results", "findings") };
    private static readonly Option<string> Store = new("--store") { Description = "Where pairs of networks are trained and kept; several processes may share it.", DefaultValueFactory = _ => "out/sweep" };
    private static readonly Option<int> Seeds = new("--seeds") { Description = $"Fewer seeds for a look; {ExactFindings.Seeds} of softmax regression and {NetworkFindings.Seeds} of networks if left out.", DefaultValueFactory = _ => ExactFindings.Seeds };

    public static Command Create()
    {
        var command = new Command("findings", "Make the numbers of docs/findings.md: for which data, ways to forget and dampings negative smoothing helps. Stopped, the same command goes on.") { Parts, Out, Seeds, Store };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var (folder, seeds, line) = (arguments.GetValue(Out)!, arguments.GetValue(Seeds), new ProgressLine());
        var parts = arguments.GetValue(Parts) is { Length: > 0 } named ? named : all;
        if (parts.Except(all).FirstOrDefault() is { } other) throw new ArgumentException($"no part '{other}': there are {string.Join(", ", all)}.");
        if (seeds < 1) throw new ArgumentException($"--seeds {seeds}: at least 1 is needed.");
        Native.Require();
        Directory.CreateDirectory(folder);
        using var embedded = FashionMnist.Embedded();
        using var coarse = embedded.Coarser(4);
        using var digits = OptDigitsOrNone(line);
        void OnFit(FitEnd end) => Interrupt.ThrowIfAsked(() => $"Stopped. {folder} holds what was found: the same command goes on from there.");
        foreach (var part in parts)
        {
            var path = Path.Combine(folder, $"{part}.csv");
            if (part == "exact") Do<Finding>(path, line, known => ExactFindings.Run(known, digits, embedded, Math.Min(seeds, ExactFindings.Seeds)));
            if (part == "networks") Do<Finding>(path, line, known => NetworkFindings.Run(known, coarse, Math.Min(seeds, NetworkFindings.Seeds), OnFit));
            if (part == "pairs") Pairs(path, new(arguments.GetValue(Store)!) { OnDamage = line.Say }, Math.Min(seeds, NetworkFindings.Seeds), line);
            if (part == "groups") Do<GroupFinding>(path, line, known => ValidityFindings.LeaveGroupOut(known, digits, coarse, OnFit));
            if (part == "datamodels") Do<QueryFinding>(path, line, known => ValidityFindings.Datamodels(known, digits, coarse, OnFit));
        }
        return 0;
    }

    private static void Pairs(string path, UnitStore store, int seeds, ProgressLine line)
    {
        List<Experiment> experiments = [.. PairFindings.Experiments.Select(e => e.Experiment(seeds))];
        SweepWork.Run(new([.. experiments.SelectMany(e => e.Units).DistinctBy(u => u.Key)], store), line);
        Do<Finding>(path, line, known => PairFindings.Run(known, store, experiments, onStage: SweepWork.Showing(store, line)));
    }

    private static void Do<T>(string path, ProgressLine line, Func<IReadOnlyList<T>, IEnumerable<T>> work)
    {
        List<T> rows = File.Exists(path) ? [.. CsvRows.Read<T>(path)] : [];
        foreach (var row in work([.. rows]))
        {
            rows.Add(row);
            CsvRows.Write(path, rows);
            line.Say($"{path}: {rows.Count:N0} rows, the last one {row}");
            Interrupt.ThrowIfAsked(() => $"Stopped. {path} holds what was found: the same command goes on from there.");
        }
    }

    private static Dataset? OptDigitsOrNone(ProgressLine line)
    {
        try
        {
            return OptDigits.Load();
        }
        catch (FileNotFoundException e)
        {
            line.Say($"optdigits is left out: {e.Message}");
            return null;
        }
    }
}
