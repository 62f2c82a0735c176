namespace Unlearn.Tests.Metrics;

/// <summary>U-LiRA, RMIA and the forgetting quality: a Gaussian world whose best attack is known, loops, and the competition's own rules.</summary>
public class PerExampleAttackTests
{
    private const int Samples = 300;

    /// <summary>
    /// Sample i has φ ~ N(μ_i, 1) where it was never seen and N(μ_i + δ, 1) where it was unlearned, μ_i ~ N(0, 3²): the best attack that knows
    /// μ_i has AUC Φ(δ/√2), one that does not has Φ(δ/√(2·(1 + 9))).
    /// </summary>
    [Theory]
    [InlineData(0.0, 0.5, 0.5)]
    [InlineData(1.0, 0.76025, 0.58848)]
    public void LiRA_reaches_the_known_area_where_a_population_attack_cannot(double delta, double best, double population)
    {
        var (unlearned, never) = World(delta, 60);
        using var rng = new Generator(9, CPU);
        var attack = Lira.LeavePairOut([.. unlearned.Take(20)], [.. never.Take(20)], rng);
        Assert.Equal(best, attack.Auc, 0.03); // 20 shadows know μ_i to ±0.22
        Assert.Equal(delta == 0, attack.IsChance);
        Assert.Contains("T = 20 pairs of shadows", attack.Notes[0]);
        Assert.InRange(attack.TprAt1Percent!.Value, attack.TprAt1PercentInterval!.Low, attack.TprAt1PercentInterval.High);
        Assert.Equal(population, Roc.Of([.. unlearned.SelectMany(x => x)], [.. never.SelectMany(x => x)]).Auc, 0.02);
        var target = Lira.Attack(unlearned[1..], never[1..], unlearned[0], never[0], rng, shared: false);
        Assert.Equal(best, target.Auc, 0.06);
    }

    [Fact]
    public void A_score_is_the_difference_of_two_log_densities()
    {
        double[][] unlearned = [[1, 5], [3, 5.5]], never = [[0, 2], [1, 4], [2, 3]];
        double[] own = Lira.Scores(unlearned, never, [2.5, 4], shared: false), together = Lira.Scores(unlearned, never, [2.5, 4]);
        Assert.Equal(Log(2.5, 2, 2) - Log(2.5, 1, 1), own[0], 1e-12);
        Assert.Equal(Log(4, 5.25, 0.125) - Log(4, 3, 1), own[1], 1e-12);
        Assert.Equal(Log(4, 5.25, (2 + 0.125) / 2) - Log(4, 3, 1), together[1], 1e-12);

        static double Log(double x, double mean, double variance) => -0.5 * Math.Log(2 * Math.PI * variance) - (x - mean) * (x - mean) / (2 * variance);
    }

    [Fact]
    public void Too_few_or_other_shadows_are_refused()
    {
        using var rng = new Generator(1, CPU);
        Refuses("1 shadows of the kind 'unlearned'", () => Lira.Scores([[1]], [[1], [2]], [1]));
        Refuses("shadow 1 of the kind 'never seen' has 2 samples, the attacked network 1", () => Lira.Scores([[1], [2]], [[1], [2, 3]], [1]));
        Refuses("φ of sample 0 by shadow 1 of the kind 'unlearned' is Infinity", () => Lira.Scores([[1], [double.PositiveInfinity]], [[1], [2]], [1]));
        Refuses("as many of both, at least 3", () => Lira.LeavePairOut([[1], [2]], [[1], [2]], rng));
        Refuses("3 shadows that unlearned and 4 that never saw", () => Lira.LeavePairOut([[1], [2], [3]], [[1], [2], [3], [4]], rng));
        Refuses("1 shadows that unlearned", () => new Rmia().LeavePairOut([[1]], [[1]], [[1]], [[1]], rng));
        Refuses("γ = 0.5", () => new Rmia(0.5).Scores([0.5], [[0.5]], [0.5], [[0.5]]));
        Refuses("no references that never saw", () => new Rmia().Scores([0.5], [], [0.5], [[0.5]]));
        Refuses("reference 0 of the population has 2 numbers", () => new Rmia().Scores([0.5], [[0.5]], [0.5], [[0.5, 0.2]]));
        Refuses("no samples of the population", () => new Rmia().Scores([0.5], [[0.5]], [], [[]]));
        Refuses("2 unlearned and 2 retrained networks", () => ForgettingQuality.Of([[1], [2]], [[1], [2]]));

        static void Refuses(string message, Func<object> attack) => Assert.Contains(message, Assert.Throws<ArgumentException>(attack).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RMIA_counts_the_population_that_rose_less(bool online)
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(2, CPU);
        double[] Draw(int n) => rand(n, ScalarType.Float64, generator: rng).data<double>().ToArray();
        var (target, population) = (Draw(20), Draw(50));
        double[][] never = [Draw(20), Draw(20), Draw(20)], references = [Draw(50), Draw(50)], seen = [Draw(20), Draw(20)];
        var scores = new Rmia(Gamma: 1.5, Offline: 0.2).Scores(target, never, population, references, online ? seen : null);
        for (var i = 0; i < 20; i++)
        {
            var outside = (never[0][i] + never[1][i] + never[2][i]) / 3;
            var p = online ? (outside + (seen[0][i] + seen[1][i]) / 2) / 2 : (1.2 * outside + 0.8) / 2;
            var above = Enumerable.Range(0, 50).Count(z => target[i] / p / (population[z] / ((references[0][z] + references[1][z]) / 2)) >= 1.5);
            Assert.Equal(above / 50.0, scores[i], 1e-12);
        }
        Assert.Equal("T = 3 references", Rmia.Attack(scores, scores, 3, rng).Notes[0]);
        Assert.Equal(0.5, Rmia.Attack(scores, scores, 3, rng).Auc, 1e-12);
    }

    /// <summary>Networks with luck of their own on all samples, as trainings have it: nine in ten of equal worlds must look innocent; a bootstrap of bare scores calls many of them guilty.</summary>
    [Fact]
    public void Equal_networks_whose_luck_binds_their_scores_are_chance()
    {
        const int worlds = 40, pairs = 8, samples = 50;
        var (chance, bare) = (0, 0);
        for (var world = 0; world < worlds; world++)
        {
            using var scope = NewDisposeScope();
            using var rng = new Generator((ulong)world, CPU);
            var mean = randn(1, samples, ScalarType.Float64, generator: rng) * 3;                                                    // [1, N]
            double[][] Draw() => [.. (mean + randn(pairs, 1, ScalarType.Float64, generator: rng) / 2 + randn(pairs, samples, ScalarType.Float64, generator: rng)).data<double>().ToArray().Chunk(samples)];
            double[][] unlearned = Draw(), never = Draw();
            var attack = Lira.LeavePairOut(unlearned, never, rng);
            chance += attack.IsChance ? 1 : 0;
            double[] Scored(double[][] of) => [.. of.SelectMany((phi, t) => Lira.Scores([.. unlearned.Where((_, i) => i != t)], [.. never.Where((_, i) => i != t)], phi))];
            var roc = Roc.Of(Scored(unlearned), Scored(never));
            Assert.Equal(roc.Auc, attack.Auc, 1e-12);
            bare += roc.Bootstrap(rng).Contains(0.5) ? 1 : 0;
        }
        Assert.InRange(chance, 36, worlds);
        Assert.InRange(bare, 0, 28);
    }

    [Fact]
    public void RMIA_takes_each_pair_with_the_other_pairs_as_references()
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(4, CPU);
        double[][] Draw(int n, double low) => [.. (rand(4, n, ScalarType.Float64, generator: rng) * (1 - low) + low).data<double>().ToArray().Chunk(n)];
        double[][] unlearned = Draw(20, 0.3), never = Draw(20, 0), mine = Draw(30, 0), theirs = Draw(30, 0);
        var attack = new Rmia().LeavePairOut(unlearned, never, mine, theirs, rng);
        List<double> members = [], others = [];
        for (var t = 0; t < 4; t++)
        {
            double[][] references = [.. never.Where((_, i) => i != t)], population = [.. theirs.Where((_, i) => i != t)];
            members.AddRange(new Rmia().Scores(unlearned[t], references, mine[t], population));
            others.AddRange(new Rmia().Scores(never[t], references, theirs[t], population));
        }
        Assert.Equal(Roc.Of(members, others).Auc, attack.Auc, 1e-12);
        Assert.Equal("T = 3 references", attack.Notes[0]);
        Assert.Equal((80, 80), (attack.Members, attack.NonMembers));
        Assert.Null(attack.TprAt01Percent); // a thousandth of 80 is none
        Assert.Null(attack.TprAt01PercentInterval);
        Assert.Null(attack.TprAt1Percent);
    }

    [Fact]
    public void The_forgetting_quality_is_the_competitions()
    {
        var f = MetricFixtures.All.Quality;
        var found = ForgettingQuality.Of(f.Unlearned, f.Retrained);
        Assert.All(f.Epsilons.Zip(found.Epsilons), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.Equal(f.Score, found.Score, 1e-12);
        using var rng = new Generator(3, CPU);
        Assert.True(found.ScoreInterval(rng).Contains(f.Score));
        Assert.Equal((f.Epsilons.Count(e => e >= 50), Math.Ceiling(Math.Log(f.Unlearned.Length - 1))), (found.Capped(), found.Ceiling()));
        Assert.Equal(f.Score * 0.5 * 0.9, found.Final(new(0, 0, 45, 81, 0, 0), new(0, 0, 90, 90, 0, 0)), 1e-12);
    }

    /// <summary>No threshold errs: ε is the cap. All alike: no threshold tells anything and ε is 0. One kind that hardly varies: the cap.</summary>
    [Fact]
    public void Perfect_separation_is_capped_and_equality_is_zero()
    {
        double[] five = [0, 1, 2, 3, 4];
        Assert.Equal(50, ForgettingQuality.Epsilon(five, [.. five.Select(x => x + 10)]));
        Assert.Equal(0, ForgettingQuality.Epsilon([1, 1, 1, 1, 1], [1, 1, 1, 1, 1]));
        Assert.Equal(50, ForgettingQuality.Epsilon([2, 2, 2, 2, 2.01], five));
        Assert.Equal(ForgettingQuality.Epsilon(five, [0.5, 1.5, 2.5, 3.5, 4.5]), ForgettingQuality.Epsilon([0.5, 1.5, 2.5, 3.5, 4.5], five), 1e-12);
    }

    private static (double[][] Unlearned, double[][] Never) World(double delta, int networks)
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(5, CPU);
        var mean = randn(1, Samples, ScalarType.Float64, generator: rng) * 3;
        double[][] Draw(double shift) => [.. (mean + shift + randn(networks, Samples, ScalarType.Float64, generator: rng)).data<double>().ToArray().Chunk(Samples)];
        return (Draw(delta), Draw(0));
    }
}
