#!/usr/bin/env bash
# What durability costs: chatroomd with "none", "process" and "power" side by side on the same loads; prints tables in Markdown.
#
#   bench/history.sh [--rounds N] [--only LOAD[,LOAD...]] [--keep FILE]
#
# Builds the release preset (without the windows), then starts the server anew, on an empty data folder, for each load and durability;
# which goes first changes from round to round. Figures are medians of the rounds (3). --keep keeps the raw lines of JSON. Takes about
# three minutes a round. TMPDIR chooses the disk; with strace, what a lone message makes the disk do is counted, too. Needs Linux.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source bench/server.sh
rounds=3 only='' keep=''
parseOptions rounds only keep -- "$@"
raiseFileLimit 1200
buildRelease chatroomd ircload

# NAME|arguments of ircload. Each ends by its count; its seconds are only the bound.
# shellcheck disable=SC2034 # inRounds knows them
loads=(
    'fanout-1000|--mode fanout --clients 1000 --speakers 4 --in-flight 8 --messages 8000'
    'fanout-100|--mode fanout --clients 100 --speakers 4 --in-flight 8 --messages 60000'
    'fanout-10|--mode fanout --clients 10 --speakers 4 --in-flight 8 --messages 200000'
    'pairs-100|--mode pairs --clients 200 --in-flight 1 --messages 200000'
    'duos-100|--mode duos --clients 200 --in-flight 1 --messages 200000'
    'fanout-10-deep|--mode fanout --clients 10 --speakers 4 --in-flight 250 --messages 200000'
    'duos-100-deep|--mode duos --clients 200 --in-flight 20 --messages 200000'
    'lone|--mode lone --rate 20 --messages 100'
)
# LOAD DURABILITY ARGUMENT...
measure() {
    local status=0
    start "$2" "$work/data"
    runLoad 180 --label "$1 $2" --seconds 30 --upkeep 30 --text talk "${@:3}" >> "$work/results" || status=$?
    ((status == 0)) || say "$1 with $2 was not sound (status $status)"
    stop
}

inRounds measure none process power
echo "Histories on $(df --output=fstype "$work" | tail -n 1)." >&2
conclude python3 bench/historytable.py "$work/results"

# Once more, with an eye on the disk; strace makes it slow, so that only what is counted counts.
if command -v strace > /dev/null && isWanted lone; then
    start power "$work/data"
    strace -f -qq -s 400 -e trace=fsync,fdatasync,recvfrom,sendmsg,sendto -o "$work/calls" -p "$pid" &
    tracer=$!
    sleep 0.5
    "$build/bin/ircload" --port "$port" --mode lone --rate 20 --messages 100 --text talk > /dev/null
    stop
    wait "$tracer" || true
    echo
    python3 bench/historytable.py --calls "$work/calls"
fi
