namespace Unlearn;

/// <summary>At what size an experiment of the paper is run.</summary>
public enum PaperScale
{
    /// <summary>Seconds: the embedded images stand in for every data set. It tests the path, and its numbers say nothing.</summary>
    Quick,

    /// <summary>Minutes to hours on two cores: the real data, fewer images, narrower networks, short unlearning.</summary>
    Laptop,

    /// <summary>The published settings; what the paper leaves out is ours.</summary>
    Paper,
}
