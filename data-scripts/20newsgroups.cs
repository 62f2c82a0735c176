// Gets 20 Newsgroups into the cache, as `ugradsl fetch 20newsgroups` does. From the repository's root:
//     dotnet run data-scripts/20newsgroups.cs [--from FOLDER] [--to CACHE]
#:project ../src/UGradSL.Cli/UGradSL.Cli.csproj
#:property PublishAot=false

using Unlearn.Cli;

return FetchCommand.Script("20newsgroups", args);
