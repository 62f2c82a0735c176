using System.Diagnostics.CodeAnalysis;

namespace Unlearn;

/// <summary>Which numbers a network computes with.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The number type is what a user chooses.")]
public enum Precision
{
    /// <summary>float32 throughout.</summary>
    Float32,

    /// <summary>Convolutions and linear layers in bfloat16, their weights kept as float32 masters; everything else in float32.</summary>
    Mixed,

    /// <summary><see cref="Mixed"/> where the device multiplies bfloat16 natively, <see cref="Float32"/> elsewhere, where bfloat16 would be slower.</summary>
    Auto,
}

/// <summary>Choosing a precision for a device.</summary>
public static class Precisions
{
    /// <summary><see cref="Precision.Float32"/> or <see cref="Precision.Mixed"/>: what <see cref="Precision.Auto"/> means on <paramref name="device"/>.</summary>
    public static Precision On(this Precision precision, torch.Device device) => precision != Precision.Auto ? precision
        : device.type == DeviceType.CUDA ? Precision.Mixed // every card that libtorch 2.10 supports for bfloat16 has tensor cores
        : Processor.HasBFloat16 ? Precision.Mixed : Precision.Float32;
}
