#!/usr/bin/env bash
# What more I/O threads give: the same loads with 1, 2 and 4 workers, plain and through TLS; prints tables in Markdown, with the CPU time
# of the hub and of the workers apart.
#
#   bench/workers.sh [--rounds N] [--only LOAD[,LOAD...]] [--keep FILE]
#
# Builds the release preset (without the windows), then starts chatroomd anew for each load and number of workers; which number goes first
# changes from round to round. Figures are medians of the rounds (3). Takes about a minute and a half a round. Needs Linux.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# shellcheck disable=SC2034 # parseOptions and isWanted know it
rounds=3 only='' keep='' workers=0
source bench/server.sh
parseOptions rounds only keep -- "$@"
source bench/peers.sh
raiseFileLimit 1200
buildRelease chatroomd ircload

# shellcheck disable=SC2034 # inRounds knows them
loads=(
    'fanout-1000|--mode fanout --clients 1000 --speakers 4 --in-flight 8 --messages 8000'
    'fanout-100|--mode fanout --clients 100 --speakers 4 --in-flight 8 --messages 60000'
    'pairs-100|--mode pairs --clients 200 --in-flight 1 --messages 200000'
    'fanout-100-tls|--tls --mode fanout --clients 100 --speakers 4 --in-flight 8 --messages 30000'
    'pairs-100-tls|--tls --mode pairs --clients 200 --in-flight 1 --messages 100000'
)
makeCertificate

# LOAD WORKERS ARGUMENT...
measure() {
    workers=$2
    local identity=()
    [[ $1 != *-tls ]] || identity=("$certificate" "$key")
    start none "$work/data" "${identity[@]}"
    runLoad 180 --label "$1 $2" --seconds 30 "${@:3}" >> "$work/results"
    stop
}

inRounds measure 1 2 4
conclude python3 bench/workerstable.py "$work/results"
