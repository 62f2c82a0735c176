#!/usr/bin/env bash
# ./run.sh           sets up what is missing, then runs `ugradsl demo`
# ./run.sh doctor    changes nothing: says what is there, what is missing and the one command that mends it
# ./run.sh ARGS...   sets up, then runs `ugradsl ARGS...`; standard output is the command's own
# UGRADSL_TORCH_DEVICE=cuda builds for an NVIDIA GPU; UGRADSL_TORCH_LIB=FOLDER uses the libtorch in that folder.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/build/setup.sh"

if [[ ${1-} == doctor ]]; then
  source "$root/build/doctor.sh"
  doctor && exit 0 || exit 1
fi
set_up
[[ $# -gt 0 ]] || set -- demo
exec "$dotnet" "$root/artifacts/cli/ugradsl.dll" "$@"
