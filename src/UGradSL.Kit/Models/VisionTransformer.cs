using TorchSharp.Modules;

namespace Unlearn;

/// <summary>
/// ViT (Dosovitskiy et al., 2021): pre-norm, learned positions, a class token; with timm's names. N = (H/P)² patches:
/// <code>
/// [B, C, H, W] → patches [B, N, D] → class token before them [B, 1+N, D] → + positions
///   → Depth × (x + attention(norm1(x)), x + mlp(norm2(x))), mlp: D → 4D → gelu → D → the class token [B, D] → norm → linear [B, K]
/// </code>
/// ViT-B/16 for 224×224, K = 1000: 86,567,656 weights.
/// </summary>
/// <remarks>After the last attention only the class token is carried on: nothing else reaches the logits.</remarks>
public sealed class VisionTransformer : Net
{
    private readonly VisionTransformerSettings settings;
    private readonly Parameter cls_token, pos_embed; // as registered: by these names TorchSharp finds them again when the network moves
    private readonly Conv2d project;
    private readonly Block[] blocks;
    private readonly LayerNorm norm;
    private readonly Linear head;

    /// <exception cref="ArgumentException">The patch does not divide the image, or the heads the width.</exception>
    public VisionTransformer(VisionTransformerSettings? settings = null) : base(nameof(VisionTransformer))
    {
        RegisterComponents(); // while the fields are null: TorchSharp would register them under their own names, too
        this.settings = settings ??= VisionTransformerSettings.Tiny;
        if (settings.Patch < 1 || settings.Image % settings.Patch != 0)
            throw new ArgumentException($"patches of {settings.Patch} do not divide an image of {settings.Image}: take 4 for 32, 16 for 224.");
        Attention.Check(settings.Width, settings.Heads);
        var side = settings.Image / settings.Patch;
        cls_token = nn.Parameter(zeros(1, 1, settings.Width));
        pos_embed = nn.Parameter(zeros(1, 1 + side * side, settings.Width));
        using (NewDisposeScope()) // TorchSharp leaves a tensor behind for a Conv2d with a bias; weights outlive scopes
            project = nn.Conv2d(settings.Channels, settings.Width, settings.Patch, stride: settings.Patch);
        blocks = [.. Enumerable.Range(0, settings.Depth).Select(_ => new Block(settings))];
        norm = nn.LayerNorm(settings.Width, settings.Epsilon);
        head = nn.Linear(settings.Width, settings.Classes);
        register_parameter(nameof(cls_token), cls_token);
        register_parameter(nameof(pos_embed), pos_embed);
        register_module("patch_embed", new Branch(("proj", project)));
        register_module("blocks", Branch.Row(blocks));
        register_module("norm", norm);
        register_module("head", head);
        DrawWeights();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Images of another size or number of channels.</exception>
    public override Tensor forward(Tensor x)
    {
        if (x.dim() != 4 || x.shape[1] != settings.Channels || x.shape[2] != settings.Image || x.shape[3] != settings.Image)
            throw new ArgumentException($"{this} reads [B, {settings.Channels}, {settings.Image}, {settings.Image}]; this is [{string.Join(", ", x.shape)}]: resize it, or build the network for it.");
        using var scope = NewDisposeScope();
        var patches = project.call(x).flatten(2).transpose(1, 2);                              // [B, N, D]
        x = cat([cls_token.expand(x.shape[0], -1, -1), patches], 1) + pos_embed;              // [B, 1+N, D]
        x = dropout(x, settings.Dropout, training);
        for (var i = 0; i < blocks.Length; i++) x = blocks[i].Forward(x, i == blocks.Length - 1 ? 1 : x.shape[1]);
        return head.call(norm.call(x.select(1, 0))).MoveToOuterDisposeScope();                 // [B, K]
    }

    /// <inheritdoc/>
    public override Net Fresh() => new VisionTransformer(settings);

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(VisionTransformer)}(image: {settings.Image}, patch: {settings.Patch}, width: {settings.Width}, "
        + $"depth: {settings.Depth}, heads: {settings.Heads}, classes: {settings.Classes}, channels: {settings.Channels}, dropout: {settings.Dropout}, epsilon: {settings.Epsilon})";

    /// <summary>
    /// Linear layers and positions from N(0, 0.02²), biases 0, the class token from N(0, 10⁻¹²), the patches' convolution as PyTorch draws it.
    /// timm truncates at ±2, a hundred deviations away: it never does.
    /// </summary>
    private void DrawWeights()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        FirstWeights.DrawLinears(this, 0.02);
        nn.init.normal_(pos_embed, 0, 0.02);
        nn.init.normal_(cls_token, 0, 1e-6);
    }

    private sealed class Block : nn.Module
    {
        private readonly int heads;
        private readonly double drop;
        private readonly LayerNorm norm1, norm2;
        private readonly Linear qkv, proj, fc1, fc2;

        public Block(VisionTransformerSettings s) : base(nameof(Block))
        {
            RegisterComponents(); // while the fields are null: TorchSharp would register them under their own names, too
            (heads, drop) = (s.Heads, s.Dropout);
            (norm1, norm2) = (nn.LayerNorm(s.Width, s.Epsilon), nn.LayerNorm(s.Width, s.Epsilon));
            (qkv, proj) = (nn.Linear(s.Width, 3 * s.Width), nn.Linear(s.Width, s.Width));
            (fc1, fc2) = (nn.Linear(s.Width, 4 * s.Width), nn.Linear(4 * s.Width, s.Width));
            register_module("norm1", norm1);
            register_module("attn", new Branch(("qkv", qkv), ("proj", proj)));
            register_module("norm2", norm2);
            register_module("mlp", new Branch(("fc1", fc1), ("fc2", fc2)));
        }

        /// <summary>The first <paramref name="count"/> positions of what the block makes of <paramref name="x"/> [B, L, D].</summary>
        public Tensor Forward(Tensor x, long count)
        {
            using var scope = NewDisposeScope();
            var parts = qkv.call(norm1.call(x)).chunk(3, 2);                                                   // 3 × [B, L, D]
            var read = Attention.Of(parts[0].narrow(1, 0, count), parts[1], parts[2], heads);                  // [B, M, D]
            x = x.narrow(1, 0, count) + dropout(proj.call(read), drop, training);                              // [B, M, D]
            var f = dropout(gelu(fc1.call(norm2.call(x))), drop, training);                                    // [B, M, 4D]
            return (x + dropout(fc2.call(f), drop, training)).MoveToOuterDisposeScope();                       // [B, M, D]
        }
    }
}
