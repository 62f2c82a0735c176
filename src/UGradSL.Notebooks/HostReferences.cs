using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace Unlearn.Notebooks;

/// <summary>
/// What <c>#r</c> means in a cell. An assembly that this process has loaded, or carries beside its own, is always that one, whatever
/// file the notebook names: a second copy of the kit would load a second libtorch, which ends the process. Others are found as
/// Roslyn's scripting finds them, relative to the notebook's folder.
/// </summary>
internal sealed class HostReferences(string folder) : MetadataReferenceResolver
{
    private static readonly Dictionary<string, string> Carried = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .DistinctBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase) // the runtime names CoreLib twice
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);

    private readonly ScriptMetadataResolver scripting = ScriptMetadataResolver.Default.WithBaseDirectory(folder);

    // The same file must be the same reference in every cell: read anew it would cost time, and Roslyn would see other types.
    private readonly Dictionary<string, ImmutableArray<PortableExecutableReference>> named = [];
    private readonly Dictionary<string, PortableExecutableReference?> missing = [];

    public override bool ResolveMissingAssemblies => true;

    /// <summary>Which relative paths start from.</summary>
    public string Folder => folder;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (named.TryGetValue(reference, out var known)) return known;
        return named[reference] = IsPath(reference) && Own(NameOf(reference)) is { } own
            ? [MetadataReference.CreateFromFile(own, properties)]
            : scripting.ResolveReference(reference, Path.Combine(folder, "cell"), properties);
    }

    /// <summary>An assembly that a referenced one needs. What the runner itself needs stays hidden, so that a cell without #r fails here as in the kernel.</summary>
    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        if ((definition as PortableExecutableReference)?.FilePath == typeof(HostReferences).Assembly.Location) return null;
        if (missing.TryGetValue(referenceIdentity.Name, out var known)) return known;
        return missing[referenceIdentity.Name] = Own(referenceIdentity.Name) is { } own
            ? MetadataReference.CreateFromFile(own)
            : scripting.ResolveMissingAssembly(definition, referenceIdentity);
    }

    /// <summary>
    /// The directive that names the very assembly where <c>#r "nuget:ID, VERSION"</c> asks for a package that is here in that version, or in
    /// any if none is asked for; null where nothing is, or where another reference is meant.
    /// </summary>
    public static string? Carries(string reference)
    {
        if (!reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase)) return null;
        var (id, version) = reference["nuget:".Length..].Split(',', 2, StringSplitOptions.TrimEntries) is [var name, var number] ? (name, number) : (reference["nuget:".Length..].Trim(), "");
        if (Own(id) is not { } own) return null;
        var here = FileVersionInfo.GetVersionInfo(own).ProductVersion ?? "";
        return version.Length == 0 || here == version || here.StartsWith(version + "+", StringComparison.Ordinal) ? $"#r \"{id}.dll\"" : null;
    }

    /// <summary>Why this <c>#r</c> cannot be followed, and what to do; null if it can, or if the compiler is to say so.</summary>
    public string? Refuse(string reference)
    {
        if (reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
            return $"#r \"{reference}\" would fetch a package while the notebook runs; refer to a built file, which brings its neighbours: #r \"../artifacts/kit/UGradSL.Kit.dll\"";
        if (!IsPath(reference)) return null;
        var file = Path.GetFullPath(reference, folder);
        if (!File.Exists(file)) return $"#r \"{reference}\": there is no such file, seen from the notebook's folder; ./run.sh builds the kit";
        return Own(NameOf(reference)) is { } own && own != file && Build(own) != Build(file)
            ? $"#r \"{reference}\" is another build than the one this runner carries: one of the two is stale; dotnet build -c Release renews both"
            : null;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => scripting.GetHashCode();

    /// <summary>The file from which this process has, or would, load the assembly; null if it has none of that name.</summary>
    private static string? Own(string name) =>
        AssemblyLoadContext.Default.Assemblies.FirstOrDefault(loaded =>
            !loaded.IsDynamic && loaded.Location.Length > 0 && string.Equals(loaded.GetName().Name, name, StringComparison.OrdinalIgnoreCase))?.Location
        ?? Carried.GetValueOrDefault(name);

    private static bool IsPath(string reference) =>
        reference.Contains('/') || reference.Contains('\\') || reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    private static string NameOf(string reference) => Path.GetFileNameWithoutExtension(reference.Replace('\\', '/'));

    /// <summary>What tells one build of an assembly from another; empty where the file is none.</summary>
    private static Guid Build(string file)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(file));
            var metadata = image.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }
        catch (BadImageFormatException)
        {
            return Guid.Empty;
        }
    }
}
