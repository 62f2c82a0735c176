using System.Runtime.InteropServices;

namespace Unlearn;

/// <summary>Where tensors live.</summary>
public static class Device
{
    /// <summary>The first CUDA device if TorchSharp finds one, the CPU otherwise.</summary>
    public static torch.Device Best() => cuda.is_available() ? CUDA : CPU;

    /// <summary>The device and what it computes with, for the line under every table: "CPU, X64, 2 cores, 2 threads".</summary>
    public static string Describe(torch.Device device) => device.type == DeviceType.CUDA
        ? $"{device}, libtorch's CUDA build"
        : $"CPU, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {get_num_threads()} threads";
}
