using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Unlearn.Tests;

/// <summary>Here and not beside the kit, since Roslyn is here: it makes up a kernel of the same shape as the real one.</summary>
public class ScreenTests
{
    private const string Kernel = """
        using System;
        namespace Microsoft.DotNet.Interactive;
        public class KernelInvocationContext
        {
            [ThreadStatic] private static KernelInvocationContext current;
            public static KernelInvocationContext Current { get => current; set => current = value; }
            public string Shown = "";
        }
        public static class KernelInvocationContextExtensions
        {
            public static DisplayedValue Display(this KernelInvocationContext context, object value, params string[] mimeTypes)
            {
                context.Shown += "show " + value + mimeTypes.Length;
                return new DisplayedValue { Context = context };
            }
            public static DisplayedValue DisplayAs(this KernelInvocationContext context, string value, string mimeType) => null;
        }
        public class DisplayedValue
        {
            public KernelInvocationContext Context;
            public void Update(object value) => Context.Shown += ", update " + value;
        }
        """;

    [Fact]
    public void In_the_kernel_the_context_of_the_thread_shows_and_its_value_updates()
    {
        var type = Load().GetType("Microsoft.DotNet.Interactive.KernelInvocationContext")!;
        dynamic context = Activator.CreateInstance(type)!;
        var current = type.GetProperty("Current")!;
        current.SetValue(null, context);
        try
        {
            var update = Screen.Show("a");
            Assert.Equal("", OnAnotherThread(() => update("b")));
            Assert.Equal("show a0, update b", (string)context.Shown);
            Assert.Equal("\rc", OnAnotherThread(() => Screen.Show("c"))); // which has no context
        }
        finally
        {
            current.SetValue(null, null);
        }
        Assert.Equal("\rd", Said(() => Screen.Show("d")));
    }

    [Fact]
    public void On_the_console_a_shorter_line_covers_a_longer_one() => Assert.Equal("\rlong line\rshort    \rs    ", Said(() =>
    {
        var update = Screen.Show("long line");
        update("short");
        update("s");
    }));

    [Fact]
    public void On_the_console_several_lines_are_printed_anew() => Assert.Equal("\ra1\n2\n1\n3\n\rb", Said(() =>
    {
        var update = Screen.Show("a");
        update("1\n2");
        update("1\n3");
        update("b");
    }));

    private static string OnAnotherThread(Action action) => Said(() =>
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    });

    private static string Said(Action action)
    {
        var (before, said) = (Console.Error, new StringWriter());
        Console.SetError(said);
        try
        {
            action();
        }
        finally
        {
            Console.SetError(before);
        }
        return said.ToString();
    }

    private static System.Reflection.Assembly Load()
    {
        var image = new MemoryStream();
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var made = CSharpCompilation.Create("Microsoft.DotNet.Interactive", [CSharpSyntaxTree.ParseText(Kernel)],
            platform.Where(path => path.EndsWith("System.Private.CoreLib.dll", StringComparison.Ordinal)).Take(1).Select(path => MetadataReference.CreateFromFile(path)),
            new(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        Assert.True(made.Success);
        image.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(image);
    }
}
