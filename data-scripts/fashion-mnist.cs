// Gets Fashion-MNIST into the cache, as `ugradsl fetch fashion-mnist` does. From the repository's root:
//     dotnet run data-scripts/fashion-mnist.cs [--from FOLDER] [--to CACHE]
#:project ../src/UGradSL.Cli/UGradSL.Cli.csproj
#:property PublishAot=false

using Unlearn.Cli;

return FetchCommand.Script("fashion-mnist", args);
