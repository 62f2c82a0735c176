using System.CommandLine;
using Unlearn.Cli;

return new RootCommand("Machine unlearning by gradient-based smoothed labels.") { Doctor.Command() }.Parse(args).Invoke();
