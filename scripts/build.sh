#!/usr/bin/env bash
# Builds a preset: build.sh PRESET [TARGET...]. Configures only once; a second run does no work that the first has done.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=$1
shift
[[ -f build/$preset/build.ninja ]] || cmake --preset "$preset" -Wno-dev >&2
targets=()
(($#)) && targets=(--target "$@")
cmake --build --preset "$preset" "${targets[@]}" >&2
