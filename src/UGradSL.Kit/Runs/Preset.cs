namespace Unlearn;

/// <summary>How much work a notebook does: all of it, or, with the environment variable <c>UGRADSL_PRESET=quick</c>, just enough to see that it runs.</summary>
public static class Preset
{
    /// <summary>Whether the quick preset is set.</summary>
    public static bool IsQuick => Environment.GetEnvironmentVariable("UGRADSL_PRESET") == "quick";

    /// <summary><paramref name="full"/>, or <paramref name="quick"/> under the quick preset.</summary>
    public static T Pick<T>(T full, T quick) => IsQuick ? quick : full;
}
