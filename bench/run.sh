#!/usr/bin/env bash
# Compares chatroomd with other IRC servers on this machine, all on the same work, and prints tables in Markdown.
#
#   bench/run.sh [--rounds N] [--only LOAD[,LOAD...]] [--servers NAME[,NAME...]] [--keep FILE]
#
# Builds the release preset (without the windows), then starts each server anew for each load: chatroomd, the floor (a relay that
# does nothing but relay), and ngircd and inspircd where they are installed (apt-get install ngircd inspircd). All on the loopback
# interface, without limits, without logs of what is said. Figures are medians of the rounds (3). --keep keeps the raw lines of JSON.
# Takes about four minutes a round. Needs Linux, and about 12,000 open files: ulimit -n.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source bench/server.sh
source bench/peers.sh
rounds=3 only='' servers='' keep=''
parseOptions rounds only servers keep -- "$@"
raiseFileLimit 10500
buildRelease chatroomd ircload relay

# NAME|arguments of ircload. Each ends by its count; its seconds are only the bound.
loads=(
    'fanout-1000|--mode fanout --clients 1000 --speakers 4 --in-flight 8 --messages 8000'
    'fanout-100|--mode fanout --clients 100 --speakers 4 --in-flight 8 --messages 60000'
    'fanout-10|--mode fanout --clients 10 --speakers 4 --in-flight 8 --messages 200000'
    'fanout-100-one|--mode fanout --clients 100 --speakers 1 --in-flight 1 --messages 4000'
    'paced-200|--mode paced --clients 200 --speakers 10 --rate 200 --messages 2000'
    'pairs-100|--mode pairs --clients 200 --in-flight 1 --messages 200000'
    'pairs-10-idle-4000|--mode pairs --clients 20 --bystanders 4000 --in-flight 1 --messages 50000'
    'idle-5000|--mode idle --clients 5000 --seconds 3'
    'register-5000|--mode register --clients 5000'
    'churn-2000|--mode churn --clients 10 --messages 2000'
    'deaf-10-of-110|--mode slow --clients 110 --deaf 10 --speakers 4 --in-flight 8 --messages 60000'
)

startServer() {
    case $1 in
    chatroomd) start none "$work/data" ;;
    floor) startFloor ;;
    ngircd) startNgircd ;;
    inspircd) startInspircd ;;
    esac
}

measured=(chatroomd floor)
for peer in ngircd inspircd; do
    if command -v "$peer" > /dev/null; then measured+=("$peer"); else say "$peer is not installed, so not compared"; fi
done

for ((round = 1; round <= rounds; ++round)); do
    for load in "${loads[@]}"; do
        name=${load%%|*}
        isWanted "$name" || continue
        for server in "${measured[@]}"; do
            [[ -z $servers || ,$servers, == *",$server,"* ]] || continue
            startServer "$server"
            echo "round $round, $name, $server" >&2
            read -ra arguments <<< "${load#*|}"
            # Its queue of connections that wait to be accepted holds ten.
            [[ $server != ngircd ]] || arguments+=(--arriving 8)
            status=0
            runLoad 180 --label "$name $server" --seconds 12 "${arguments[@]}" >> "$work/results" || status=$?
            ((status == 0)) || say "$name with $server was not sound (status $status)"
            stop
        done
    done
done

[[ -z $keep ]] || cp "$work/results" "$keep"
echo "$(machine), medians of $rounds"
echo
python3 bench/table.py "$work/results"
