using Unlearn.Cli;

return Shell.Run(Commands.Root(), args);
