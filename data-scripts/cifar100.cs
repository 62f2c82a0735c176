// Gets CIFAR-100 into the cache, as `ugradsl fetch cifar100` does. From the repository's root:
//     dotnet run data-scripts/cifar100.cs [--from FOLDER] [--to CACHE]
#:project ../src/UGradSL.Cli/UGradSL.Cli.csproj
#:property PublishAot=false

using Unlearn.Cli;

return FetchCommand.Script("cifar100", args);
