global using TorchSharp;
global using Xunit;
global using static TorchSharp.torch;
global using static TorchSharp.torch.nn.functional;

// torch has one global generator and uses every core by itself: tests run one after the other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
