# Sourced by .ci/run: gets Debian's Chromium, in which the tests look at pages. Where there is none after all, they are one skipped test.

# Root on Debian alone: Ubuntu's package of that name is a stub for another package system.
take_browser() {
  local os=${UGRADSL_OS_RELEASE:-/etc/os-release}
  [[ ! -x ${UGRADSL_CHROMIUM:-/usr/bin/chromium} && $(id -u) == 0 && -r $os ]] && command -v apt-get >/dev/null && [[ $(. "$os" && echo "${ID-}") == debian ]] || return 0
  printf 'Installing chromium to look at pages in the tests.\n' >&2
  apt-get update -q >&2 || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core >&2 || printf 'No chromium: the tests that look at pages are skipped.\n' >&2
}
