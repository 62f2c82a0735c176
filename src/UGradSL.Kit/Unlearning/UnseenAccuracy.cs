namespace Unlearn;

/// <summary>
/// What a network that never saw D_f would score on it, as far as held-out data can say. For a class that D_r still has: the accuracy on
/// validation samples of that class; for a class that is gone from D_r: 0, since no sample bears its label any more. Classes weigh as in D_f.
/// </summary>
/// <remarks>Ours: the paper trains a fixed number of epochs and stops on nothing.</remarks>
public static class UnseenAccuracy
{
    /// <summary>In percent, by the network as it is now; of classes without validation samples, the accuracy over all of them.</summary>
    public static double Of(Net net, ForgetSplit data)
    {
        var (right, all) = RightPerClass(net, data.Validation);
        var (forget, retain) = (data.Forget.CountPerClass(), data.Retain.CountPerClass());
        var overall = all.Sum() == 0 ? 0 : right.Sum() / (double)all.Sum();
        var expected = Enumerable.Range(0, data.Classes).Where(k => retain[k] > 0).Sum(k => forget[k] * (all[k] > 0 ? right[k] / (double)all[k] : overall));
        return 100 * expected / data.Forget.Count;
    }

    /// <summary>Whether accuracy on D_f is no higher than that.</summary>
    public static bool IsReached(Net net, ForgetSplit data)
    {
        var (right, all) = RightPerClass(net, data.Forget);
        return 100.0 * right.Sum() / all.Sum() <= Of(net, data);
    }

    private static (int[] Right, int[] All) RightPerClass(Net net, Subset part)
    {
        using var scope = NewDisposeScope();
        var said = Evaluate.Logits(net, part).argmax(1).data<long>().ToArray();    // [N]
        var right = new int[part.Classes];
        for (var i = 0; i < part.Count; i++) right[part.Label(i)] += said[i] == part.Label(i) ? 1 : 0;
        return (right, part.CountPerClass());
    }
}
