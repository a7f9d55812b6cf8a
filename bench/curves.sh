#!/usr/bin/env bash
# How the cost of a delivery grows with the people in a room, with the number of rooms, and with those who are connected and silent:
# chatroomd and the floor (a relay that does nothing but relay) on the same loads; prints a table in Markdown.
#
#   bench/curves.sh [--rounds N] [--only LOAD[,LOAD...]] [--picture FILE] [--keep FILE]
#
# Builds the release preset (without the windows), then starts a server anew for each load. people-N: so many in one room, 4 speak, each
# with 8 messages on their way. rooms-N: 1,000 people in so many rooms of ten, one message at a time, each in the next room, so that
# there is nothing to gather. idle-N: ten pairs, one message to and fro in each, beside so many who are silent. Figures are medians of the
# rounds (3). --picture draws them (an SVG), --keep keeps the lines of JSON. Takes about three minutes a round. Needs Linux, and about
# 15,500 open files: ulimit -n.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# shellcheck disable=SC2034 # parseOptions and isWanted know it
rounds=3 only='' picture='' keep=''
source bench/server.sh
parseOptions rounds only picture keep -- "$@"
source bench/peers.sh
raiseFileLimit 15500
buildRelease chatroomd ircload relay

# shellcheck disable=SC2034 # inRounds knows them
loads=(
    'people-10|--mode fanout --clients 10 --speakers 4 --in-flight 8 --messages 200000'
    'people-100|--mode fanout --clients 100 --speakers 4 --in-flight 8 --messages 60000'
    'people-1000|--mode fanout --clients 1000 --speakers 4 --in-flight 8 --messages 8000'
    'people-5000|--mode fanout --clients 5000 --speakers 4 --in-flight 8 --messages 1600'
    'people-10000|--mode fanout --clients 10000 --speakers 4 --in-flight 8 --messages 800'
    'rooms-1|--mode rooms --clients 1000 --rooms 1 --in-flight 1 --messages 20000'
    'rooms-10|--mode rooms --clients 1000 --rooms 10 --in-flight 1 --messages 20000'
    'rooms-100|--mode rooms --clients 1000 --rooms 100 --in-flight 1 --messages 20000'
    'rooms-1000|--mode rooms --clients 1000 --rooms 1000 --in-flight 1 --messages 20000'
    'rooms-10000|--mode rooms --clients 1000 --rooms 10000 --in-flight 1 --messages 20000'
    'idle-0|--mode pairs --clients 20 --in-flight 1 --messages 100000'
    'idle-1000|--mode pairs --clients 20 --in-flight 1 --messages 100000 --bystanders 1000'
    'idle-4000|--mode pairs --clients 20 --in-flight 1 --messages 100000 --bystanders 4000'
    'idle-8000|--mode pairs --clients 20 --in-flight 1 --messages 100000 --bystanders 8000'
    'idle-15000|--mode pairs --clients 20 --in-flight 1 --messages 100000 --bystanders 15000'
)

# LOAD SERVER ARGUMENT...
measure() {
    case $2 in
    chatroomd) start none "$work/data" ;;
    floor) startFloor ;;
    esac
    runLoad 300 --label "$1 $2" --seconds 30 "${@:3}" >> "$work/results"
    stop
}

inRounds measure chatroomd floor
conclude python3 bench/curves.py "$work/results" ${picture:+"$picture"}
