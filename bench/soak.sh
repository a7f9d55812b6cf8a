#!/usr/bin/env bash
# A long run: 10,000 connections in 100 rooms speak, come and go and break off, and nothing may be lost, come twice, come out of order or
# grow. Prints a table in Markdown, a line a minute; ends with status 1 at the first minute that is not sound, when the server's memory
# after the first minute grows by more than it may, or when the server's log tells of anything.
#
#   bench/soak.sh [--minutes N] [--rate N] [--changes N] [--growth KIB] [--durability none|process|power] [--keep FILE]
#
# 10 minutes, 1,000 messages a second, of which each goes to 99 people, and 50 people a second who move to another room or whose connection
# breaks off and who come back; memory may grow by 2,048 KiB. Needs Linux, and about 10,500 open files: ulimit -n.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# shellcheck disable=SC2034 # parseOptions knows it
minutes=10 rate=1000 changes=50 growth=2048 durability=none keep=''
source bench/server.sh
parseOptions minutes rate changes growth durability keep -- "$@"
raiseFileLimit 10500
buildRelease chatroomd ircload

start "$durability" "$work/data"
status=0
runLoad $((minutes * 90 + 300)) --label soak --mode soak --clients 10000 --rooms 100 --rate "$rate" --changes "$changes" \
    --seconds $((minutes * 60)) > "$work/results" || status=$?
stop
[[ -z $keep ]] || cp "$work/results" "$keep"

machine
echo
python3 bench/soaktable.py "$work/results" "$growth" || status=1
if grep -vE ' (listen|stopped)( |$)' "$log" >&2; then
    say "that is what the server's log tells of"
    status=1
fi
((status == 0)) || say "not sound"
exit "$status"
