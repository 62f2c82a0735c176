namespace Unlearn.Notebooks;

/// <summary>What pages are made of: the files beside this one, inside the assembly.</summary>
internal static class PageResource
{
    public static string Text(string name)
    {
        using var reader = new StreamReader(typeof(PageResource).Assembly.GetManifestResourceStream($"Pages/{name}")
            ?? throw new FileNotFoundException($"{typeof(PageResource).Assembly.GetName().Name} was built without {name}."));
        return reader.ReadToEnd();
    }
}
