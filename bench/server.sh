# shellcheck shell=bash
# For the scripts beside it, which source it: builds what they need, and starts and stops chatroomd on a data folder of its own.
#
# TMPDIR chooses the disk that histories are written to, BENCH_BUILD a build that is there already.
build=${BENCH_BUILD:-build/release}

# TARGET...
buildRelease() {
    [[ -z ${BENCH_BUILD:-} ]] || return 0
    [[ -f $build/build.ninja ]] || cmake --preset release -DCHATROOM_GUI=OFF -Wno-dev >&2
    cmake --build "$build" --target "$@" >&2
}

raiseFileLimit() {
    ulimit -n "$(ulimit -H -n)"
    if [[ $(ulimit -n) != unlimited && $(ulimit -n) -lt $1 ]]; then
        echo "${0##*/}: at most $(ulimit -n) open files are allowed here, and $1 are needed." >&2
        exit 2
    fi
}

# Reads --rounds, --only and --keep into $rounds, $only and $keep, which have their usual values before.
parseOptions() {
    local name=${0##*/}
    while (($#)); do
        [[ $# -ge 2 ]] || { echo "$name: $1 lacks its value, or is not an option" >&2; exit 2; }
        case $1 in
        --rounds) rounds=$2 ;;
        --only) only=,$2, ;;
        --keep) keep=$2 ;;
        *) echo "$name: there is no option $1" >&2; exit 2 ;;
        esac
        shift 2
    done
}

# Whether --only leaves that load in.
isWanted() {
    [[ -z $only || $only == *",$1,"* ]]
}

work=$(mktemp -d)
pid= port=
stop() {
    [[ -n $pid ]] || return 0
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
}
trap 'stop; rm -rf "$work"' EXIT

# DURABILITY DATA: leaves the process in $pid and the port in $port.
start() {
    local i
    sed "s/^durability = .*/durability = \"$1\"/" bench/chatroomd.toml > "$work/chatroomd.toml"
    : > "$work/log"
    "$build/bin/chatroomd" --quiet --config "$work/chatroomd.toml" --data "$2" > "$work/log" 2>&1 &
    pid=$!
    for ((i = 0; i < 200; ++i)); do
        port=$(sed -nE 's/.* 127\.0\.0\.1:([0-9]+) .*/\1/p' "$work/log" | head -n 1)
        [[ -z $port ]] || return 0
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.05
    done
    echo "${0##*/}: chatroomd did not start:" >&2
    tail -n 5 "$work/log" >&2
    return 1
}

machine() {
    echo "$(date +%F), $(nproc) processors ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)), Linux $(uname -r)"
}
