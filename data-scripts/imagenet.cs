// Gets ImageNet-1k into the cache, as `ugradsl fetch imagenet` does. From the repository's root:
//     dotnet run data-scripts/imagenet.cs --from FOLDER [--to CACHE] [--size S] [--workers N]
#:project ../src/UGradSL.Cli/UGradSL.Cli.csproj
#:property PublishAot=false

using Unlearn.Cli;

return FetchCommand.Script("imagenet", args);
