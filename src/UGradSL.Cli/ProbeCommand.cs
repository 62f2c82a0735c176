using System.CommandLine;

namespace Unlearn.Cli;

/// <summary><c>ugradsl probe</c>: Theorems 1 and 2 of the paper, measured on stored runs or on a table.</summary>
internal static class ProbeCommand
{
    private static readonly Argument<string[]> Runs = new("run")
    {
        Description = "Folders that ugradsl train NAME --out RUN and ugradsl train NAME --retrain --out RUN have filled, a seed each.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private static readonly Option<string?> Csv = new("--csv") { Description = "In place of runs: a table of numbers with a header row; every column but two is a feature." };
    private static readonly Option<string?> Label = new("--label") { Description = "Its column of labels, 0 to K−1." };
    private static readonly Option<string?> Forget = new("--forget") { Description = "Its column that marks the rows to forget with 1, the others with 0." };
    private static readonly Option<double?> Ridge = new("--ridge") { Description = "μ of |D|·μ/2·‖θ‖², above 0, for a table or with --head-only; there the training's weight decay if left out." };
    private static readonly Option<bool> HeadOnly = new("--head-only") { Description = "Probe the last layer on the original's features, exactly: a convex question, and another one." };
    private static readonly Option<string> Curvature = new("--curvature") { Description = "gauss-newton, solved by conjugate gradients, or hessian, solved by MINRES.", DefaultValueFactory = _ => "gauss-newton" };
    private static readonly Option<int> Examples = new("--examples") { Description = "Samples that the curvature is summed over; gradients are over all. 0: all.", DefaultValueFactory = _ => 2000 };
    private static readonly Option<int> Iterations = new("--iterations") { Description = "Products a solve may take.", DefaultValueFactory = _ => 20 };
    private static readonly Option<double> Tolerance = new("--tolerance") { Description = "The relative residual at which a solve is done.", DefaultValueFactory = _ => 1e-3 };
    private static readonly Option<double?> Damping = new("--damping") { Description = "λ of every sample; if left out, the smallest of the sweep whose solves converge." };
    private static readonly Option<string?> Sweep = new("--sweep") { Description = "Dampings in mean eigenvalues, such as 1e-3,0.1,10; none for no sweep beside --damping." };
    private static readonly Option<int> Jackknife = new("--jackknife") { Description = "Groups of the curvature's samples, each left out once, to see what the choice does.", DefaultValueFactory = _ => 0 };
    private static readonly Option<string?> Block = new("--block") { Description = "Vary one block of the network only, such as head." };
    private static readonly Option<int> Batch = new("--batch") { Description = "Samples at a time.", DefaultValueFactory = _ => 256 };
    private static readonly Option<string?> Curve = new("--curve") { Description = "Also try it: α of UGradSL runs, such as -0.5,-0.2,0,0.2, with ‖θ_r − θ(α)‖ for each; a verdict that the curve contradicts is withdrawn." };
    private static readonly Option<int> CurveEpochs = new("--curve-epochs") { Description = "Passes over D_f of each such run.", DefaultValueFactory = _ => 1 };
    private static readonly Option<double> CurveRate = new("--curve-rate") { Description = "Their learning rate.", DefaultValueFactory = _ => 1e-3 };
    private static readonly Option<double> CurveP = new("--curve-p") { Description = "Their weight of the retain term, 0 to 1; 0 is the theorem's pure ascent.", DefaultValueFactory = _ => 0.5 };
    private static readonly Option<string?> Figures = new("--figures") { Description = "Folder for charts of each run: the forgotten samples' shares in the product (the paper's Figure 5), the damping sweep, the curve." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write one JSON object." };

    public static Command Create()
    {
        var command = new Command("probe", "Say whether negative smoothing helps an ascent step: on stored runs, or exactly on a table (softmax regression with ridge). Stopped, the same command goes on.")
        {
            Runs, Csv, Label, Forget, Ridge, HeadOnly, Curvature, Examples, Iterations, Tolerance, Damping, Sweep, Jackknife, Block, Batch, Curve, CurveEpochs, CurveRate, CurveP, Figures, AsJson,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var runs = arguments.GetValue(Runs) ?? [];
        if (runs.Length == 0 == (arguments.GetValue(Csv) is null))
            throw new ArgumentException("name what to probe: folders of runs (ugradsl probe RUN…), or a table (--csv FILE --label COLUMN --forget COLUMN --ridge μ).");
        Native.Require();
        var output = arguments.InvocationConfiguration.Output;
        if (runs.Length == 0) OfTable(arguments, output);
        else OfRuns(runs, arguments, output);
        return 0;
    }

    private static void OfTable(ParseResult arguments, TextWriter output)
    {
        string Needed(Option<string?> option) => arguments.GetValue(option) ?? throw new ArgumentException($"a table needs {option.Name}: --csv FILE --label COLUMN --forget COLUMN --ridge μ.");
        var (label, forget) = (Needed(Label), Needed(Forget));
        var ridge = arguments.GetValue(Ridge) ?? throw new ArgumentException("a table needs --ridge: μ above 0 (try 0.01).");
        var table = NumberTable.Read(Needed(Csv));
        var probe = TableProbe.Of(table, label, forget, ridge);
        if (arguments.GetValue(AsJson)) output.WriteLine(ProbeJson.Of(probe));
        else output.WriteLine(ProbeTable.Of(probe, $"{table.Name}: {probe.Count:N0} rows, {probe.ForgetCount:N0} to forget"));
    }

    private static void OfRuns(IReadOnlyList<string> runs, ParseResult arguments, TextWriter output)
    {
        var (settings, alphas, line) = (Settings(arguments), arguments.GetValue(Curve) is { } list ? Numbers("--curve", list) : null, new ProgressLine());
        var method = new UGradSL(arguments.GetValue(CurveEpochs), arguments.GetValue(CurveRate), 0, arguments.GetValue(CurveP));
        List<(string Run, Probe Probe, DistanceCurve? Curve)> probes = [];
        foreach (var run in runs)
        {
            using var pair = StoredPair.Open(run);
            line.Say(pair.ToString());
            void Show(ProbeStage stage)
            {
                line.Show(stage);
                Interrupt.ThrowIfAsked(() => $"Stopped at {stage.Name}. {run} holds what was solved: the same command goes on from there.");
            }
            var probe = arguments.GetValue(HeadOnly)
                ? StoredProbe.HeadOnly(pair, arguments.GetValue(Ridge) ?? (pair.WeightDecay > 0 ? pair.WeightDecay : 5e-4))
                : StoredProbe.Of(pair, settings with { WeightDecay = pair.WeightDecay }, Show);
            var curve = alphas is null ? null : StoredCurve.Of(pair, method, alphas, (alpha, _) =>
                Interrupt.ThrowIfAsked(() => $"Stopped in the run at α = {alpha}. {run} holds the runs before it: the same command goes on from there."));
            // The head's own question is not what a run of the whole network answers.
            probes.Add((run, curve is null || arguments.GetValue(HeadOnly) ? probe : curve.Judge(probe), curve));
            line.Say(probes[^1].Probe.ToString());
        }
        if (arguments.GetValue(Figures) is { } folder) ProbeFigures.Write(folder, probes);
        var summary = ProbeSummary.Of([.. probes.Select(p => p.Probe)]);
        if (arguments.GetValue(AsJson)) output.WriteLine(ProbeJson.Of(probes, summary));
        else output.WriteLine(string.Join("\n\n", probes.Where(p => p.Curve is not null).Select(p => ProbeTable.Of(p.Curve!, p.Probe, p.Run)).Prepend(ProbeTable.Of([.. probes.Select(p => (p.Run, p.Probe))], summary))));
    }

    private static ProbeSettings Settings(ParseResult arguments)
    {
        var (tolerance, iterations) = (arguments.GetValue(Tolerance), arguments.GetValue(Iterations));
        var curvature = arguments.GetValue(Curvature) switch
        {
            "gauss-newton" => CurvatureKind.GaussNewton,
            "hessian" => CurvatureKind.Hessian,
            var other => throw new ArgumentException($"no curvature '{other}': there are gauss-newton (conjugate gradients) and hessian (MINRES)."),
        };
        var settings = new ProbeSettings(curvature, Damping: arguments.GetValue(Damping))
        {
            Solver = curvature == CurvatureKind.Hessian ? new Minres(tolerance, iterations) : new ConjugateGradient(tolerance, iterations),
            CurvatureSamples = arguments.GetValue(Examples) is 0 ? null : arguments.GetValue(Examples),
            Jackknife = arguments.GetValue(Jackknife),
            Block = arguments.GetValue(Block),
            BatchSize = arguments.GetValue(Batch),
        };
        if (arguments.GetValue(Sweep) is { } sweep)
            settings = settings with { Sweep = sweep == "none" ? [] : Numbers("--sweep", sweep) };
        settings.Check();
        return settings;
    }

    private static double[] Numbers(string option, string list) =>
        [.. list.Split(',').Select(word => double.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
            : throw new ArgumentException($"{option} has '{word}': numbers with commas between them are needed, such as 1e-3,0.1,10."))];
}
