#!/usr/bin/env bash
# Whether a message costs more when there is much history: fills one through the server, step by step, with durability "process".
#
#   bench/growth.sh [--full] [--picture FILE] [--keep FILE]
#
# One line of JSON a step of 250,000 messages goes to the standard output: CPU time of the server a message, size of the database,
# resident memory. One million messages in half a minute; --full: ten millions in about five, and 4 GB of disk (TMPDIR). --picture draws
# them (an SVG), --keep keeps them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

messages=1000000 picture='' keep=''
while (($#)); do
    case $1 in
    --full) messages=10000000; shift; continue ;;
    --picture | --keep) [[ $# -ge 2 ]] || { echo "growth.sh: $1 lacks its value" >&2; exit 2; } ;;&
    --picture) picture=$2 ;;
    --keep) keep=$2 ;;
    *) echo "growth.sh: there is no option $1" >&2; exit 2 ;;
    esac
    shift 2
done

source bench/server.sh
buildRelease chatroomd ircload
start process "$work/data"
timeout 3600 "$build/bin/ircload" --port "$port" --pid "$pid" --label growth --mode grow --rooms 4 --clients 16 --in-flight 32 --text talk \
    --messages "$messages" --step 250000 --seconds 300 --upkeep 60 --file "$work/data/chatroom.sqlite" | tee "$work/results"
stop
[[ -z $keep ]] || cp "$work/results" "$keep"
[[ -z $picture ]] || python3 bench/growthplot.py "$work/results" "$picture"
