namespace Unlearn;

/// <summary>
/// The sets of the population attacks, made for them. Of the first n rows of D_r and of the test set, n the smaller's size, the even ones
/// are what the attacker learns members and non-members from, the odd ones are what the attack is judged on.
/// </summary>
/// <param name="LearnedMembers">Of D_r.</param>
/// <param name="LearnedNonMembers">Of the test set, as many.</param>
/// <param name="Retain">Of D_r, judged against <paramref name="Test"/>.</param>
/// <param name="Forget">Of D_f, thinned evenly where there are more than <paramref name="Test"/>.</param>
/// <param name="Test">Of the test set, as many as <paramref name="Retain"/>.</param>
/// <typeparam name="T">A feature of one sample.</typeparam>
internal sealed record AttackSets<T>(T[] LearnedMembers, T[] LearnedNonMembers, T[] Retain, T[] Forget, T[] Test)
{
    /// <summary>What a good value of "retain-vs-test" is.</summary>
    public const string RetainGood = "Retrain's value: D_r was trained on, so more than 0.5 is memorisation, and more than Retrain's is what unlearning added.";

    /// <summary>What a good value of "forget-vs-test" is.</summary>
    public const string ForgetGood = "Retrain's value; 0.5 where D_f is distributed as the test set. Above: D_f still looks trained on. Below: it looks less seen than new samples, which gives it away as well.";

    /// <param name="outputs">Of the attacked network.</param>
    /// <param name="feature">What the attacker sees of each sample of a set.</param>
    /// <param name="most">How many samples a side are learned from at most; the others are left out evenly.</param>
    /// <exception cref="ArgumentException">D_r or the test set has fewer than 2 samples.</exception>
    public static AttackSets<T> Of(NetworkOutputs outputs, Func<Outputs, T[]> feature, int most = int.MaxValue)
    {
        var n = Math.Min(outputs.Retain.Count, outputs.Test.Count);
        if (n < 2) throw new ArgumentException($"{outputs.Retain.Count} samples of D_r and {outputs.Test.Count} of the test set: an attack learns from one half and is judged on the other, so it needs 2 of each.");
        T[] retain = feature(outputs.Retain)[..n], test = feature(outputs.Test)[..n], forget = feature(outputs.Forget), judged = Sampling.Odd(test);
        return new(Sampling.Thin(Sampling.Even(retain), most), Sampling.Thin(Sampling.Even(test), most), Sampling.Odd(retain),
            Sampling.Thin(forget, judged.Length), judged);
    }

    /// <summary>Judges D_f against the test set, then D_r against it.</summary>
    /// <param name="name">Of the attack.</param>
    /// <param name="score">Higher means "member"; at or above <paramref name="threshold"/> it is the attack's answer.</param>
    /// <param name="threshold">Where the attack says yes.</param>
    /// <param name="rng">For the bootstrap.</param>
    public IEnumerable<AttackResult> Judge(string name, Func<T, double> score, double threshold, Generator rng)
    {
        double[] test = [.. Test.Select(score)];
        yield return AttackResult.Of($"{name}:forget-vs-test", ForgetGood, [.. Forget.Select(score)], Sampling.Thin(test, Forget.Length), rng, threshold);
        yield return AttackResult.Of($"{name}:retain-vs-test", RetainGood, [.. Retain.Select(score)], test, rng, threshold);
    }
}
