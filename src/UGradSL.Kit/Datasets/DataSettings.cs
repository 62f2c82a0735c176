namespace Unlearn;

/// <summary>A data set by name, whole or in part, as a plan writes it.</summary>
/// <param name="Name">One of <see cref="NamedData.Names"/>.</param>
/// <param name="Train">Training samples, as many of each class, the first of each; null: all.</param>
/// <param name="Test">Test samples, likewise; null: all.</param>
public sealed record DataSettings(string Name, int? Train = null, int? Test = null)
{
    /// <summary>Reads it; the caller disposes it.</summary>
    /// <exception cref="ArgumentException">No such set, or more samples than it has of a class.</exception>
    /// <exception cref="FileNotFoundException">It is not in the cache; the message says how to fetch it.</exception>
    public Dataset Load()
    {
        var whole = NamedData.Load(Name);
        if (Train is null && Test is null) return whole;
        using (whole) return whole.Balanced(Train, Test);
    }

    /// <summary>"cifar10, 15,000 to train on".</summary>
    public override string ToString() => Name + (Train is { } n ? $", {n:N0} to train on" : "") + (Test is { } t ? $", {t:N0} to test on" : "");
}
