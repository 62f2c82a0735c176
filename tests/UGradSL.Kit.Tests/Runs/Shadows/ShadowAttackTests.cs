namespace Unlearn.Tests.Runs.Shadows;

public sealed class ShadowAttackTests : IDisposable
{
    private static readonly Experiment Small = new("small", new("embedded", 200, 100), new("small-cnn", 4), [Forgetting.Random(0.1)], new(2, BatchSize: 32), [0], [new FineTune(1) { BatchSize = 32 }]);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ugradsl");

    public void Dispose() => folder.Delete(recursive: true);

    private UnitStore Store(string name = "store") => new(Path.Combine(folder.FullName, name));

    /// <summary>The names of what was run, each once, in order.</summary>
    private static List<string> Do(ShadowAttack attack, UnitStore store)
    {
        List<string> names = [];
        foreach (var _ in new Sweep([.. attack.Units], store).Run(p => { if (names.LastOrDefault() != p.Method) names.Add(p.Method); })) { }
        return names;
    }

    [Fact]
    public void Shadows_are_trained_once_and_serve_every_method()
    {
        var (attack, store, before) = (new ShadowAttack(Small, 3), Store(), DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(["Original, pair 1", "Retrain, pair 1", "FT, pair 1", "Original, pair 2", "Retrain, pair 2", "FT, pair 2", "Original, pair 3", "Retrain, pair 3", "FT, pair 3"], Do(attack, store));
        Assert.Equal(["Original", "FT"], attack.Read(store).Select(a => a.Name));
        var second = attack with { Experiment = Small with { Methods = [.. Small.Methods, new GradientAscent(1) { BatchSize = 32 }, new Retrain()] } };
        Assert.Equal(["GA, pair 1", "GA, pair 2", "GA, pair 3"], Do(second, store));
        var more = second with { Pairs = 4 };
        Assert.Equal(["Original, pair 4", "Retrain, pair 4", "FT, pair 4", "GA, pair 4"], Do(more, store));
        Assert.Equal(4, store.All.Count(u => u.Key.Kind == "original"));
        Assert.Equal(8, store.All.Count(u => File.Exists(u.File(Sweep.WeightsFile)))); // four originals, four retrained networks
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Attacks_are_those_of_the_stored_logits_and_the_same_from_any_store()
    {
        var attack = new ShadowAttack(Small, 6);
        Do(attack, Store());
        var found = attack.Read(Store()).ToList();
        Assert.Equal(["Retrain (half against half)", "Original", "FT"], found.Select(a => a.Name));
        Assert.Equal([3, 6, 6], found.Select(a => a.Pairs));
        Assert.Equal([3, 6, 6], found.Select(a => a.PerExample.Quality.Networks));
        ShadowOutputs[] Of(Unlearner? method) => [.. Enumerable.Range(0, 6).Select(pair =>
        {
            var unit = new SweepUnit(Small.Data, Small.Network, Small.Forgettings[0], Small.Training, 0, method) { Shadow = new(pair) };
            using Outputs forget = LogitsFile.Read(Store().Find(unit.Key)!.Folder, "forget"), test = LogitsFile.Read(Store().Find(unit.Key)!.Folder, "test");
            return ShadowOutputs.Of(forget, test);
        })];
        var byHand = new ShadowPairs(Of(Small.Methods[0]), Of(new Retrain { Training = Small.Training })).Attack(0);
        Assert.Equal((byHand.Lira.Auc, byHand.Rmia.Auc, byHand.Quality.Score), (found[2].PerExample.Lira.Auc, found[2].PerExample.Rmia.Auc, found[2].PerExample.Quality.Score));
        Do(attack, Store("other"));
        Assert.Equal(MethodAttacked.Json(found), MethodAttacked.Json(attack.Read(Store("other"))));
        var table = AttackTable.Of(found).Single().ToString();
        Assert.Contains("T = 6 pairs of shadows, seeds alone differ", table);
        Assert.Contains("FPR: that is less than one of", table);
    }

    [Fact]
    public void Stopped_at_any_step_and_begun_again_it_ends_with_the_same_attacks()
    {
        var attack = new ShadowAttack(Small, 3, 0.5);
        Do(attack, Store("whole"));
        for (var (limit, stops) = (1, 0); ; limit += 5)
        {
            var steps = 0;
            try
            {
                var sweep = new Sweep([.. attack.Units], Store()) { BetweenStates = TimeSpan.Zero };
                Assert.Equal(9, sweep.Run(_ => { if (++steps > limit) throw new OperationCanceledException(); }).Count());
                Assert.InRange(stops, 2, 30);
                break;
            }
            catch (OperationCanceledException) { stops++; }
        }
        Assert.Equal(MethodAttacked.Json(attack.Read(Store("whole"))), MethodAttacked.Json(attack.Read(Store())));
    }

    [Fact]
    public void A_pair_draws_its_own_part_of_D_r_and_keeps_D_f()
    {
        using var data = Small.Data.Load();
        var whole = Small.Forgettings[0].Split(data, 3);
        Assert.Same(whole, new Shadow(0).Of(whole, 3));
        ForgetSplit[] drawn = [.. Enumerable.Range(0, 3).Select(pair => new Shadow(pair, 0.5).Of(whole, 3))];
        Assert.All(drawn, split => Assert.Equal((whole.Forget, whole.Test, whole.Retain.Count / 2), (split.Forget, split.Test, split.Retain.Count)));
        Assert.All(drawn, split => Assert.Subset(whole.Retain.Indices.ToHashSet(), split.Retain.Indices.ToHashSet()));
        Assert.Equal(3, drawn.DistinctBy(split => split.Hash).Count());
        Assert.Equal(drawn[1].Hash, new Shadow(1, 0.5).Of(whole, 3).Hash);
        Assert.Equal(6, Enumerable.Range(0, 3).SelectMany(pair => (int[])[new Shadow(pair).SeedOf(0), new Shadow(pair).SeedOf(1)]).Distinct().Count());
    }

    /// <summary>With all of D_r one original serves every way to forget, as elsewhere; with draws each way has its own. A unit that is no shadow keeps its address.</summary>
    [Fact]
    public void Addresses_say_what_a_shadow_depends_on()
    {
        var ways = Small with { Forgettings = [Forgetting.Random(0.1), Forgetting.Class(1)] };
        Assert.Equal(3, new ShadowAttack(ways, 3).Units.Select(u => u.OriginalKey).Distinct().Count());
        Assert.Equal(6, new ShadowAttack(ways, 3, 0.5).Units.Select(u => u.OriginalKey).Distinct().Count());
        Assert.Equal(18, new ShadowAttack(ways, 3).Units.Select(u => u.Key).Distinct().Count());
        var unit = Small.Units.First();
        Assert.Equal(UnitKey.Of("run", new { unit.Data, unit.Network, unit.Forgetting, unit.Training, unit.Seed, unit.Method }).Address, unit.Key.Address);
        Assert.DoesNotContain("hadow", System.Text.Json.JsonSerializer.Serialize(unit, Json.Compact));
    }

    [Fact]
    public void Settings_outside_their_range_and_units_not_done_are_named()
    {
        Assert.Contains("2 pairs of shadows: at least 3", Assert.Throws<ArgumentException>(() => new ShadowAttack(Small, 2).Check()).Message);
        Assert.Contains("a share of 1.5", Assert.Throws<ArgumentException>(() => new ShadowAttack(Small, 3, 1.5).Check()).Message);
        Assert.Contains("sweep the units of the attack first", Assert.Throws<InvalidOperationException>(() => new ShadowAttack(Small, 3).Read(Store()).ToList()).Message);
    }
}
