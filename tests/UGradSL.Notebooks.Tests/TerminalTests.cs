using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

public class TerminalTests
{
    [Theory]
    [InlineData("plain\ntext", "plain\ntext")]
    [InlineData("one\rtwo", "two")]
    [InlineData("longer\rab", "abnger")]
    [InlineData("longer\rab    ", "ab    ")]
    [InlineData("kept\r", "kept")]
    [InlineData("windows\r\nlines\r\n", "windows\nlines\n")]
    [InlineData("ab\bc", "ac")]
    [InlineData("\b\bx", "x")]
    [InlineData("first\n1\r2\n3\r4", "first\n2\n4")]
    [InlineData("", "")]
    public void Carriage_return_and_backspace_write_over_what_is_there(string written, string stays) => Assert.Equal(stays, Terminal.Settle(written));
}
