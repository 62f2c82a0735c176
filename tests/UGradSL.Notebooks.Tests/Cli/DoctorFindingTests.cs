using Unlearn.Cli;
using Xunit;

namespace Unlearn.Tests;

public sealed class DoctorFindingTests
{
    [Theory]
    [InlineData(1e-6, "ok       convolutions right")]
    [InlineData(0.49, "missing  convolutions wrong by 49 % on this processor, and every number with them\n         mend it:     export ONEDNN_MAX_CPU_ISA=SSE41")]
    [InlineData(double.PositiveInfinity, "missing  convolutions wrong")]
    public void Convolutions_that_differ_from_float64_are_told_with_the_cure(double error, string said) =>
        Assert.StartsWith(said, Doctor.Convolved(error).ToString());
}
