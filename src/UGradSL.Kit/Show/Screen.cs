using System.Reflection;

namespace Unlearn;

/// <summary>
/// Where live progress goes: a value that is shown once and then replaced in place. The kit knows no notebook kernel and refers to
/// none, so whoever hosts it may set <see cref="Show"/>; until then the .NET Interactive kernel is looked for, and else the console serves.
/// </summary>
public static class Screen
{
    private const string KernelAssembly = "Microsoft.DotNet.Interactive";

    /// <summary>
    /// Shows a value and gives back the action that replaces it by another: <c>var update = Screen.Show("epoch 1"); update("epoch 2");</c>
    /// <para>
    /// In the .NET Interactive kernel the value becomes an output of the running cell, whose last state is the one that is saved. The
    /// kernel's own <c>display(x).Update</c> reaches nothing (it forgets the output's id), so the call goes to
    /// <c>KernelInvocationContext.Current.Display</c>. Current belongs to the thread that shows: it is asked for at each call, never
    /// kept, and where a thread has none the console serves. The updater may be called from any thread and from later cells.
    /// </para>
    /// <para>
    /// Elsewhere the value is one line of standard error, written over from its start (<c>\r</c>) and padded to the length of the
    /// line before. A text of several lines cannot be written over: it is printed anew.
    /// </para>
    /// <para>Neither way limits how often it is called: that is the caller's (ten times a second is plenty).</para>
    /// </summary>
    public static Func<object, Action<object>> Show { get; set; } = value => OnKernel(value) ?? OnConsole(value);

    /// <summary>The updater of a value shown by the kernel that runs this thread; null where there is none.</summary>
    private static Action<object>? OnKernel(object value)
    {
        var kernel = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => assembly.GetName().Name == KernelAssembly);
        var context = kernel?.GetType($"{KernelAssembly}.KernelInvocationContext");
        var display = kernel?.GetType($"{KernelAssembly}.KernelInvocationContextExtensions")?.GetMethod("Display", [context!, typeof(object), typeof(string[])]);
        if (display is null || context!.GetProperty("Current", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is not { } current) return null;
        return display.Invoke(null, [current, value, Array.Empty<string>()]) is { } shown
            ? shown.GetType().GetMethod("Update", [typeof(object)])?.CreateDelegate<Action<object>>(shown)
            : null;
    }

    private static Action<object> OnConsole(object value)
    {
        var width = 0;
        Write(value);
        return Write;

        void Write(object now)
        {
            var text = now.ToString() ?? "";
            if (text.Contains('\n')) Console.Error.WriteLine(text);
            else Console.Error.Write($"\r{text.PadRight(width)}");
            width = text.Contains('\n') ? 0 : text.Length;
        }
    }
}
