#!/usr/bin/env bash
# What tags cost: the same fan-out to clients that ask for nothing and to clients that ask for all tags; prints a table in Markdown.
# Beside them "long": no tags, but texts that are longer by as much as the tags, so that every line is as long as one with tags. What
# that costs is the system's copying of more bytes; what is left is the making of tags.
#
#   bench/tags.sh [--rounds N] [--only LOAD[,LOAD...]] [--keep FILE]
#
# Builds the release preset (without the windows), then starts chatroomd anew for each load and kind; which kind goes first changes
# from round to round.
# History is off. Figures are medians of the rounds (5). Takes about a minute a round. Needs Linux.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source bench/server.sh
rounds=5 only='' keep=''
parseOptions rounds only keep -- "$@"
raiseFileLimit 1200
buildRelease chatroomd ircload

# shellcheck disable=SC2034 # inRounds knows them
loads=(
    'fanout-1000|--mode fanout --clients 1000 --speakers 4 --in-flight 8 --messages 8000'
    'fanout-100|--mode fanout --clients 100 --speakers 4 --in-flight 8 --messages 60000'
    'fanout-10|--mode fanout --clients 10 --speakers 4 --in-flight 8 --messages 200000'
)
# What a client of today asks for that changes the lines of a room.
tags='batch message-tags server-time account-tag extended-join away-notify setname draft/multiline draft/message-redaction'

# LOAD KIND ARGUMENT...
measure() {
    local more=()
    [[ $2 != tags ]] || more=(--capabilities "$tags")
    [[ $2 != long ]] || more=(--bytes 160)
    start none "$work/data"
    runLoad 180 --label "$1 $2" --seconds 30 "${@:3}" "${more[@]}" >> "$work/results"
    stop
}

inRounds measure plain long tags
conclude python3 bench/tagstable.py "$work/results"
