// Gets SVHN into the cache, as `ugradsl fetch svhn` does. From the repository's root:
//     dotnet run data-scripts/svhn.cs [--from FOLDER] [--all] [--to CACHE]
#:project ../src/UGradSL.Cli/UGradSL.Cli.csproj
#:property PublishAot=false

using Unlearn.Cli;

return FetchCommand.Script("svhn", args);
