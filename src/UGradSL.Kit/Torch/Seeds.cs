using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Unlearn;

/// <summary>One seed a run, and from it one independent stream of random numbers for each purpose, so that no draw shifts another.</summary>
public static class Seeds
{
    /// <summary>The number behind the stream of <paramref name="purpose"/>: the first eight bytes of SHA-256("seed/purpose").</summary>
    public static ulong Derive(int seed, string purpose) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{purpose}")));

    /// <summary>
    /// A CPU generator for one purpose ("order", "split", …). It is drawn on the CPU and moved, so that every device sees the same
    /// order. The caller disposes it.
    /// </summary>
    public static Generator Stream(int seed, string purpose) => new(Derive(seed, purpose), CPU);

    /// <summary>A stream that follows from where <paramref name="rng"/> began, whatever it has drawn since, and leaves it alone. The caller disposes it.</summary>
    public static Generator Fork(Generator rng, string purpose) => Stream(unchecked((int)rng.initial_seed()), purpose);

    /// <summary>A stream that follows from what <paramref name="rng"/> would draw next, and leaves it alone. The caller disposes it.</summary>
    public static Generator Branch(Generator rng, string purpose)
    {
        using var state = rng.get_state(); // uint8 [·]
        using var copy = new Generator(0, CPU);
        copy.set_state(state);
        return Stream(Draw(copy), purpose);
    }

    /// <summary>A seed in 0..2³¹−2, drawn from <paramref name="rng"/>.</summary>
    public static int Draw(Generator rng)
    {
        using var drawn = randint(int.MaxValue, 1, ScalarType.Int64, generator: rng);
        return (int)drawn.item<long>();
    }

    /// <summary>Runs <paramref name="build"/> with torch's global generator at the stream "initialisation" of <paramref name="seed"/>, then
    /// puts the generator back where it was: layers draw their first weights from the global generator and take no other.</summary>
    public static T Initialise<T>(int seed, Func<T> build)
    {
        using var before = random.get_rng_state();
        try
        {
            random.manual_seed((long)Derive(seed, "initialisation"));
            return build();
        }
        finally
        {
            random.set_rng_state(before);
        }
    }
}
