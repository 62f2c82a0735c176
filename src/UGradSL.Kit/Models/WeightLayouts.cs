namespace Unlearn;

/// <summary>The names that torchvision, timm and Hugging Face give the tensors of our networks, as data.</summary>
public static class WeightLayouts
{
    // timm's ResNets have torchvision's names.
    private static readonly WeightLayout[] resNet =
    [
        new("torchvision", []),
        new("huggingface",
        [
            new("conv1.*", "resnet.embedder.embedder.convolution.*"),
            new("bn1.*", "resnet.embedder.embedder.normalization.*"),
            .. Enumerable.Range(0, 4).SelectMany(stage => (Rename[])
            [
                new($"layer{stage + 1}.#.downsample.0.*", $"resnet.encoder.stages.{stage}.layers.#.shortcut.convolution.*"),
                new($"layer{stage + 1}.#.downsample.1.*", $"resnet.encoder.stages.{stage}.layers.#.shortcut.normalization.*"),
                .. Enumerable.Range(0, 3).SelectMany(i => (Rename[])
                [
                    new($"layer{stage + 1}.#.conv{i + 1}.*", $"resnet.encoder.stages.{stage}.layers.#.layer.{i}.convolution.*"),
                    new($"layer{stage + 1}.#.bn{i + 1}.*", $"resnet.encoder.stages.{stage}.layers.#.layer.{i}.normalization.*"),
                ]),
            ]),
            new("fc.*", "classifier.1.*"),
        ]),
    ];

    private static readonly WeightLayout[] vgg =
    [
        new("torchvision", []),
        new("timm",
        [
            new("classifier.0.*", "pre_logits.fc1.*") { Kernel = 7 },
            new("classifier.3.*", "pre_logits.fc2.*") { Kernel = 1 },
            new("classifier.6.*", "head.fc.*"),
        ]),
    ];

    private static readonly WeightLayout[] vit =
    [
        new("timm", []),
        TorchVisionVit("torchvision", "0", "3"),
        TorchVisionVit("torchvision 0.12", "linear_1", "linear_2"), // as the first version with a ViT wrote it
        new("huggingface",
        [
            new("cls_token", "vit.embeddings.cls_token"),
            new("pos_embed", "vit.embeddings.position_embeddings"),
            new("patch_embed.proj.*", "vit.embeddings.patch_embeddings.projection.*"),
            new("blocks.#.norm1.*", "vit.encoder.layer.#.layernorm_before.*"),
            new("blocks.#.attn.qkv.*",
                "vit.encoder.layer.#.attention.attention.query.*",
                "vit.encoder.layer.#.attention.attention.key.*",
                "vit.encoder.layer.#.attention.attention.value.*"),
            new("blocks.#.attn.proj.*", "vit.encoder.layer.#.attention.output.dense.*"),
            new("blocks.#.norm2.*", "vit.encoder.layer.#.layernorm_after.*"),
            new("blocks.#.mlp.fc1.*", "vit.encoder.layer.#.intermediate.dense.*"),
            new("blocks.#.mlp.fc2.*", "vit.encoder.layer.#.output.dense.*"),
            new("norm.*", "vit.layernorm.*"),
            new("head.*", "classifier.*"),
        ], "vit.pooler.dense.*"),
    ];

    // bert-base-uncased is published with its pre-training heads and with the norms' first names, gamma and beta.
    private static readonly WeightLayout[] bert =
    [
        new("huggingface", [], "cls.*", "bert.embeddings.position_ids"),
        new("huggingface gamma", [new("*.LayerNorm.weight", "*.LayerNorm.gamma"), new("*.LayerNorm.bias", "*.LayerNorm.beta")],
            "cls.*", "bert.embeddings.position_ids"),
        new("huggingface BertModel", [new("bert.*", "*")], "embeddings.position_ids"),
    ];

    private static readonly WeightLayout[] own = [new("ugradsl", [])];

    /// <summary>What files of <paramref name="net"/>'s weights may be named like, our own names first.</summary>
    public static IReadOnlyList<WeightLayout> Of(Net net) => net switch { ResNet => resNet, Vgg => vgg, VisionTransformer => vit, Bert => bert, _ => own };

    /// <summary>Whether our tensor <paramref name="name"/> belongs to the last layer, whose shape depends on the number of classes.</summary>
    internal static bool IsHead(Net net, string name) => name[..Math.Max(name.LastIndexOf('.'), 0)] is var layer && net switch
    {
        ResNet => layer is "fc",
        Vgg => layer is "classifier" or "classifier.6",
        Bert => layer is "classifier",
        _ => layer is "head",
    };

    private static WeightLayout TorchVisionVit(string name, string first, string second) => new(name,
    [
        new("cls_token", "class_token"),
        new("pos_embed", "encoder.pos_embedding"),
        new("patch_embed.proj.*", "conv_proj.*"),
        new("blocks.#.norm1.*", "encoder.layers.encoder_layer_#.ln_1.*"),
        new("blocks.#.attn.qkv.*", "encoder.layers.encoder_layer_#.self_attention.in_proj_*"),
        new("blocks.#.attn.proj.*", "encoder.layers.encoder_layer_#.self_attention.out_proj.*"),
        new("blocks.#.norm2.*", "encoder.layers.encoder_layer_#.ln_2.*"),
        new("blocks.#.mlp.fc1.*", $"encoder.layers.encoder_layer_#.mlp.{first}.*"),
        new("blocks.#.mlp.fc2.*", $"encoder.layers.encoder_layer_#.mlp.{second}.*"),
        new("norm.*", "encoder.ln.*"),
        new("head.*", "heads.head.*"),
    ]);
}
