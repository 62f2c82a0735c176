#!/usr/bin/env bash
# build/api.sh: the reference of every public type and member, from the library's own documentation, into out/api/index.html.
# DocFX, which the first call fetches into the NuGet package cache (490 MB), reads what ./run.sh has built.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
set_up
cd "$root"
dotnet_home
"$dotnet" tool restore >&2
rm -rf out/api docs/api/obj
"$dotnet" docfx docs/api/docfx.json >&2
say "Open out/api/index.html; where the browser reads no files by itself: python3 -m http.server -d out/api"
