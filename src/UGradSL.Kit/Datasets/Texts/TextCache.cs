using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Unlearn;

/// <summary>
/// A tokenised data set in one safetensors file: train.inputs and test.inputs int64 [N, 2, L], train.labels and test.labels int64 [N], and
/// in its metadata the class names and a SHA-256 over all of it.
/// </summary>
internal static class TextCache
{
    /// <summary>Writes the file whole. The set stays the caller's.</summary>
    public static void Write(string path, Dataset data)
    {
        using var scope = NewDisposeScope();
        SafeTensors.Save(path, new Dictionary<string, Tensor>
        {
            ["train.inputs"] = data.Train.Inputs.All(CPU),
            ["train.labels"] = data.Train.Labels,
            ["test.inputs"] = data.Test.Inputs.All(CPU),
            ["test.labels"] = data.Test.Labels,
        }, new Dictionary<string, string> { ["classes"] = JsonSerializer.Serialize(data.ClassNames), ["sha256"] = Hash(data) });
    }

    /// <summary>The set of a file, which the caller disposes; null where there is no file or it is not as it was written.</summary>
    public static Dataset? Open(string path, string name)
    {
        if (!File.Exists(path))
            return null;
        using var scope = NewDisposeScope();
        try
        {
            var (tensors, metadata) = SafeTensors.Load(path);
            var classes = JsonSerializer.Deserialize<string[]>(metadata["classes"])!;
            LabeledData Part(string part) => new(tensors[$"{part}.inputs"], tensors[$"{part}.labels"], classes);
            var data = new Dataset(name, Part("train"), Part("test"));
            if (Hash(data) != metadata["sha256"])
                return null;
            foreach (var values in tensors.Values)
                values.DetachFromDisposeScope();
            return data;
        }
        // Whatever else can be wrong with a file whose hash has yet to be compared.
        catch (Exception e) when (e is InvalidDataException or KeyNotFoundException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string Hash(Dataset data) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{data.Train.Hash} {data.Test.Hash} {JsonSerializer.Serialize(data.ClassNames)}")));
}
