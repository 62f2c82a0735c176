using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>
/// A method. Its record parameters are its hyperparameters: <c>with</c> sweeps them, <see cref="object.ToString"/> is the log line and
/// equality the cache key.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "method", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToNearestAncestor)]
[JsonDerivedType(typeof(Retrain), nameof(Retrain))]
[JsonDerivedType(typeof(FineTune), nameof(FineTune))]
[JsonDerivedType(typeof(GradientAscent), nameof(GradientAscent))]
[JsonDerivedType(typeof(FisherForgetting), nameof(FisherForgetting))]
[JsonDerivedType(typeof(InfluenceUnlearning), nameof(InfluenceUnlearning))]
[JsonDerivedType(typeof(BoundaryShrink), nameof(BoundaryShrink))]
[JsonDerivedType(typeof(BoundaryExpand), nameof(BoundaryExpand))]
[JsonDerivedType(typeof(UGradSL), nameof(UGradSL))]
[JsonDerivedType(typeof(UGradSLPlus), nameof(UGradSLPlus))]
[JsonDerivedType(typeof(UGradSLAdaptive), nameof(UGradSLAdaptive))]
[JsonDerivedType(typeof(NegGradPlus), nameof(NegGradPlus))]
[JsonDerivedType(typeof(RandomLabels), nameof(RandomLabels))]
[JsonDerivedType(typeof(SalUn), nameof(SalUn))]
[JsonDerivedType(typeof(Scrub), nameof(Scrub))]
[JsonDerivedType(typeof(BadT), nameof(BadT))]
[JsonDerivedType(typeof(L1Sparse), nameof(L1Sparse))]
[JsonDerivedType(typeof(CFk), nameof(CFk))]
[JsonDerivedType(typeof(EUk), nameof(EUk))]
[JsonDerivedType(typeof(SelectiveDampening), nameof(SelectiveDampening))]
public abstract record Unlearner
{
    /// <summary>Images of each kind a step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>SGD's momentum.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Added to the gradient as decay·θ, all parameters alike.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Which numbers the network computes with while it unlearns.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Random changes to the images that a method steps on, of D_f and of D_r alike; the paper names none. Retrain follows its own training settings.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.None;

    /// <summary>
    /// Edits <paramref name="net"/> in place, lazily, yielding after each optimizer step; progress, curves, timing, stopping and
    /// checkpoints belong to whoever enumerates. Stop enumerating to stop the method: the network stays as the last step left it.
    /// </summary>
    /// <exception cref="ArgumentException">At the first step: a setting outside its range (<see cref="Check"/>).</exception>
    public abstract IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng);

    /// <summary>Optimizer steps that <see cref="Run"/> will take, for the time left; 0 if unknown.</summary>
    public virtual int Steps(ForgetSplit data) => 0;

    /// <summary>Samples that <see cref="Run"/> will send through the network, about, for forecasts; 0 if unknown.</summary>
    public virtual long SamplesPassed(ForgetSplit data) => (long)Steps(data) * BatchSize;

    /// <summary>What tells it from the method as tables name it, in a word or two each: "BN both", "clip 1".</summary>
    public virtual IEnumerable<string> Variants() => [];

    /// <summary>Refuses settings outside their range, before anything is trained.</summary>
    /// <exception cref="ArgumentException">The value, what is allowed and what to try.</exception>
    public virtual void Check()
    {
        if (BatchSize < 1) throw new ArgumentException($"a batch of {BatchSize}: at least 1 image is needed (try 128).");
        Augmentation.Check();
    }

    /// <summary>Refuses a learning rate or a number of epochs that cannot be meant.</summary>
    protected static void CheckDescent(int epochs, double learningRate)
    {
        if (epochs < 1) throw new ArgumentException($"{epochs} epochs: at least 1 is needed.");
        if (learningRate is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentException($"learning rate {learningRate}: a positive number is needed (try 0.01).");
    }

    /// <summary>
    /// SGD over the trainable parameters of <paramref name="net"/>, which goes into training mode; layers whose parameters are all frozen
    /// stay in evaluation mode, so that their running statistics keep their bits. The caller disposes it.
    /// </summary>
    protected Descent Sgd(Net net, double learningRate, double? clipNorm = null)
    {
        Check();
        net.train();
        foreach (var layer in net.modules().Where(m => m.parameters().Any() && m.parameters().All(p => !p.requires_grad))) layer.eval();
        return new(net, new Sgd(Momentum, WeightDecay), learningRate, Precision) { ClipNorm = clipNorm };
    }
}
