namespace Unlearn;

/// <summary>The size of a <see cref="Bert"/>. The defaults are BERT-base, uncased, with two labels.</summary>
/// <param name="Vocabulary">V, word pieces.</param>
/// <param name="Width">D.</param>
/// <param name="Depth">Layers.</param>
/// <param name="Heads">They divide D.</param>
/// <param name="Hidden">Width of the layer between the two linear ones; 4·D as published.</param>
/// <param name="Classes">K.</param>
/// <param name="Positions">The longest text, in tokens.</param>
/// <param name="Dropout">After embeddings, attention weights, each sublayer and before the head, in training mode; 0.1 as published.</param>
/// <param name="Epsilon">LayerNorm's ε.</param>
public sealed record BertSettings(
    int Vocabulary = 30522, int Width = 768, int Depth = 12, int Heads = 12, int Hidden = 3072, int Classes = 2, int Positions = 512,
    double Dropout = 0.1, double Epsilon = 1e-12)
{
    /// <summary>BERT-base (Devlin et al., 2019).</summary>
    public static BertSettings Base { get; } = new();

    /// <summary>BERT-small (Turc et al., 2019): 4 layers of 512.</summary>
    public static BertSettings Small { get; } = new(Width: 512, Depth: 4, Heads: 8, Hidden: 2048);

    /// <summary>BERT-mini (Turc et al., 2019): 4 layers of 256.</summary>
    public static BertSettings Mini { get; } = new(Width: 256, Depth: 4, Heads: 4, Hidden: 1024);

    /// <summary>BERT-tiny (Turc et al., 2019): 2 layers of 128.</summary>
    public static BertSettings Tiny { get; } = new(Width: 128, Depth: 2, Heads: 2, Hidden: 512);
}
