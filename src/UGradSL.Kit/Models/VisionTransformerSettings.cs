namespace Unlearn;

/// <summary>The size of a <see cref="VisionTransformer"/>. The defaults are ViT-Ti for CIFAR-10.</summary>
/// <param name="Image">H = W, pixels.</param>
/// <param name="Patch">P, the side of a patch in pixels; it divides the image's.</param>
/// <param name="Width">D.</param>
/// <param name="Depth">Blocks.</param>
/// <param name="Heads">They divide D.</param>
/// <param name="Classes">K.</param>
/// <param name="Channels">C.</param>
/// <param name="Dropout">After the position embedding, each attention and each linear layer of an MLP, in training mode.</param>
/// <param name="Epsilon">LayerNorm's ε: 1e-6 in timm and torchvision; Hugging Face's published ViTs have 1e-12.</param>
public sealed record VisionTransformerSettings(
    int Image = 32, int Patch = 4, int Width = 192, int Depth = 12, int Heads = 3, int Classes = 10, int Channels = 3, double Dropout = 0, double Epsilon = 1e-6)
{
    /// <summary>ViT-Ti/4 for images of 32×32 (DeiT's Ti: Touvron et al., 2021).</summary>
    public static VisionTransformerSettings Tiny { get; } = new();

    /// <summary>ViT-S/4 for images of 32×32 (DeiT's S).</summary>
    public static VisionTransformerSettings Small { get; } = new(Width: 384, Heads: 6);

    /// <summary>ViT-B/4 for images of 32×32 (Dosovitskiy et al., 2021).</summary>
    public static VisionTransformerSettings Base { get; } = new(Width: 768, Heads: 12);

    /// <summary>The same network for 224×224, patches of 16 and 1000 classes, as published.</summary>
    public VisionTransformerSettings ForImageNet() => this with { Image = 224, Patch = 16, Classes = 1000 };
}
