#!/usr/bin/env bash
# Sets up, builds and runs all the tests. Arguments go to ctest: test.sh -R '^protocol/'
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/setup.sh test
scripts/build.sh "${CHATROOM_PRESET:-dev}"
exec ctest --preset "${CHATROOM_PRESET:-dev}" "$@"
