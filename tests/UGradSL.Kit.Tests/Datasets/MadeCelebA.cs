using System.Text;

namespace Unlearn.Tests.Datasets;

/// <summary>A folder as CelebA's home has it: small faces and the three lists, of three quarters for training, an eighth each for validation and test.</summary>
internal static class MadeCelebA
{
    /// <summary>Writes faces 1 to <paramref name="faces"/> and their lists below <paramref name="at"/>.</summary>
    public static void Write(TemporaryFolder folder, string at, int faces)
    {
        var attributes = new StringBuilder($"{faces}\n5_o_Clock_Shadow Smiling Young \n");
        var (identities, parts) = (new StringBuilder(), new StringBuilder());
        for (var i = 1; i <= faces; i++)
        {
            attributes.Append($"{Name(i)} -1 {(Smiles(i) ? " 1" : "-1")}  1\n");
            identities.Append($"{Name(i)} {Person(i, faces)}\n");
            parts.Append($"{Name(i)} {Part(i, faces)}\n");
            folder.Write($"{at}/img_align_celeba/{Name(i)}", MadePictures.Picture(i, 18, 22));
        }
        folder.Write($"{at}/Anno/list_attr_celeba.txt", attributes.ToString());
        folder.Write($"{at}/Anno/identity_CelebA.txt", identities.ToString());
        folder.Write($"{at}/Eval/list_eval_partition.txt", parts.ToString());
    }

    public static bool Smiles(int i) => i * i % 7 < 3;

    public static int Part(int i, int faces) => i <= faces * 3 / 4 ? 0 : i <= faces * 7 / 8 ? 1 : 2;

    // As in the official lists, the parts share no person.
    public static int Person(int i, int faces) => (Part(i, faces) * 1000) + 1 + (i * 13 % 41);

    private static string Name(int i) => $"{i:000000}.jpg";
}
