# Sourced by .ci/run, where $root is the clone: restores original data files for the tests from compact copies beside the clone.
# Whatever goes wrong is said on standard error; the tests that need the files are then skipped and counted.

# Sets UGRADSL_TEST_DATA where there are compact copies and it is not set already. Restored once into artifacts/test-data, whole or not
# at all, and again when the list of the copies changes.
find_test_data() {
  local copies=$root/../shared/data made=$root/artifacts/test-data
  [[ -z ${UGRADSL_TEST_DATA-} && -f $copies/restore.py ]] || return 0
  if ! cmp -s "$copies/MANIFEST.tsv" "$made/MANIFEST.tsv"; then
    take_restore_tools
    restore_test_data "$copies" "$made" >&2 || { no_test_data "restoring $copies failed, see above"; return 0; }
  fi
  export UGRADSL_TEST_DATA=$made
}

no_test_data() { printf 'No original data files: %s. Tests that need them are skipped.\n' "$1" >&2; }

# The script needs Python, xz and djxl, and the whole of Fashion-MNIST is a package too; root on Debian or Ubuntu gets what is missing.
take_restore_tools() {
  local packages=""
  [[ -n $(python) ]] || packages="$packages python3"
  command -v xz >/dev/null || packages="$packages xz-utils"
  command -v djxl >/dev/null || packages="$packages libjxl-tools"
  [[ -d ${UGRADSL_FASHION_MNIST:-/usr/share/datasets/fashion-mnist} ]] || packages="$packages dataset-fashion-mnist"
  [[ -n $packages && $(id -u) == 0 ]] && command -v apt-get >/dev/null || return 0
  printf 'Installing%s to restore original data files for the tests.\n' "$packages" >&2
  # Not stopped by one that is missing: the restore itself says what it lacks.
  apt-get update -q >&2 || true
  local package
  for package in $packages; do DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$package" >&2 || true; done
  hash -r
}

# The distribution's own, since another may come first on the path.
python() {
  local own=${UGRADSL_PYTHON:-/usr/bin/python3}
  [[ -x $own ]] && echo "$own" || command -v python3 || true
}

# restore_test_data COPIES FOLDER: fills a temporary folder beside FOLDER and renames it when all is there.
restore_test_data() {
  local copies=$1 made=$2 part=$2.part name
  rm -rf "$part" "$made" && mkdir -p "$part" && "$(python)" "$copies/restore.py" "$part" || return
  # Those whose copies are the original files themselves.
  for name in optdigits bert 20newsgroups MANIFEST.tsv; do
    [[ ! -e $copies/$name ]] || { cp -R "$copies/$name" "$part/" && chmod -R u+w "$part/$name"; } || return
  done
  mv "$part" "$made"
}
