#!/usr/bin/env bash
# benchmarks/run.sh loader [THREADS]   images a second of the resident loader against one image at a time, in under a minute
# benchmarks/run.sh micro [ARGS...]    BenchmarkDotNet over the pieces: --filter '*Augmentation*' some of them, --list flat their names
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../build/setup.sh"
set_up
exec "$dotnet" "$root/artifacts/benchmarks/UGradSL.Benchmarks.dll" "$@"
