namespace Unlearn;

/// <summary>A group that was left out, as a row of a stored table.</summary>
/// <param name="Data">The samples.</param>
/// <param name="Model">What was fitted to them.</param>
/// <param name="Group">Its number.</param>
/// <param name="LossBefore">R_f(θ_tr), without weight decay.</param>
/// <param name="PredictedLoss">R_f(θ_tr + b).</param>
/// <param name="RetrainedLoss">R_f(θ_r).</param>
/// <param name="Cosine">cos(b, θ_r − θ_tr).</param>
/// <param name="RelativeError">‖θ_r − θ_tr − b‖/‖θ_r − θ_tr‖.</param>
public sealed record GroupFinding(string Data, string Model, int Group, double LossBefore, double PredictedLoss, double RetrainedLoss, double Cosine, double RelativeError)
{
    /// <summary>For <see cref="Validity"/>.</summary>
    public LeftOut LeftOut() => new(LossBefore, PredictedLoss, RetrainedLoss, Cosine, RelativeError);
}

/// <summary>A query's part in a linear datamodelling score, as a row of a stored table.</summary>
/// <param name="Data">The samples.</param>
/// <param name="Model">What was fitted to them.</param>
/// <param name="Query">Its number.</param>
/// <param name="Subsets">m.</param>
/// <param name="Rho">Spearman's ρ over the subsets.</param>
public sealed record QueryFinding(string Data, string Model, int Query, int Subsets, double Rho);

/// <summary>
/// How good b is, before any sign made of it is believed: groups of a twentieth left out one at a time, and the linear datamodelling score
/// over random halves, for softmax regression on optdigits and for a small convolutional network on coarse embedded images.
/// </summary>
public static class ValidityFindings
{
    private const int Samples = 500, Groups = 20, Size = 25, Queries = 20;
    private const double Ridge = 5e-3;
    private const string Regression = "softmax regression", Convolution = "SmoothCnn";

    /// <summary>Groups that are not left out yet.</summary>
    /// <param name="known">Rows of an earlier call.</param>
    /// <param name="optDigits">Null where it is not at hand.</param>
    /// <param name="images">Coarse embedded images.</param>
    /// <param name="onFit">Called after each step of a network's fit; throw from it to stop.</param>
    public static IEnumerable<GroupFinding> LeaveGroupOut(IReadOnlyList<GroupFinding> known, Dataset? optDigits, Dataset images, Action<FitEnd>? onFit = null)
    {
        List<int> Open(string model) => [.. Enumerable.Range(0, Groups).Where(g => !known.Any(k => k.Model == model && k.Group == g))];
        static int[] Group(int g) => [.. Draw.Order(Samples, 0, "groups").Skip(g * Size % Samples).Take(Size).Select(i => (int)i)];
        static GroupFinding Row(string data, string model, int g, LeftOut left) => new(data, model, g, left.LossBefore, left.PredictedLoss, left.RetrainedLoss, left.Cosine, left.RelativeError);
        if (optDigits is not null && Open(Regression) is { Count: > 0 } open)
        {
            using var problem = TableProblem.Pixels(optDigits.Train, Samples, 0);
            using var original = problem.Fit(Ridge);
            foreach (var g in open) yield return Row(optDigits.Name, Regression, g, Validity.Exact(problem.X, problem.Y, original, Group(g), Ridge));
        }
        if (Open(Convolution) is { Count: > 0 } left)
        {
            using var fitted = new FittedNetwork(images, Samples, 0, onFit);
            foreach (var g in left)
            {
                var gone = Group(g).ToHashSet();
                using var retrained = fitted.Without(gone.Contains);
                yield return Row(images.Name, Convolution, g, Validity.Network(fitted.Net, retrained, fitted.Part(i => !gone.Contains(i)), fitted.Part(gone.Contains),
                    new(WeightDecay: NetworkFindings.WeightDecay) { Solver = new ConjugateGradient(1e-3, 2000) }));
            }
        }
    }

    /// <summary>The score's queries, all of a model at once.</summary>
    /// <inheritdoc cref="LeaveGroupOut"/>
    public static IEnumerable<QueryFinding> Datamodels(IReadOnlyList<QueryFinding> known, Dataset? optDigits, Dataset images, Action<FitEnd>? onFit = null)
    {
        if (optDigits is not null && !known.Any(k => k.Model == Regression))
            foreach (var row in Exact(optDigits)) yield return row;
        if (!known.Any(k => k.Model == Convolution))
            foreach (var row in Network(images, onFit)) yield return row;
    }

    private static List<QueryFinding> Exact(Dataset data)
    {
        using var scope = NewDisposeScope();
        using var problem = TableProblem.Pixels(data.Train, Samples, 0);
        using var asked = TableProblem.Pixels(data.Test, Queries, 0);
        var subsets = Halves(100);                                                       // [m, N]
        var w = problem.Fit(Ridge);
        var scores = InfluenceScores.Of(new SoftmaxRisk(problem.X, problem.Y, w) { WeightDecay = Ridge }, new SoftmaxRisk(asked.X, asked.Y, w), CurvatureKind.Hessian, 0, new ConjugateGradient(1e-6, 2000));
        List<Tensor> outputs = [];
        foreach (var i in Enumerable.Range(0, (int)subsets.shape[0]))
        {
            using var one = NewDisposeScope();
            outputs.Add(Losses(asked.X.mm(problem.Fit(Ridge, subsets[i].nonzero().squeeze(1)).t()), asked.Y).MoveToOuterDisposeScope());
        }
        return Rows(data.Name, Regression, scores, subsets, stack(outputs));
    }

    private static List<QueryFinding> Network(Dataset data, Action<FitEnd>? onFit)
    {
        using var scope = NewDisposeScope();
        using var fitted = new FittedNetwork(data, Samples, 0, onFit);
        Examples train = fitted.Part(_ => true), queries = data.Test.All.First(Queries);
        var subsets = Halves(30);                                                        // [m, N]
        var scores = InfluenceScores.Of(new NetRisk(fitted.Net, train) { WeightDecay = NetworkFindings.WeightDecay }, new NetRisk(fitted.Net, queries), solver: new ConjugateGradient(1e-3, 2000));
        List<Tensor> outputs = [];
        foreach (var i in Enumerable.Range(0, (int)subsets.shape[0]))
        {
            using var one = NewDisposeScope();
            bool[] kept = [.. subsets[i].data<bool>()];
            using var net = fitted.Without(s => !kept[s]);
            outputs.Add(Losses(Evaluate.Logits(net, data.Test.All.First(Queries)), Evaluate.Labels(data.Test.All.First(Queries))).MoveToOuterDisposeScope());
        }
        return Rows(data.Name, Convolution, scores, subsets, stack(outputs));
    }

    private static Tensor Halves(int count)
    {
        using var scope = NewDisposeScope();
        return stack([.. Enumerable.Range(0, count).Select(i => tensor(Draw.Order(Samples, i, "halves")) < Samples / 2)]).MoveToOuterDisposeScope(); // [m, N]
    }

    private static Tensor Losses(Tensor z, Tensor y) => cross_entropy(z.to(ScalarType.Float64), y, reduction: nn.Reduction.None); // [Q]

    private static List<QueryFinding> Rows(string data, string model, Tensor scores, Tensor subsets, Tensor outputs)
    {
        using var rng = Seeds.Stream(0, "interval");
        var lds = DatamodelingScore.Of(scores, subsets, outputs, rng);
        return [.. lds.PerQuery.Select((rho, q) => new QueryFinding(data, model, q, lds.Subsets, rho))];
    }
}
