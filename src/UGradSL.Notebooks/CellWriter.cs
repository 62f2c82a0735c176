using System.Text;

namespace Unlearn.Notebooks;

/// <summary>The console as a cell sees it: what is written becomes an output of the cell that runs.</summary>
internal sealed class CellWriter(CellOutputs outputs, string stream) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Put(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Put(new(buffer, index, count));

    public override void Write(string? value) => Put(value ?? "");

    public override void WriteLine(string? value) => Put(value + "\n");

    private void Put(string text)
    {
        StopRequest.Check();
        outputs.Write(stream, text);
    }
}
