namespace Unlearn;

/// <summary>The two forms in which the field uses ResNet and VGG: cut down for small images, or as published for ImageNet.</summary>
public enum InputForm
{
    /// <summary>For images of 32×32.</summary>
    Cifar,

    /// <summary>For images of 224×224.</summary>
    ImageNet,
}
