#!/usr/bin/env bash
# How live the windows stay in a room with 2,000 messages a second, while somebody scrolls, types, searches and resizes; prints tables in
# Markdown: how long the GUI thread did not come back to its event loop, and the memory.
#
#   bench/windows.sh [--seconds S] [--rate N] [--only WINDOW[,WINDOW]] [--keep FILE]
#
# Builds the release preset with its windows, then opens the server window (server), the client window (client) and a client window that
# nobody looks at (unwatched), one after the other, for so many seconds (30) each; offscreen, unless QT_QPA_PLATFORM says otherwise.
# The clients' server is chatroomd with its history on. --keep keeps the lines of JSON. Needs Linux.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source bench/server.sh
seconds=30 rate=2000 only='' keep=''
parseOptions seconds rate only keep -- "$@"
[[ -n ${BENCH_BUILD:-} || -f $build/build.ninja ]] || cmake --preset release -Wno-dev >&2
buildRelease windows_bench chatroomd ircload

# WINDOW OPTION...
measure() {
    echo "$1" >&2
    timeout $((seconds + 60)) "$build/bin/windows_bench" "${@:2}" --label "$1" --seconds "$seconds" --rate "$rate" >> "$work/results"
}

! isWanted server || measure server server
for window in client unwatched; do
    isWanted "$window" || continue
    start power "$work/data"
    options=()
    [[ $window == client ]] || options=(--unwatched)
    measure "$window" client --port "$port" "${options[@]}"
    stop
    rm -rf "$work/data"
done

[[ -z $keep ]] || cp "$work/results" "$keep"
echo "$(machine), $rate messages a second, $seconds seconds each"
echo
python3 bench/windowstable.py "$work/results"
