namespace Unlearn;

/// <summary>Small tensors that are drawn on the processor and used on a device.</summary>
internal static class Sending
{
    /// <summary>
    /// The same numbers on <paramref name="device"/>. To a CUDA device they go from page-locked memory, so that the processor goes on at
    /// once: from ordinary memory it would wait until the card has done all it was given.
    /// </summary>
    /// <param name="drawn">On the CPU; it belongs to the scope that is open.</param>
    /// <param name="device">Where to.</param>
    public static Tensor SentTo(this Tensor drawn, torch.Device device) =>
        device.type == DeviceType.CUDA ? drawn.pin_memory().to(device, non_blocking: true) : drawn.to(device);
}
