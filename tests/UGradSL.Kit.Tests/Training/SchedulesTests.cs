namespace Unlearn.Tests.Training;

public class SchedulesTests
{
    /// <summary>The reference is TorchSharp's port of PyTorch's OneCycleLR, stepped.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(97)]
    public void One_cycle_is_pytorchs(int steps)
    {
        using var net = nn.Linear(1, 1);
        using var sgd = optim.SGD(net.parameters(), 1);
        var reference = optim.lr_scheduler.OneCycleLR(sgd, 1, total_steps: steps, cycle_momentum: false);
        var ours = new OneCycle();
        for (var step = 0; step < steps; step++)
        {
            Assert.Equal(sgd.ParamGroups.First().LearningRate, ours.Factor(step, steps), 1e-9);
            if (step < steps - 1) reference.step();
        }
    }

    [Fact]
    public void The_other_schedules_have_their_textbook_values()
    {
        Assert.Equal(1, new Constant().Factor(7, 10));
        Assert.Equal([1, 0.5, 0], new[] { 0, 50, 100 }.Select(step => Math.Round(new Cosine().Factor(step, 100), 12)));
        var milestones = new Milestones([0.5, 0.75]);
        Assert.Equal([1, 1, 0.1, 0.1, 0.01], new[] { 0, 49, 50, 74, 75 }.Select(step => Math.Round(milestones.Factor(step, 100), 12)));
    }
}
