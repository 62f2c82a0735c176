# Sourced by test.sh: adds up what the test programs report in xunit's XML, and never takes a silent end for success.

passed=0 failed=0 skipped=0

# tally NAME EXIT_CODE RESULT_FILE: one test program. A crash leaves no result, and counts as one failure.
tally() {
  local name=$1 code=$2 file=$3 head="" p=0 f=0 s=0
  [[ ! -s $file ]] || head=$(grep -o '<assembly [^>]*>' "$file" | head -n 1) || true
  if [[ -n $head ]]; then
    p=$(attribute passed) s=$(attribute skipped)
    f=$(($(attribute failed) + $(attribute errors)))
  fi
  if [[ $((p + f + s)) == 0 ]]; then f=1; say "$name ran no test: it ended with exit code $code."
  elif [[ $code != 0 && $f == 0 ]]; then f=1; say "$name ended with exit code $code, though no test failed."; fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  printf '%-24s %s\n' "$name" "$(summary $p $f $s)"
}

# One attribute of $head, 0 if it is not there.
attribute() {
  local value; value=$(sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$head")
  echo "${value:-0}"
}

summary() { printf '%d passed, %d failed' "$1" "$2"; [[ $3 == 0 ]] || printf ', %d skipped' "$3"; }
