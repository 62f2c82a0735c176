using TorchSharp;
using Xunit;

namespace Unlearn.Tests;

public class Smoke
{
    [Fact]
    public void Torch_adds() => Assert.Equal(2f, torch.ones(2).sum().item<float>());
}
