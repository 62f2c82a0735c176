namespace Unlearn;

/// <summary>
/// A wish of whoever hosts the kit that running work end at its next step: heard before each optimizer step, before each batch is read, also in
/// the middle of an evaluation, and before each product with a curvature. What was trained so far stays as it is.
/// </summary>
public static class StopRequest
{
    /// <summary>Cancelled: steps, batches and products throw <see cref="OperationCanceledException"/>. By default it never is.</summary>
    public static CancellationToken Asked { get; set; }

    /// <summary>Ends the caller if somebody asked for it.</summary>
    /// <exception cref="OperationCanceledException">Somebody did.</exception>
    public static void Check()
    {
        if (Asked.IsCancellationRequested) throw new OperationCanceledException("Stopped by request, before the next step.", Asked);
    }
}
