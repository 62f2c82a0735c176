using System.Globalization;
using System.Reflection;

namespace Unlearn;

/// <summary>Which settings the paper gives, and where. What is not here it leaves out: α, p and E of both its methods, momentum, weight decay, schedule, augmentation and more.</summary>
internal static class PaperSettings
{
    private static readonly string[] ofMethods =
        [nameof(Unlearner.BatchSize), nameof(Unlearner.Momentum), nameof(Unlearner.WeightDecay), nameof(Unlearner.Augmentation), nameof(AscendingUnlearner.BatchNorm), nameof(UGradSL.Reduction)];

    /// <summary>Every setting of an experiment beside the paper's.</summary>
    public static IReadOnlyList<PaperSetting> Of(PaperSetup setup, PaperExperiment experiment, string section)
    {
        var known = Known(setup, section);
        PaperSetting Setting(string of, string name, object? value)
        {
            var (published, source) = known.GetValueOrDefault($"{of}.{name}");
            var off = setup.IsAblation && name is nameof(UGradSL.P) or nameof(UGradSL.Alpha) && value is 0.0; // a tick that Table 6 leaves out
            return off ? new(of, name, Text(value), "0", "Table 6") : new(of, name, Text(value), published, source);
        }
        IEnumerable<PaperSetting> All(string of, object settings, Func<PropertyInfo, bool> which) =>
            settings.GetType().GetProperties().Where(which).Select(property => Setting(of, property.Name, property.GetValue(settings)));
        return
        [
            Setting("data", "Name", experiment.Data.Name),
            Setting("data", "Train", experiment.Data.Train?.ToString() ?? "all"),
            Setting("data", "Test", experiment.Data.Test?.ToString() ?? "all"),
            Setting("network", "Name", experiment.Network.Name),
            Setting("network", "Width", experiment.Network.Width?.ToString() ?? "as published"),
            Setting("forgetting", "Way", Way(experiment.Forgetting)),
            .. All("forgetting", experiment.Forgetting, _ => true),
            .. All("training", experiment.Training, p => p.Name is "Epochs" or "LearningRate" or "BatchSize" or "Optimizer" or "Schedule" or "Augmentation"),
            Setting("seeds", "Count", experiment.Seeds.Count),
            Setting("seeds", "Values", string.Join(", ", experiment.Seeds)),
            .. experiment.Methods.SelectMany(method => method is Retrain ? [Setting(nameof(Retrain), "Training", "as the original")]
                : All(Methods.PaperName(method.GetType().Name), method, p => (MethodSetting.Of(p, method, "").IsOwn && p.Name != nameof(UGradSL.AllowPositive)) || ofMethods.Contains(p.Name))).Distinct(),
        ];
    }

    private static Dictionary<string, (string Published, string Source)> Known(PaperSetup setup, string section)
    {
        var (training, cifar) = (setup.Training, setup.Data is "cifar10" or "cifar100" or "cifar100-coarse" or "svhn");
        Dictionary<string, (string, string)> known = new()
        {
            ["data.Name"] = (setup.Data, "5.1"),
            ["data.Train"] = ("all", "5.1"),
            ["data.Test"] = ("all", "5.1"),
            ["forgetting.Way"] = (Way(setup.Forgetting), section),
            ["training.BatchSize"] = ("256", "D.3"),
            ["seeds.Count"] = ("3", "5.1"),
            ["Retrain.Training"] = ("as the original", "D.2"),
            ["FT.Epochs"] = ("10", "D.3"),
            ["FT.LearningRate"] = ("0.01", "D.3"),
            ["GA.Epochs"] = ("10", "D.3"),
            ["GA.LearningRate"] = ("0.0001", "D.3"),
            ["UGradSL.Reduction"] = ("Sum", "eq. 10"),
            ["UGradSL+.Reduction"] = ("Sum", "eq. 10"),
        };
        foreach (var method in (string[])["FT", "GA", "FF", "IU", "BU", "UGradSL", "UGradSL+"]) known[$"{method}.BatchSize"] = ("256", "D.3");
        if (setup.Network is "resnet18" or "vgg16")
        {
            var source = setup.Network == "vgg16" ? "D.8" : "5.1";
            (known["network.Name"], known["network.Width"]) = ((setup.Network, source), ("as published", source));
        }
        if (setup.Data != "celeba") known["training.Epochs"] = (Text(training.Epochs), "D.3");
        if (cifar) known["training.LearningRate"] = (Text(training.LearningRate), "D.3");
        switch (setup.Forgetting)
        {
            case ClassForgetting way: known["forgetting.Share"] = (Text(way.Share), "5.2"); break;
            case RandomForgetting way: known["forgetting.Share"] = (Text(way.Share), "5.3"); break;
            case GroupForgetting way: (known["forgetting.Share"], known["forgetting.Key"]) = ((Text(way.Share), "5.4.2"), (way.Key, "5.4.2")); break;
        }
        return known;
    }

    private static string Way(Forgetting forgetting) => forgetting switch
    {
        ClassForgetting => "a class",
        RandomForgetting => "at random, of every class",
        WithinClassForgetting => "at random, of one class",
        SubclassForgetting => "a sub-class of a class",
        SubclassesAcrossForgetting => "a sub-class of every class",
        GroupForgetting => "groups",
        _ => forgetting.GetType().Name,
    };

    private static string Text(object? value) => value switch
    {
        null => "none",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}
