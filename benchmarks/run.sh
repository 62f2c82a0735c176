#!/usr/bin/env bash
# benchmarks/run.sh train [WORK...]    the kit against Python PyTorch, side by side, in under 20 minutes on 2 quiet cores; --runs 1 for a look,
#                                      --made without CIFAR-10's files, --as-is without installing packages; WORK as in "width-64 train"
# benchmarks/run.sh methods [WORK...]  FF and IU against the released algorithms in Python, side by side, in a few minutes; the same options; WORK as in "ff"
# benchmarks/run.sh loader [THREADS]   images a second of the resident loader against one image at a time, in under a minute
# benchmarks/run.sh precision [SEEDS [IMAGES]]   accuracy of bfloat16 training against float32, paired by seed, on CIFAR-10; 5 seeds of 15,000 images
#                                      take about an hour of one core
# benchmarks/run.sh attacks [--runs N] the support vector classifier of MIA against scikit-learn's (Debian's python3-sklearn) on the same samples
# benchmarks/run.sh evaluation         the whole evaluation of 10,000 + 40,000 + 10,000 made logits, under 20 s on 2 cores
# benchmarks/run.sh probe [--runs N]   what curvature costs beside a gradient: products, memory, solves, a last layer; and a Hessian product beside
#                                      Python PyTorch's double backward; a few minutes
# benchmarks/run.sh workers [N]       a sweep by one worker and by two, in turn, N times (3), in some minutes
# benchmarks/run.sh micro [ARGS...]    BenchmarkDotNet over the pieces: --filter '*Augmentation*' some of them, --list flat their names
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../build/setup.sh"
source "$root/benchmarks/peers/packages.sh"
set_up
if [[ ${1-} == train || ${1-} == methods ]]; then
  [[ $1 == train ]] || set -- "$1" --methods "${@:2}"
  shift
  train_benchmark "$@"
  exit
fi
if [[ ${1-} == precision ]]; then
  shift
  folder=$(cifar); need_cifar "$folder"
  set -- precision "$folder" "$@"
fi
if [[ ${1-} == attacks ]]; then
  shift
  "$peer" -c 'import sklearn' 2>/dev/null || stop "$peer cannot import sklearn: install Debian's or Ubuntu's python3-sklearn, or name another Python in UGRADSL_PYTHON."
  "$dotnet" "$root/artifacts/benchmarks/UGradSL.Benchmarks.dll" machine
  OMP_NUM_THREADS=1 exec "$peer" "$root/benchmarks/peers/attacks.py" --ours "$dotnet" "$root/artifacts/benchmarks/UGradSL.Benchmarks.dll" "$@"
fi
if [[ ${1-} == probe ]]; then
  shift
  take_peer as-is
  "$dotnet" "$root/artifacts/benchmarks/UGradSL.Benchmarks.dll" probe "${2:-7}"
  exec "$peer" "$root/benchmarks/peers/probe.py" --ours "$dotnet" "$root/artifacts/benchmarks/UGradSL.Benchmarks.dll" "$@"
fi
exec "$dotnet" "$root/artifacts/benchmarks/UGradSL.Benchmarks.dll" "$@"
