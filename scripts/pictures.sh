#!/usr/bin/env bash
# Makes the README's pictures anew: builds the windows, lets them draw themselves without a display, keeps the PNG files.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/setup.sh test
scripts/build.sh dev client-gui_pictures server-gui_shots
drawn=$(mktemp -d)
trap 'rm -rf "$drawn"' EXIT
export QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES='qt.qpa.*=false' TZ=UTC LC_ALL=C.UTF-8
build/dev/bin/client-gui_pictures "$drawn"
build/dev/bin/server-gui_shots "$drawn" --readme
mkdir -p docs/pictures
mv "$drawn"/{client-light,client-dark,join-light}.png docs/pictures/
mv "$drawn/light-1200x750-overview-full.png" docs/pictures/server-light.png
echo "The pictures are in docs/pictures." >&2
