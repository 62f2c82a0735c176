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

program() { exec "$dotnet" artifacts/"$1"-tests/*.Tests.dll -noLogo -noColor -noAutoReporters -reporter quiet -result-xml "$results/$1.xml"; }

# Neither fills two cores by itself, so both at once. The notebooks' tests press Ctrl-C, which a program in the background is deaf to.
program kit >"$results/kit.log" 2>&1 &
trap 'kill $! 2>/dev/null || true' EXIT
notebooks=0; (program notebooks) || notebooks=$?
kit=0; wait $! || kit=$?
trap - EXIT
cat "$results/kit.log"

tally UGradSL.Kit.Tests $kit "$results/kit.xml"
tally UGradSL.Notebooks.Tests $notebooks "$results/notebooks.xml"

summary $passed $failed $skipped
echo
[[ $failed == 0 ]]
