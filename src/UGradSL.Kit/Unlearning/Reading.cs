namespace Unlearn;

/// <summary>Which of two algorithms of one name, where a paper and its public code differ (docs/paper.md says in what).</summary>
public enum Reading
{
    /// <summary>The paper's.</summary>
    AsPublished,

    /// <summary>The public code's, its mistakes kept, to reproduce tables made with it.</summary>
    AsReleased,
}

/// <summary>How a loss sums over its batch.</summary>
public enum Reduction
{
    /// <summary>The mean: a learning rate means the same for every batch size.</summary>
    Mean,

    /// <summary>The sum, eq. 10 to the letter: B times the mean, and as if the learning rate were B times as large.</summary>
    Sum,
}

/// <summary>How a reading is told in a method's name.</summary>
internal static class Readings
{
    /// <summary>"as released", or nothing for what was published.</summary>
    public static string[] Variants(this Reading reading) => reading == Reading.AsReleased ? ["as released"] : [];
}
