using System.CommandLine;

namespace Unlearn.Cli;

/// <summary><c>ugradsl unit</c>: one unit of work, so that any scheduler can run a sweep.</summary>
internal static class UnitCommand
{
    private static readonly Argument<string> Address = new("address") { Description = "The first digits of its address, as ugradsl sweep PLAN --declare printed it." };

    public static Command Create()
    {
        var command = new Command("unit", "Do one declared unit, with the original that it needs; what is done is told and not done again.") { Address, SweepWork.Out };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Native.Require();
        var line = new ProgressLine();
        var store = SweepWork.Store(arguments, line);
        var unit = SweepUnit.Of(store.KeyOf(arguments.GetValue(Address)!));
        SweepWork.Run(new([unit], store), line);
        arguments.InvocationConfiguration.Output.WriteLine(RunsTable.Page(store.Named(unit.Key.Address)));
        return 0;
    }
}
