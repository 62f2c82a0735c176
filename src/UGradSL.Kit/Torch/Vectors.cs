namespace Unlearn;

/// <summary>Numbers of vectors, without a tensor left behind.</summary>
internal static class Vectors
{
    /// <summary>⟨a, b⟩ of two vectors [P].</summary>
    public static double Dot(this Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        return a.dot(b).item<double>();
    }

    /// <summary>‖a‖ of a vector [P].</summary>
    public static double Norm(this Tensor a)
    {
        using var scope = NewDisposeScope();
        return a.norm().item<double>();
    }
}
