namespace Unlearn;

/// <summary>What a run took. Metrics run nothing: whoever ran the method measured it.</summary>
/// <param name="Seconds">RTE ↓, without measuring.</param>
/// <param name="Samples">Samples that passed through the network in optimizer steps ↓, each as often as it passed.</param>
/// <param name="PeakBytes">The largest memory that the process held meanwhile ↓, a card's not counted; null where the system does not tell.</param>
public sealed record Cost(double Seconds, long Samples, long? PeakBytes = null);
