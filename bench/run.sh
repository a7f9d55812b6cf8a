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

rounds=3 only= servers= keep=
while (($#)); do
    [[ $# -ge 2 ]] || { echo "run.sh: $1 lacks its value, or is not an option" >&2; exit 2; }
    case $1 in
    --rounds) rounds=$2 ;;
    --only) only=,$2, ;;
    --servers) servers=,$2, ;;
    --keep) keep=$2 ;;
    *) echo "run.sh: there is no option $1" >&2; exit 2 ;;
    esac
    shift 2
done

needed=10500
ulimit -n "$(ulimit -H -n)"
if [[ $(ulimit -n) != unlimited && $(ulimit -n) -lt $needed ]]; then
    echo "run.sh: at most $(ulimit -n) open files are allowed here, and $needed are needed." >&2
    echo "        As root: 'ulimit -n 20000' and again; for good: 'nofile' in /etc/security/limits.conf." >&2
    exit 2
fi

build=${BENCH_BUILD:-build/release}
if [[ -z ${BENCH_BUILD:-} ]]; then
    [[ -f $build/build.ninja ]] || cmake --preset release -DCHATROOM_GUI=OFF -Wno-dev >&2
    cmake --build "$build" --target chatroomd ircload relay >&2
fi

work=$(mktemp -d)
chmod 755 "$work" # a server that gives up root still reads its file
pid=
stop() {
    [[ -n $pid ]] || return 0
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
}
trap 'stop; rm -rf "$work"' EXIT

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
    'deaf-10-of-110|--mode fanout --clients 110 --deaf 10 --speakers 4 --in-flight 8 --messages 60000'
)

freePort() {
    local port
    for port in $(shuf -i 20000-30000 -n 50); do
        ss -ltn | grep -q ":$port " || { echo "$port"; return; }
    done
    return 1
}

# Waits until somebody listens on $port.
awaitPort() {
    local i
    for ((i = 0; i < 100; ++i)); do
        ss -ltn | grep -q "127.0.0.1:$port " && return
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.05
    done
    echo "run.sh: $1 did not start:" >&2
    tail -n 5 "$work/log" >&2
    return 1
}

portFromLog() {
    local i
    for ((i = 0; i < 100; ++i)); do
        port=$(sed -nE "$1" "$work/log" | head -n 1)
        [[ -n $port ]] && return
        sleep 0.05
    done
    echo "run.sh: no port in the log:" >&2
    tail -n 5 "$work/log" >&2
    return 1
}

# Starts a server; leaves its process in $pid and its port in $port.
start() {
    : > "$work/log"
    case $1 in
    chatroomd)
        "$build/bin/chatroomd" --quiet --config bench/chatroomd.toml --data "$work/data" > "$work/log" 2>&1 &
        pid=$!
        portFromLog 's/.* 127\.0\.0\.1:([0-9]+) .*/\1/p'
        ;;
    floor)
        "$build/bin/relay" > "$work/log" 2>&1 &
        pid=$!
        portFromLog 's/^([0-9]+)$/\1/p'
        ;;
    ngircd)
        port=$(freePort)
        local who=nobody
        [[ $(id -u) -eq 0 ]] || who=$(id -un)
        sed "s/@PORT@/$port/; s/@USER@/$who/; s/@GROUP@/$(id -gn "$who")/" bench/peers/ngircd.conf > "$work/ngircd.conf"
        ngircd -n -f "$work/ngircd.conf" > /dev/null 2>&1 & # tells of each connection
        pid=$!
        awaitPort ngircd
        ;;
    inspircd)
        port=$(freePort)
        sed "s/@PORT@/$port/; s#@DIR@#$work#g" bench/peers/inspircd.conf > "$work/inspircd.conf"
        local asRoot=()
        [[ $(id -u) -ne 0 ]] || asRoot=(--runasroot)
        inspircd --nofork "${asRoot[@]}" --config "$work/inspircd.conf" > "$work/log" 2>&1 &
        pid=$!
        awaitPort inspircd
        ;;
    esac
}

PATH=$PATH:/usr/sbin
measured=(chatroomd floor)
for peer in ngircd inspircd; do
    command -v "$peer" > /dev/null && measured+=("$peer") || echo "run.sh: $peer is not installed, so not compared" >&2
done

for ((round = 1; round <= rounds; ++round)); do
    for load in "${loads[@]}"; do
        name=${load%%|*}
        [[ -z $only || $only == *",$name,"* ]] || continue
        for server in "${measured[@]}"; do
            [[ -z $servers || $servers == *",$server,"* ]] || continue
            start "$server"
            echo "round $round, $name, $server" >&2
            read -ra arguments <<< "${load#*|}"
            # Everything is bounded within ircload; this is for the case that it hangs all the same.
            status=0
            # Its queue of connections that wait to be accepted holds ten.
            [[ $server != ngircd ]] || arguments+=(--arriving 8)
            timeout 180 "$build/bin/ircload" --port "$port" --pid "$pid" --label "$name $server" --seconds 12 "${arguments[@]}" \
                >> "$work/results" || status=$?
            ((status == 0)) || echo "run.sh: $name with $server was not sound (status $status)" >&2
            stop
        done
    done
done

[[ -z $keep ]] || cp "$work/results" "$keep"
echo "$(date +%F), $(nproc) processors ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)), Linux $(uname -r), medians of $rounds"
echo
python3 bench/table.py "$work/results"
