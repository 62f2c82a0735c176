using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Unlearn.Benchmarks;

/// <summary>
/// What curvature costs beside a gradient: ResNet-18 of width 16 on random images [3, 32, 32], float32, in turns in one process. Wanted: a
/// Hessian and a Gauss–Newton product in at most 2.5 gradients, in at most 3 gradients' memory, b and c − b together in at most 1.7 solves,
/// and the last layer of 45,000 × 512 features probed in under 10 s on 2 cores.
/// </summary>
internal static class ProbeBenchmark
{
    private const int Images = 256, Batch = 128;

    public static void Run(int turns)
    {
        Machine.Print();
        Products(turns);
        Solves(turns);
        Head(45_000, 512);
    }

    /// <summary>The seconds of one gradient and of one Hessian product over a batch, as a line of JSON for the peer.</summary>
    public static void Twin()
    {
        using var net = Seeds.Initialise(0, () => new ResNet(width: 16));
        using var data = Pixels.Make(Batch);
        using var scope = NewDisposeScope();
        var (risk, v) = Made(net, data);
        var hessian = risk.Hessian();
        risk.Gradient();
        hessian.Multiply(v);
        var (gradient, product) = (Seconds(() => risk.Gradient()), Seconds(() => hessian.Multiply(v)));
        Console.WriteLine(JsonSerializer.Serialize(new { gradient, product, threads = get_num_threads() }));
    }

    /// <summary>MB that one of the works takes beyond what was held before, in a process of its own.</summary>
    public static void Memory(string work)
    {
        using var net = Seeds.Initialise(0, () => new ResNet(width: 16));
        using var data = Pixels.Make(Batch);
        using var scope = NewDisposeScope();
        var (risk, v) = Made(net, data);
        using (no_grad()) Evaluate.Logits(net, data.All.First(8)).Dispose(); // what the first call of all loads
        var held = Environment.WorkingSet;
        PeakMemory.Reset();
        if (work == "gradient") risk.Gradient();
        else (work == "hessian" ? risk.Hessian() : risk.GaussNewton()).Multiply(v);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(PeakMemory.Read() - held) / 1048576.0:0.0}"));
    }

    private static (NetRisk Risk, Tensor V) Made(Net net, LabeledData data)
    {
        var risk = new NetRisk(net, data.All) { BatchSize = Batch };
        using var rng = Seeds.Stream(0, "direction");
        return (risk, randn(risk.Size, ScalarType.Float64, generator: rng));
    }

    private static void Products(int turns)
    {
        using var net = Seeds.Initialise(0, () => new ResNet(width: 16));
        using var data = Pixels.Make(Images);
        using var scope = NewDisposeScope();
        var (risk, v) = Made(net, data);
        var (hessian, newton) = (risk.Hessian(), risk.GaussNewton());
        Action[] works = [() => risk.Gradient(), () => hessian.Multiply(v), () => newton.Multiply(v)];
        foreach (var work in works) work();
        var taken = Enumerable.Range(0, turns).Select(_ => works.Select(Seconds).ToArray()).ToList();
        foreach (var (i, name) in ((int, string)[])[(1, "Hessian"), (2, "Gauss–Newton")])
            Say($"one {name} product: {Ratio(taken.Select(t => t[i] / t[0]))} gradients, wanted at most 2.5 (a gradient over {Images} images: {1000 * Spread.Median(taken.Select(t => t[0])):0} ms)");
        var memory = ((string[])["gradient", "hessian", "gauss-newton"]).Select(Held).ToArray();
        Say($"memory of a batch of {Batch}: gradient {memory[0]:0} MB, Hessian product {memory[1] / memory[0]:0.00} of it, Gauss–Newton product {memory[2] / memory[0]:0.00}, wanted at most 3");
    }

    private static void Solves(int turns)
    {
        using var net = Seeds.Initialise(0, () => new ResNet(width: 16));
        using var data = Pixels.Make(Images);
        using var scope = NewDisposeScope();
        var (risk, v) = Made(net, data);
        var (map, solver) = (risk.GaussNewton().Damped(Images), new ConjugateGradient(1e-9, 5));
        Tensor b = risk.Gradient(), both = risk.PullBack((z, y) => 2 * one_hot(y, 10).to(z.dtype) - 1);
        void Free(IEnumerable<Solution> found) { foreach (var one in found) one.Dispose(); }
        Action[] works = [() => Free([solver.Solve(map, b)]), () => Free(solver.Solve(map, [b, both]))];
        foreach (var work in works) work();
        var taken = Enumerable.Range(0, turns).Select(_ => works.Select(Seconds).ToArray()).ToList();
        Say($"b and c − b together: {Ratio(taken.Select(t => t[1] / t[0]))} solves for b alone, wanted at most 1.7 (5 products each)");
    }

    private static void Head(int count, int width)
    {
        using var scope = NewDisposeScope();
        using var rng = Seeds.Stream(0, "features");
        var y = randint(10, [count], ScalarType.Int64, generator: rng);
        var centres = randn(10, width, ScalarType.Float64, generator: rng);
        var x = cat([(0.15 * centres.index_select(0, y) + randn(count, width, ScalarType.Float64, generator: rng)).relu(), ones(count, 1, ScalarType.Float64)], 1); // [N, d]
        bool[] forget = [.. Enumerable.Range(0, count).Select(i => i % 10 == 0)];
        var watch = Stopwatch.StartNew();
        var probe = GradientProbe.Exact(x, y, forget, 10, 5e-4, new() { Sweep = [], Contributions = false });
        Say($"last layer of {count:N0} × {width}: {watch.Elapsed.TotalSeconds:0.0} s on {get_num_threads()} threads, wanted under 10 s on 2 cores ({probe.Parameters:N0} parameters, {probe.Verdict}, largest residual {probe.Solves.Max(s => s.Residual):0.0e+0})");
    }

    private static double Seconds(Action work)
    {
        using var scope = NewDisposeScope();
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Held(string work)
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(ProbeBenchmark).Assembly.Location, "probe-memory", work]) { RedirectStandardOutput = true })!;
        var text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static string Ratio(IEnumerable<double> ratios)
    {
        double[] all = [.. ratios];
        return string.Create(CultureInfo.InvariantCulture, $"{Spread.Median(all):0.00} ({all.Min():0.00} to {all.Max():0.00}, n = {all.Length})");
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
