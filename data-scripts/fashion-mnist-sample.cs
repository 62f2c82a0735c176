// Makes the images of Fashion-MNIST that the kit carries: of the training and the test file the first 1,200 and 200 images of each class,
// in file order. From the repository's root:
//     dotnet run data-scripts/fashion-mnist-sample.cs [--from FOLDER]
// FOLDER holds the four files of the whole set; by default it is where Debian's package dataset-fashion-mnist puts them.
#:project ../src/UGradSL.Kit/UGradSL.Kit.csproj
#:property PublishAot=false

using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Unlearn;

var folder = args switch
{
    [] => "/usr/share/datasets/fashion-mnist",
    ["--from", var given] => given,
    _ => null,
};
if (folder is null)
    return Stop("usage: dotnet run data-scripts/fashion-mnist-sample.cs [--from FOLDER]");
if (!Directory.Exists(folder))
    return Stop($"{folder} is missing: install Debian's package dataset-fashion-mnist (as root: apt install dataset-fashion-mnist), or give a "
        + "folder with the four files of https://github.com/zalandoresearch/fashion-mnist by --from FOLDER.");

var home = Path.Combine(Path.GetDirectoryName(ThisFile())!, "../src/UGradSL.Kit/Datasets/FashionMnist");
try
{
    Sample("train", 1200);
    Sample("t10k", 200);
    return 0;
}
catch (Exception e) when (e is IOException or InvalidDataException)
{
    return Stop(e.Message);
}

void Sample(string part, int each)
{
    var (pixels, _, height, width) = Idx.ReadImages(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"));
    var labels = Idx.ReadLabels(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));
    var (taken, size) = (new int[10], height * width);
    var kept = Enumerable.Range(0, labels.Length).Where(i => taken[labels[i]]++ < each).ToArray();
    Write($"{part}-images-idx3-ubyte.gz", [kept.Length, height, width], kept.SelectMany(i => pixels[(i * size)..((i + 1) * size)]));
    Write($"{part}-labels-idx1-ubyte.gz", [kept.Length], kept.Select(i => labels[i]));
}

void Write(string name, int[] shape, IEnumerable<byte> bytes)
{
    var content = new byte[4 + (4 * shape.Length)];
    (content[2], content[3]) = (8, (byte)shape.Length);
    for (var i = 0; i < shape.Length; i++)
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4 * (i + 1)), shape[i]);
    using var file = File.Create(Path.Combine(home, name));
    using (var gzip = new GZipStream(file, CompressionLevel.SmallestSize, leaveOpen: true))
        gzip.Write([.. content, .. bytes]);
    Console.WriteLine($"{name}: {string.Join('×', shape)}, {file.Length:N0} bytes");
}

static int Stop(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}

static string ThisFile([CallerFilePath] string path = "") => path;
