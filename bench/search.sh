#!/usr/bin/env bash
# How long people wait for what was said: first pages of searches and of the history, over the wire; and how fast a client that was away
# has what it missed. Prints tables in Markdown.
#
#   bench/search.sh [--messages N] [--only PART[,PART...]]
#
# Fills a history of a million messages (--messages) through the server, once in one room and once over a hundred, and asks; then a
# Chatroom client is away for 10,000 messages, three times. PART: one-room, hundred-rooms, away. Takes about three minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source bench/server.sh
messages=1000000 only=''
parseOptions messages only -- "$@"
buildRelease chatroomd ircload catchup

# ROOMS PEOPLE IN-FLIGHT
fill() {
    start process "$work/data"
    echo "filling: $messages messages, $1 room(s)" >&2
    runLoad 900 --mode grow --rooms "$1" --clients "$2" --in-flight "$3" --text talk --messages "$messages" --seconds 600 --upkeep 60 \
        > "$work/results"
}

askAndStop() {
    timeout 300 python3 bench/questions.py "$port" "$@"
    stop
    rm -rf "$work/data"
}

machine
if isWanted one-room; then
    fill 1 20 16
    printf '\nOne room, 20 people, %s messages\n\n' "$messages"
    askAndStop '#load0'
fi
if isWanted hundred-rooms; then
    fill 100 200 2
    printf '\nA hundred rooms, 200 people, %s messages\n\n' "$messages"
    mapfile -t rooms < <(printf '#load%d\n' {0..99})
    askAndStop "${rooms[@]}"
fi
if isWanted away; then
    start process "$work/data"
    printf '\n'
    timeout 300 "$build/bin/catchup" --port "$port" --rounds 3
    stop
fi
