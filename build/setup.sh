# Sourced by run.sh and test.sh: finds the .NET 10 SDK, restores and builds what has changed. Talk goes to standard error.
# Outside the clone it writes to the NuGet package cache alone (and, as root on Ubuntu, installs the SDK when there is none).

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
outputs="kit cli notebooks kit-tests notebooks-tests benchmarks"
script="curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0"
dotnet=

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_ADD_GLOBAL_TOOLS_TO_PATH=false
export DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 # no libicu needed
export GOMP_SPINCOUNT=${GOMP_SPINCOUNT:-1000} # libtorch's threads soon sleep while they wait: spinning, they starve a busy machine
# A tensor's memory stays with the process that freed it: new pages are dear, on some virtual machines half of all time.
export MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-4294967296} MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-4294967296}

say() { printf '%s\n' "$*" >&2; }
stop() { say "$@"; exit 1; }

# --- the system -------------------------------------------------------------------------------------------------------------

# One field of os-release: `os_release ID` is "ubuntu". Tests put a file of their own in its place.
os_release() {
  local file=${UGRADSL_OS_RELEASE:-/etc/os-release}
  [[ ! -r $file ]] || sed -n "s/^$1=//p" "$file" | tr -d "\"'" | head -n 1
}

is_mac() { [[ $(uname -s) == Darwin ]]; }

system_name() {
  if is_mac; then echo "macOS on $(uname -m)"; return; fi
  local name; name=$(os_release PRETTY_NAME)
  echo "${name:-an unknown Linux} on $(uname -m)"
}

# TorchSharp has libraries for these alone; prints why not, else nothing.
system_problem() {
  case "$(uname -s) $(uname -m)" in
    "Linux x86_64") [[ $(os_release ID) != alpine ]] || echo "libtorch needs glibc, which Alpine lacks: use Debian, Ubuntu, Fedora or the devcontainer" ;;
    "Darwin arm64") ;;
    *) echo "TorchSharp has libraries for Linux on x86_64 and macOS on arm64 only: use the devcontainer on such a machine, or WSL on Windows" ;;
  esac
}

# --- the SDK ----------------------------------------------------------------------------------------------------------------

# Prints the newest 10.x SDK of one dotnet, else fails.
sdk_of() {
  local version
  version=$("$1" --list-sdks 2>/dev/null | sed -n 's/^\(10\.[^ ]*\) .*/\1/p' | tail -n 1) || true
  [[ -n $version ]] && echo "$version"
}

# Sets $dotnet to the first that has a 10.x SDK; the install script's folder needs not be on the path.
find_sdk() {
  local candidate
  for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-}/dotnet" "${HOME:-}/.dotnet/dotnet"; do
    if [[ -x $candidate ]] && sdk_of "$candidate" >/dev/null; then
      dotnet=$candidate
      PATH=$(dirname "$dotnet"):$PATH
      return
    fi
  done
  return 1
}

# Whether the distribution's own archive has the SDK for apt-get.
archive_has_sdk() {
  case "$(os_release ID) $(os_release VERSION_ID)" in
    "ubuntu 24.04" | "ubuntu 25.10" | "ubuntu 26."*) true ;;
    *) false ;;
  esac
}

as_root() { [[ $(id -u) == 0 ]] || printf 'sudo '; }

# The one command that installs the SDK here.
sdk_command() {
  if is_mac; then echo "brew install --cask dotnet-sdk"; return; fi
  case "$(os_release ID)" in
    ubuntu) if archive_has_sdk; then echo "$(as_root)apt-get update && $(as_root)apt-get install -y dotnet-sdk-10.0"; else echo "$script"; fi ;;
    fedora | rhel | centos | rocky | almalinux) echo "$(as_root)dnf install -y dotnet-sdk-10.0" ;;
    arch) echo "$(as_root)pacman -S --needed dotnet-sdk" ;;
    *) echo "$script" ;;
  esac
}

need_sdk() {
  find_sdk && return
  if archive_has_sdk && [[ $(id -u) == 0 ]]; then
    say "There is no .NET 10 SDK: installing the distribution's dotnet-sdk-10.0."
    { apt-get update -q && apt-get install -y -q dotnet-sdk-10.0; } >&2 || stop "apt-get could not install dotnet-sdk-10.0: see above."
    hash -r
    find_sdk && return
  fi
  say "There is no .NET 10 SDK on this machine ($(system_name))."
  [[ $(os_release ID) != debian ]] || say "Debian has none of its own; as root, Microsoft's feed has: https://learn.microsoft.com/dotnet/core/install/linux-debian"
  stop "Install it, then run this again: $(sdk_command)"
}

# --- the build --------------------------------------------------------------------------------------------------------------

# Which libtorch is built in: cpu, cuda (about 3 GB to fetch), or none where UGRADSL_TORCH_LIB names another installation's.
torch_device() {
  local device=${UGRADSL_TORCH_DEVICE:-}
  [[ -n $device ]] || { [[ -n ${UGRADSL_TORCH_LIB:-} ]] && device=none || device=cpu; }
  case $device in
    cpu | cuda | none) echo "$device" ;;
    *) stop "UGRADSL_TORCH_DEVICE is '$device'; it can be cpu, cuda or none." ;;
  esac
}

# A number that changes with any file that the build reads, with the SDK and with the device.
fingerprint() (
  cd "$root"
  {
    torch_device
    sdk_of "$dotnet" || true
    [[ ! -x /usr/bin/chromium ]] || echo "with a browser for the tests"
    find src tests build benchmarks ./*.props ./*.targets ./*.sln global.json .editorconfig \
      \( -name bin -o -name obj \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 cksum
  } | cksum
)

# The same for the names of what the build made: a library that someone deleted is built again.
made() ( cd "$root/artifacts" && find $outputs -name '*.dll' -o -name '*.so*' -o -name '*.dylib' 2>/dev/null | LC_ALL=C sort | cksum )

is_built() { [[ -f $root/artifacts/built && $(<"$root/artifacts/built") == "$(fingerprint) $(made)" ]]; }

# .NET leaves notes in its home: that is in the clone, but for the package cache and NuGet's settings, which are the user's.
dotnet_home() {
  export DOTNET_CLI_HOME=$root/artifacts/home XDG_DATA_HOME=$root/artifacts/home/.local/share
  mkdir -p "$DOTNET_CLI_HOME"
  [[ -z ${HOME:-} ]] || { mkdir -p "$HOME/.nuget" && ln -sfn "$HOME/.nuget" "$DOTNET_CLI_HOME/.nuget"; }
}

build() (
  cd "$root"
  dotnet_home
  device=$(torch_device)
  read_as=$(fingerprint) # before the build: what changes meanwhile is built the next time
  mkdir -p artifacts
  rm -f artifacts/built
  # Another device's libraries must not lie beside: a process can hold one libtorch.
  [[ $(cat artifacts/device 2>/dev/null || echo cpu) == "$device" ]] || for output in $outputs; do rm -rf "artifacts/$output"; done
  echo "$device" >artifacts/device
  say "Fetching what is missing and building (the first time takes some minutes; artifacts/build.log tells) ..."
  if ! "$dotnet" build UGradSL.Kit.sln -c Release -v minimal -nodeReuse:false "-p:TorchDevice=$device" >artifacts/build.log 2>&1 </dev/null; then
    tail -n 25 artifacts/build.log >&2
    stop "The build failed; above is the end of artifacts/build.log. ./run.sh doctor says what this machine lacks."
  fi
  echo "$read_as $(made)" >artifacts/built
  say "Built in $SECONDS s."
)

set_up() {
  local problem; problem=$(system_problem)
  [[ -z $problem ]] || stop "$problem."
  need_sdk
  torch_device >/dev/null
  is_built || build
}
