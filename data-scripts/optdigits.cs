// Gets UCI optdigits into the cache, as `ugradsl fetch optdigits` does. From the repository's root:
//     dotnet run data-scripts/optdigits.cs [--from FOLDER] [--to CACHE]
#:project ../src/UGradSL.Cli/UGradSL.Cli.csproj
#:property PublishAot=false

using Unlearn.Cli;

return FetchCommand.Script("optdigits", args);
