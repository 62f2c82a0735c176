using TorchSharp.Modules;

namespace Unlearn;

/// <summary>norm(x + attention(x)), then norm(x + D → Hidden → gelu → D): [B, L, D] → [B, L, D].</summary>
internal sealed class BertLayer : nn.Module
{
    private readonly int heads;
    private readonly double drop;
    private readonly Linear query, key, value, merge, widen, narrow;
    private readonly LayerNorm afterAttention, afterMlp;

    public BertLayer(BertSettings s) : base(nameof(BertLayer))
    {
        RegisterComponents(); // while the fields are null: TorchSharp would register them under their own names, too
        (heads, drop) = (s.Heads, s.Dropout);
        (query, key, value, merge) = (nn.Linear(s.Width, s.Width), nn.Linear(s.Width, s.Width), nn.Linear(s.Width, s.Width), nn.Linear(s.Width, s.Width));
        (widen, narrow) = (nn.Linear(s.Width, s.Hidden), nn.Linear(s.Hidden, s.Width));
        (afterAttention, afterMlp) = (nn.LayerNorm(s.Width, s.Epsilon), nn.LayerNorm(s.Width, s.Epsilon));
        register_module("attention", new Branch(
            ("self", new Branch(("query", query), ("key", key), ("value", value))),
            ("output", new Branch(("dense", merge), ("LayerNorm", afterAttention)))));
        register_module("intermediate", new Branch(("dense", widen)));
        register_module("output", new Branch(("dense", narrow), ("LayerNorm", afterMlp)));
    }

    /// <summary>The first <paramref name="count"/> positions, [B, count, D].</summary>
    /// <param name="x">[B, L, D].</param>
    /// <param name="mask">bool [B, 1, 1, L]: false hides a position from all others.</param>
    /// <param name="count">1 where only the first token is read on.</param>
    public Tensor Forward(Tensor x, Tensor mask, long count)
    {
        using var scope = NewDisposeScope();
        var asking = x.narrow(1, 0, count);                                                                          // [B, M, D]
        var read = Attention.Of(query.call(asking), key.call(x), value.call(x), heads, mask, training ? drop : 0);   // [B, M, D]
        x = afterAttention.call(asking + dropout(merge.call(read), drop, training));                                 // [B, M, D]
        var f = gelu(widen.call(x));                                                                                 // [B, M, Hidden]
        return afterMlp.call(x + dropout(narrow.call(f), drop, training)).MoveToOuterDisposeScope();                 // [B, M, D]
    }
}
