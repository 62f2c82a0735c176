# Sourced by run.sh after setup.sh: says what is there, what is missing and the one command that mends it. Changes nothing.

ill=0
ok() { printf 'ok       %-12s %s\n' "$1" "$2"; }
lacks() { printf 'missing  %-12s %s\n         %-12s %s\n' "$1" "$2" "mend it:" "$3"; ill=1; }

# The path of a shared library that the loader knows, else nothing.
library() { PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | sed -n "s|^[[:space:]]*$1 .*=> ||p" | head -n 1; }

check_system() {
  local problem; problem=$(system_problem)
  if [[ -z $problem ]]; then ok system "$(system_name)"; else lacks system "$(system_name)" "$problem"; fi
}

check_sdk() {
  if find_sdk; then ok ".NET SDK" "$(sdk_of "$dotnet")"; return; fi
  local there; there=$(command -v dotnet || true)
  if [[ -z $there ]]; then lacks ".NET SDK" "none; version 10 is needed" "$(sdk_command)"
  elif ! "$there" --list-sdks >/dev/null 2>&1; then
    lacks ".NET SDK" "$there does not start: $("$there" --list-sdks 2>&1 | head -n 1)" "$(libraries_command)"
  else lacks ".NET SDK" "$there has no SDK of version 10" "$(sdk_command)"; fi
}

libraries_command() {
  case "$(os_release ID)" in
    debian | ubuntu) echo "$(as_root)apt-get install -y libstdc++6 libgcc-s1 libssl3 ca-certificates" ;;
    fedora | rhel | centos | rocky | almalinux) echo "$(as_root)dnf install -y libstdc++ libgcc openssl-libs ca-certificates" ;;
    *) echo "install libstdc++, libgcc_s and OpenSSL 3 by your system's package manager" ;;
  esac
}

# .NET and libtorch need the C++ runtime, restoring needs OpenSSL; libtorch brings the OpenMP runtime itself.
check_libraries() {
  ! is_mac && PATH=$PATH:/sbin:/usr/sbin command -v ldconfig >/dev/null || return 0
  local name missing="" runtime
  for name in libstdc++.so.6 libgcc_s.so.1 libssl.so.3; do [[ -n $(library "$name") ]] || missing="$missing $name"; done
  if [[ -n $missing ]]; then lacks libraries "without$missing" "$(libraries_command)"; return; fi
  runtime=$(library libstdc++.so.6)
  if grep -qa GLIBCXX_3.4.32 "$runtime"; then ok libraries "C++ runtime, OpenSSL"
  else ok libraries "C++ runtime older than GCC 13 (the build mends its copy of TorchSharp's library), OpenSSL"; fi
}

check_build() {
  local free; free=$(($(df -Pk "$root" | awk 'NR == 2 { print $4 }') / 1048576))
  if [[ -n $dotnet ]] && is_built; then ok build "up to date, for $(torch_device)"
  elif [[ -f $root/artifacts/built ]]; then lacks build "not whole, or older than the sources" "./run.sh"
  else lacks build "not built yet" "./run.sh"; fi
  if [[ -d $root/artifacts/cli ]] || ((free >= 5)); then ok disk "$free GB free"
  else lacks disk "$free GB free; packages and build take up to 5 GB" "free some, or clone onto another disk"; fi
}

doctor() {
  check_system
  check_sdk
  check_libraries
  check_build
  if [[ -n $dotnet && -f $root/artifacts/cli/ugradsl.dll ]]; then "$dotnet" "$root/artifacts/cli/ugradsl.dll" doctor || ill=1; fi
  return $ill
}
