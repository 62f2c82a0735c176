namespace Unlearn;

/// <summary>What a method needs besides the network and D_f.</summary>
[Flags]
public enum Needs
{
    /// <summary>Nothing else.</summary>
    Nothing = 0,

    /// <summary>D_r, or a part of it.</summary>
    Retain = 1,

    /// <summary>A second network to follow or to leave: about twice the memory of weights, and a forward pass more.</summary>
    Teacher = 2,

    /// <summary>A mask over the weights, from a pass over D_f before the first step.</summary>
    Mask = 4,

    /// <summary>Curvature: products with a Hessian, a Gauss–Newton or a Fisher matrix.</summary>
    SecondOrder = 8,
}

/// <summary>Where a method comes from and what it needs; its mathematics and its settings are its record's documentation (<see cref="MethodSheet"/>).</summary>
/// <param name="paper">Authors, year, title.</param>
/// <param name="needs">Besides the network and D_f.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MethodAttribute(string paper, Needs needs) : Attribute
{
    /// <summary>Authors, year, title.</summary>
    public string Paper { get; } = paper;

    /// <summary>Besides the network and D_f.</summary>
    public Needs Needs { get; } = needs;
}
