namespace Unlearn;

/// <summary>The experiments behind the paper's tables and figures, at each scale. <c>docs/paper.md</c> says what stands in for what.</summary>
public static class PaperExperiments
{
    /// <summary>Of every table, then of Figures 3 and 5, whose experiments no table has.</summary>
    public static IReadOnlyList<PaperExperiment> All(PaperScale scale) =>
        [.. Paper.Tables.SelectMany(table => Of(table, scale)), .. Of(Paper.Figure(3), scale), .. Of(Paper.Figure(5), scale)];

    internal static IReadOnlyList<PaperExperiment> Of(PaperTable table, PaperScale scale) =>
        [.. table.Blocks.Select(block => Make(Name(table, block), table, block, scale, Rows(table, block, scale)))];

    /// <summary>What of the paper an experiment makes anew; null where that is no table.</summary>
    internal static (PaperTable Table, PaperBlock Block)? BlockOf(string experiment) => Paper.Tables
        .SelectMany(table => table.Blocks, (table, block) => ((PaperTable, PaperBlock)?)(table, block)).FirstOrDefault(pair => pair is var (table, block) && Name(table, block) == experiment);

    /// <summary>Figure 1 is drawn from Table 8's units, Figure 4 from two rows of them; Figure 3 sweeps α, which the paper prints in its picture only, and Figure 5 needs two networks.</summary>
    internal static IReadOnlyList<PaperExperiment> Of(PaperFigure figure, PaperScale scale)
    {
        if (figure.Number == 5 && scale == PaperScale.Laptop) return [OfFaces(Pairs("figure-5-cifar-10", 8, "CIFAR-10")), OfFaces(Pairs("figure-5-cifar-100", 3, "CIFAR-100"))];
        var table = Paper.Table(figure.FromTable);
        return [Make($"figure-{figure.Number}", table, figure.Block(), scale, Shown(figure, table, scale)) with { SweepsAlpha = figure.Number == 3 }];
    }

    /// <summary>
    /// Original and retrained networks to probe, in the place of a table's: fewer images, by heart after a few minutes, so that five seeds can be
    /// paid for.
    /// </summary>
    internal static PaperExperiment Pairs(string name, int table, string block) => Make(name, Paper.Table(table), Paper.Table(table).Block(block), PaperScale.Laptop, [new Retrain()], experiment => experiment with
    {
        Data = experiment.Data with { Train = 5_000 },
        Training = experiment.Training with { Epochs = 20 },
        Methods = [new Retrain().At(PaperScale.Laptop, experiment.Training with { Epochs = 20 })],
        Seeds = [0, 1, 2, 3, 4],
        Trials = 0,
    });

    private static PaperExperiment OfFaces(PaperExperiment experiment) =>
        experiment with { StandIns = [.. experiment.StandIns, "In place of CelebA's faces, whose images may not be passed on: ugradsl figure 5 --scale paper asks of those."] };

    private static IEnumerable<Unlearner> Shown(PaperFigure figure, PaperTable table, PaperScale scale) => figure.Number switch
    {
        3 => [new Retrain(), .. ((double[])[-2, -1, -0.5, -0.2, -0.1, 0]).Select(alpha => new UGradSLPlus(Alpha: alpha))],
        4 => [new Retrain(), new UGradSL(), new UGradSLPlus()],
        5 => [new Retrain()],
        _ => Rows(table, figure.Block(), scale),
    };

    private static IEnumerable<Unlearner> Rows(PaperTable table, PaperBlock block, PaperScale scale)
    {
        var rows = block.Rows.Select(PaperMethods.Of).Where(method => method is not Retrain).Prepend(new Retrain());
        return scale != PaperScale.Paper && table.Number is 1 or 2 or 8 ? rows.Concat(PaperMethods.Added) : rows;
    }

    private static PaperExperiment Make(string name, PaperTable table, PaperBlock block, PaperScale scale, IEnumerable<Unlearner> methods, Func<PaperExperiment, PaperExperiment>? changed = null)
    {
        var setup = PaperSetup.Of(table.Number, block.Name);
        var training = Training(setup, scale);
        var network = Network(setup, scale);
        var experiment = new PaperExperiment(name, scale, Data(setup, scale), network, scale == PaperScale.Quick ? StandIn(setup.Forgetting) : setup.Forgetting,
            training, scale == PaperScale.Quick ? [0] : [0, 1, 2], [.. methods.Select(method => method.At(scale, training))])
        {
            Trials = scale switch { PaperScale.Laptop => 6, PaperScale.Paper => 24, _ => 0 },
            StandIns = StandIns(setup, scale, network),
        };
        experiment = changed?.Invoke(experiment) ?? experiment;
        return experiment with { Settings = PaperSettings.Of(setup, experiment, table.Section) };
    }

    private static DataSettings Data(PaperSetup setup, PaperScale scale) => (scale, setup.Data) switch
    {
        (PaperScale.Quick, _) => new("embedded", 400, 100),
        (PaperScale.Paper, _) => new(setup.Data),
        (_, "20newsgroups") => new(setup.Data, 4_000, 2_000),
        (_, "svhn") => new("svhn-test"),
        _ when setup.Network == "vit-small" => new(setup.Data, 5_000),
        _ => new(setup.Data, 15_000),
    };

    private static NetworkSettings Network(PaperSetup setup, PaperScale scale) => (scale, setup.Network) switch
    {
        (PaperScale.Paper, var name) => new(name),
        (PaperScale.Quick, "vit-small") => new("mlp", 16),
        (PaperScale.Quick, _) => new("small-cnn", 4),
        (_, "vit-small") => new("vit-tiny", 64),
        (_, "bert-base") => new("bert-tiny"),
        (_, var name) => new(name, 16),
    };

    /// <summary>One cycle, without augmentation. The laptop's epochs are a beginning: as many are meant as bring the original's RA to 99 %.</summary>
    private static TrainSettings Training(PaperSetup setup, PaperScale scale) => (scale, setup.Network) switch
    {
        (PaperScale.Paper, _) => setup.Training,
        (PaperScale.Quick, _) => new(6, 0.1, 64),
        (_, "bert-base") => new(20, 1e-3, 64) { Optimizer = new AdamW() },
        (_, "vit-small") => new(50, 1e-3, 32) { Optimizer = new AdamW() },
        _ => new(16, 0.1, 128),
    };

    /// <summary>The embedded images have neither sub-classes nor persons.</summary>
    private static Forgetting StandIn(Forgetting way) => way switch
    {
        ClassForgetting => Forgetting.Class(5),
        SubclassForgetting => Forgetting.WithinClass(5, 0.2),
        SubclassesAcrossForgetting => Forgetting.Random(0.2),
        GroupForgetting => Forgetting.Random(0.05),
        _ => way,
    };

    private static List<string> StandIns(PaperSetup setup, PaperScale scale, NetworkSettings network)
    {
        List<string> all = [];
        if (scale == PaperScale.Quick)
        {
            all.Add($"Embedded Fashion-MNIST stands in for {setup.Data}, {network.Name} for {setup.Network}: the path is tested, the numbers say nothing.");
            if (setup.Forgetting is SubclassForgetting or SubclassesAcrossForgetting) all.Add("A fifth of a class stands in for one of its five sub-classes.");
            if (setup.Forgetting is GroupForgetting) all.Add("Random samples stand in for persons.");
        }
        if (scale == PaperScale.Laptop && setup.Data == "svhn") all.Add("SVHN's first 10,000 test images, split by seed 0, 8,000 to train on and 2,000 to test on, stand in for its published parts.");
        if (scale == PaperScale.Laptop && setup.Network is "bert-base" or "vit-small") all.Add($"{network.Name}, from scratch; the paper's size and first weights are unknown.");
        return all;
    }

    private static string Name(PaperTable table, PaperBlock block) => $"table-{table.Number:00}-{block.Name.ToLowerInvariant().Replace(' ', '-')}";
}
