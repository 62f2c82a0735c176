using System.Text;

namespace Unlearn.Notebooks;

/// <summary>The console as a cell sees it: what is written becomes an output of the cell that runs.</summary>
internal sealed class CellWriter(CellOutputs outputs, string stream) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => outputs.Write(stream, value.ToString());

    public override void Write(char[] buffer, int index, int count) => outputs.Write(stream, new(buffer, index, count));

    public override void Write(string? value) => outputs.Write(stream, value ?? "");

    public override void WriteLine(string? value) => outputs.Write(stream, value + "\n");
}
