# Sourced by benchmarks/run.sh: finds PyTorch in the distribution's packages. Talk goes to standard error.

# An optimised BLAS belongs to a fair peer: with the reference one Debian's PyTorch multiplies float32 matrices some thirty times slower.
peer_packages="python3-torch python3-torchvision python3-pil libopenblas0-pthread"
peer=${UGRADSL_PYTHON:-/usr/bin/python3}

missing_packages() {
  local package
  for package in $peer_packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf ' %s' "$package"
  done
}

# Root on Debian or Ubuntu gets what is missing; with --as-is in $1 what is there must do.
take_peer() {
  if command -v dpkg-query >/dev/null && [[ -z ${UGRADSL_PYTHON:-} ]]; then
    local missing; missing=$(missing_packages)
    if [[ -n $missing && $1 == as-is ]]; then
      say "Missing, and left out as asked:$missing. A slower peer flatters the kit: these ratios do not count."
    elif [[ -n $missing && $(id -u) == 0 ]]; then
      say "Installing the peer:$missing"
      { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; } >&2 || stop "apt-get could not install$missing: see above."
    elif [[ -n $missing ]]; then
      stop "The peer is missing. Install it, then run this again: $(as_root)apt-get update && $(as_root)apt-get install -y$missing"
    fi
  fi
  "$peer" -c 'import numpy, PIL, torch, torchvision' 2>/dev/null ||
    stop "$peer cannot import numpy, PIL, torch and torchvision: install Debian's or Ubuntu's$(printf ' %s' $peer_packages), or name another Python in UGRADSL_PYTHON."
}

# Prints the folder of CIFAR-10's binary files, in the folder of the tests' originals or in the data cache, else nothing.
cifar() {
  local place
  for place in "${UGRADSL_TEST_DATA:-}" "${UGRADSL_DATA:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/ugradsl}/cifar10"; do
    for place in "$place/cifar-10-batches-bin" "$place"; do
      [[ ! -f $place/data_batch_1.bin ]] || { echo "$place"; return; }
    done
  done
}

need_cifar() {
  [[ -n $1 ]] || stop "CIFAR-10's binary files are not here: ./run.sh fetch cifar10, or name the folder above cifar-10-batches-bin in UGRADSL_TEST_DATA${2-}."
}

# train_benchmark [--runs N] [--made] [--as-is] [WORK...]
train_benchmark() {
  local arguments=() how="" folder; folder=$(cifar)
  while [[ $# -gt 0 ]]; do
    case $1 in
      --made) folder=made ;;
      --as-is) how=as-is ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  need_cifar "$folder" ", or take random images with --made"
  take_peer "$how"
  [[ $folder == made ]] || arguments=(--data "$folder" "${arguments[@]}")
  # As many threads for everyone: Debian's PyTorch takes one alone where it is not told.
  export OMP_NUM_THREADS=${OMP_NUM_THREADS:-$(nproc)} PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore
  echo "Training side by side on $([[ $folder == made ]] && echo "random images" || echo "CIFAR-10"); all of it with 5 runs takes under 20 minutes on 2 quiet cores"
  "$dotnet" "$root/artifacts/benchmarks/UGradSL.Benchmarks.dll" machine
  echo "OMP_NUM_THREADS=$OMP_NUM_THREADS GOMP_SPINCOUNT=$GOMP_SPINCOUNT · BLAS of the peer: $(basename "$(dirname "$(readlink -f /usr/lib/*/libblas.so.3 2>/dev/null | head -n 1)")")"
  "$peer" "$root/benchmarks/peers/compare.py" --ours "$dotnet" "$root/artifacts/benchmarks/UGradSL.Benchmarks.dll" "${arguments[@]}"
}
