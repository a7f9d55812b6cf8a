#!/usr/bin/env bash
# Compares chatroomd with other IRC servers on this machine, all on the same work, and prints tables in Markdown.
#
#   bench/run.sh [--rounds N] [--only LOAD[,LOAD...]] [--servers NAME[,NAME...]] [--keep FILE]
#
# Builds the release preset (without the windows), then starts each server anew for each load: chatroomd, the floor (a relay that
# does nothing but relay), and ngircd, inspircd and ircd-hybrid, where bench/get-peers.sh unpacked them or they are installed. All on
# the loopback interface, without limits, without logs of what is said; which goes first changes from round to round. Figures are medians
# of the rounds (3). --keep keeps the raw lines of JSON. Takes about six minutes a round. Needs Linux, about 10,500 open files (ulimit -n),
# and openssl for what is measured with TLS.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source bench/server.sh
source bench/peers.sh
rounds=3 only='' servers='' keep=''
parseOptions rounds only servers keep -- "$@"
raiseFileLimit 10500
buildRelease chatroomd ircload relay

# NAME|arguments of ircload. Each ends by its count or after three seconds, if it names no other bound. What is called ...-tls is the
# same with TLS.
# shellcheck disable=SC2034 # inRounds knows them
loads=(
    'fanout-1000|--mode fanout --clients 1000 --speakers 4 --in-flight 8 --messages 8000'
    'fanout-100|--mode fanout --clients 100 --speakers 4 --in-flight 8 --messages 60000'
    'fanout-10|--mode fanout --clients 10 --speakers 4 --in-flight 8 --messages 200000'
    'fanout-10-idle-4000|--mode fanout --clients 10 --bystanders 4000 --arriving 400 --speakers 4 --in-flight 8 --messages 200000'
    'fanout-100-one|--mode fanout --clients 100 --speakers 1 --in-flight 1 --messages 4000'
    'paced-200|--mode paced --clients 200 --speakers 10 --rate 200 --messages 600 --seconds 6'
    'pairs-100|--mode pairs --clients 200 --in-flight 1 --messages 200000'
    'pairs-10-idle-4000|--mode pairs --clients 20 --bystanders 4000 --arriving 400 --in-flight 1 --messages 50000'
    'register-5000|--mode register --clients 5000'
    'churn-2000|--mode churn --clients 10 --messages 2000 --seconds 6'
    'idle-5000|--mode idle --clients 5000 --arriving 400 --seconds 1'
    'slow-none|--mode fanout --clients 100 --speakers 4 --in-flight 64 --bytes 400 --messages 20000'
    'slow|--mode slow --clients 110 --deaf 10 --speakers 4 --in-flight 64 --bytes 400 --messages 40000 --seconds 20'
    'fanout-100-tls|--tls --mode fanout --clients 100 --speakers 4 --in-flight 8 --messages 60000'
    'fanout-10-tls|--tls --mode fanout --clients 10 --speakers 4 --in-flight 8 --messages 100000'
    'pairs-100-tls|--tls --mode pairs --clients 200 --in-flight 1 --messages 100000'
    'register-1000-tls|--tls --mode register --clients 1000'
    'idle-1000-tls|--tls --mode idle --clients 1000 --seconds 1'
)

# SERVER LOAD
startServer() {
    local kind=plain identity=()
    if [[ $2 == *-tls ]]; then
        kind=tls
        identity=("$certificate" "$key")
        [[ -f $certificate ]] || makeCertificate
    fi
    case $1 in
    chatroomd) start none "$work/data" "${identity[@]}" ;;
    floor) startFloor ;;
    ngircd) startNgircd "$kind" ;;
    inspircd) startInspircd "$kind" ;;
    ircd-hybrid) startIrcdHybrid "$kind" ;;
    esac
}

# LABEL STATUS
failed() {
    echo "{\"label\": \"$1\", \"failed\": $2}" >> "$work/results"
    say "$1 was not sound (status $2)"
}

# LOAD SERVER ARGUMENT...: one line of JSON in $work/results, and another one when it was not sound.
measure() {
    [[ $2 != floor || $1 != *-tls ]] || return 0 # it knows no TLS
    local label="$1 $2 $((round + 1))" status=0
    # Its queue of connections that wait to be accepted holds ten.
    [[ $2 != ngircd ]] || set -- "$@" --arriving 8
    if startServer "$2" "$1"; then
        runLoad 90 --label "$label" --seconds 3 "${@:3}" >> "$work/results" || status=$?
    else
        status=3
    fi
    ((status == 0)) || failed "$label" "$status"
    stop
}

measured=()
for server in chatroomd floor ngircd inspircd ircd-hybrid; do
    [[ -z $servers || ,$servers, == *",$server,"* ]] || continue
    if [[ $server == chatroomd || $server == floor ]] || command -v "$server" > /dev/null; then
        measured+=("$server")
    else
        say "$server is not here, so not compared: bench/get-peers.sh"
    fi
done

inRounds measure "${measured[@]}"
conclude python3 bench/table.py "$work/results"
