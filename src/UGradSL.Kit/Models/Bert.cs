using TorchSharp.Modules;

namespace Unlearn;

/// <summary>
/// BERT with a classification head (Devlin et al., 2019), with the names of Hugging Face's BertForSequenceClassification. Texts come as
/// int64 [B, 2, L]: token ids, and a mask that is 0 where there is only padding. Every token is of segment 0.
/// <code>
/// ids [B, L] → word + position + segment → norm [B, L, D] → Depth × (norm(x + attention(x)), norm(x + D → Hidden → gelu → D))
///   → the first token [B, D] → pooler: linear, tanh [B, D] → linear [B, K]
/// </code>
/// BERT-base, uncased, K = 2: 109,483,778 weights.
/// </summary>
/// <remarks>
/// gelu is the exact one, by erf. After the last attention only the first token is carried on: nothing else reaches the logits.
/// </remarks>
public sealed class Bert : Net
{
    private readonly BertSettings settings;
    private readonly Embedding words, positions, segments;
    private readonly LayerNorm norm;
    private readonly BertLayer[] layers;
    private readonly Linear pooler, classifier;

    /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
    public Bert(BertSettings? settings = null) : base(nameof(Bert))
    {
        RegisterComponents(); // while the fields are null: TorchSharp would register them under their own names, too
        this.settings = settings ??= BertSettings.Base;
        Attention.Check(settings.Width, settings.Heads);
        words = nn.Embedding(settings.Vocabulary, settings.Width, padding_idx: 0);
        positions = nn.Embedding(settings.Positions, settings.Width);
        segments = nn.Embedding(2, settings.Width);
        norm = nn.LayerNorm(settings.Width, settings.Epsilon);
        layers = [.. Enumerable.Range(0, settings.Depth).Select(_ => new BertLayer(settings))];
        pooler = nn.Linear(settings.Width, settings.Width);
        classifier = nn.Linear(settings.Width, settings.Classes);
        register_module("bert", new Branch(
            ("embeddings", new Branch(("word_embeddings", words), ("position_embeddings", positions), ("token_type_embeddings", segments), ("LayerNorm", norm))),
            ("encoder", new Branch(("layer", Branch.Row(layers)))),
            ("pooler", new Branch(("dense", pooler)))));
        register_module("classifier", classifier);
        DrawWeights();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Another type or shape, or a text longer than the network has positions for.</exception>
    public override Tensor forward(Tensor x)
    {
        if (x.dtype != ScalarType.Int64 || x.dim() != 3 || x.shape[1] != 2 || x.shape[2] < 1 || x.shape[2] > settings.Positions)
            throw new ArgumentException($"{this} reads int64 [B, 2, L], token ids and mask, with L from 1 to {settings.Positions}; "
                + $"this is {x.dtype} [{string.Join(", ", x.shape)}]: encode the texts, or cut them.");
        using var scope = NewDisposeScope();
        var mask = x.select(1, 1).ne(0).unsqueeze(1).unsqueeze(1);                                          // bool [B, 1, 1, L]
        var place = positions.weight!.narrow(0, 0, x.shape[2]) + segments.weight!.narrow(0, 0, 1);          // [L, D]
        x = dropout(norm.call(words.call(x.select(1, 0)) + place), settings.Dropout, training);             // [B, L, D]
        for (var i = 0; i < layers.Length; i++) x = layers[i].Forward(x, mask, i == layers.Length - 1 ? 1 : x.shape[1]);
        x = pooler.call(x.select(1, 0)).tanh();                                                             // [B, D]
        return classifier.call(dropout(x, settings.Dropout, training)).MoveToOuterDisposeScope();           // [B, K]
    }

    /// <inheritdoc/>
    public override Net Fresh() => new Bert(settings);

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(Bert)}(vocabulary: {settings.Vocabulary}, width: {settings.Width}, depth: {settings.Depth}, heads: {settings.Heads}, "
        + $"hidden: {settings.Hidden}, classes: {settings.Classes}, positions: {settings.Positions}, dropout: {settings.Dropout}, epsilon: {settings.Epsilon})";

    /// <summary>Linear layers and embeddings from N(0, 0.02²), biases and the padding token's row 0, as published.</summary>
    private void DrawWeights()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        FirstWeights.DrawLinears(this, 0.02);
        words.weight!.select(0, 0).zero_();
    }
}
