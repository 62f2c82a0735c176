#!/usr/bin/env bash
# ./test.sh           sets up as run.sh does, then checks the format, builds without warnings and runs every test and notebook
# ./test.sh --long    the same with full counts of faults, kills and fuzzed inputs
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/build/setup.sh"
source "$root/build/tally.sh"
case "${1-}" in
  "") ;;
  --long) export UGRADSL_LONG=1 ;;
  *) stop "test.sh knows --long and nothing else; it was given '$1'." ;;
esac
cd "$root"
if ! (set_up); then summary 0 1 0; echo; exit 1; fi
find_sdk

results=artifacts/test-results
rm -rf "$results" && mkdir -p "$results"

if (dotnet_home && "$dotnet" format --verify-no-changes --no-restore >&2); then passed=1; else failed=1; say "dotnet format mends this."; fi
printf '%-24s %s\n' "dotnet format" "$(summary $passed $failed 0)"

for name in kit notebooks; do
  program=$(echo artifacts/$name-tests/*.Tests.dll)
  code=0
  "$dotnet" "$program" -noLogo -noColor -noAutoReporters -reporter quiet -result-xml "$results/$name.xml" || code=$?
  tally "$(basename "$program" .dll)" $code "$results/$name.xml"
done

summary $passed $failed $skipped
echo
[[ $failed == 0 ]]
