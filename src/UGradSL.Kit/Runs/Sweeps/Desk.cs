namespace Unlearn;

/// <summary>What lies at hand from one unit to the next: the last data set, split and original network.</summary>
internal sealed class Desk : IDisposable
{
    private (DataSettings Settings, Dataset Data)? data;
    private (SweepUnit Unit, ForgetSplit Split)? split;
    private (UnitKey Key, Net Net)? original;

    public Dataset Data(DataSettings settings)
    {
        if (data is { } held && held.Settings == settings) return held.Data;
        Clear();
        data = (settings, settings.Load());
        return data.Value.Data;
    }

    public ForgetSplit Split(SweepUnit unit)
    {
        var at = unit with { Method = null };
        if (split is { } held && held.Unit == at) return held.Split;
        split = (at, unit.Split(Data(unit.Data)));
        return split.Value.Split;
    }

    public Net? Original(UnitKey key) => original is { } held && held.Key == key ? held.Net : null;

    public Net Keep(UnitKey key, Net net)
    {
        original?.Net.Dispose();
        original = (key, net);
        return net;
    }

    public void Dispose() => Clear();

    private void Clear()
    {
        data?.Data.Dispose();
        original?.Net.Dispose();
        (data, split, original) = (null, null, null);
    }
}
