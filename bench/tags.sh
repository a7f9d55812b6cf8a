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

loads=(
    'fanout-1000|--mode fanout --clients 1000 --speakers 4 --in-flight 8 --messages 8000'
    'fanout-100|--mode fanout --clients 100 --speakers 4 --in-flight 8 --messages 60000'
    'fanout-10|--mode fanout --clients 10 --speakers 4 --in-flight 8 --messages 200000'
)
# What a client of today asks for that changes the lines of a room.
tags='batch message-tags server-time account-tag extended-join away-notify setname draft/multiline draft/message-redaction'

kinds=(plain long tags)

for ((round = 0; round < rounds; ++round)); do
    for load in "${loads[@]}"; do
        name=${load%%|*}
        isWanted "$name" || continue
        for ((i = 0; i < 3; ++i)); do
            kind=${kinds[(round + i) % 3]}
            start none "$work/data"
            read -ra arguments <<< "${load#*|}"
            [[ $kind != tags ]] || arguments+=(--capabilities "$tags")
            [[ $kind != long ]] || arguments+=(--bytes 160)
            echo "round $((round + 1)), $name, $kind" >&2
            runLoad 180 --label "$name $kind" --seconds 30 "${arguments[@]}" >> "$work/results"
            stop
            rm -rf "$work/data"
        done
    done
done

[[ -z $keep ]] || cp "$work/results" "$keep"
echo "$(machine), medians of $rounds"
echo
python3 bench/tagstable.py "$work/results"
