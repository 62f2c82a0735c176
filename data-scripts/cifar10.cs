// Gets CIFAR-10 into the cache, as `ugradsl fetch cifar10` does. From the repository's root:
//     dotnet run data-scripts/cifar10.cs [--from FOLDER] [--to CACHE]
#:project ../src/UGradSL.Cli/UGradSL.Cli.csproj
#:property PublishAot=false

using Unlearn.Cli;

return FetchCommand.Script("cifar10", args);
