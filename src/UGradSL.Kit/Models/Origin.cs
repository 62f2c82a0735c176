namespace Unlearn;

/// <summary>What a stored network was built from, by the names that the command line takes: with it a folder is enough to load the data and build the network again.</summary>
/// <param name="Data">The data set, or the part of it that was taken.</param>
/// <param name="Network">The architecture.</param>
public sealed record Origin(DataSettings Data, NetworkSettings Network);
