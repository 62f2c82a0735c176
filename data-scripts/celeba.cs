// Gets CelebA into the cache, as `ugradsl fetch celeba` does. From the repository's root:
//     dotnet run data-scripts/celeba.cs --from FOLDER [--to CACHE] [--size S] [--workers N]
#:project ../src/UGradSL.Cli/UGradSL.Cli.csproj
#:property PublishAot=false

using Unlearn.Cli;

return FetchCommand.Script("celeba", args);
