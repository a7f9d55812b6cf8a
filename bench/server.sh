# shellcheck shell=bash
# For the scripts beside it, which source it: reads their options, builds what they need, starts and stops a server, and leaves nothing
# behind, however they end.
#
# TMPDIR chooses the disk that histories are written to, BENCH_BUILD a build that is there already.
build=${BENCH_BUILD:-build/release}

say() {
    echo "${0##*/}: $*" >&2
}

# NAME... -- ARGUMENT...: reads each "--NAME VALUE" of the arguments into $NAME, which has its usual value before.
parseOptions() {
    local known=' '
    while [[ $1 != -- ]]; do
        known+="--$1 "
        shift
    done
    shift
    while (($#)); do
        [[ $known == *" $1 "* ]] || { say "there is no option $1; there are:$known"; exit 2; }
        [[ $# -ge 2 ]] || { say "$1 lacks its value"; exit 2; }
        printf -v "${1#--}" %s "$2"
        shift 2
    done
    [[ ${rounds:-1} =~ ^[1-9][0-9]{0,2}$ ]] || { say "--rounds takes a number from 1 to 999"; exit 2; }
}

# Whether --only leaves that load in.
isWanted() {
    [[ -z ${only:-} || ,$only, == *",$1,"* ]]
}

# FUNCTION KIND...: calls "FUNCTION LOAD KIND ARGUMENT..." for each of the $loads ("LOAD|ARGUMENT...") that is wanted, and each kind, in
# each of the $rounds; which kind goes first changes from round to round.
inRounds() {
    local measure=$1 round load i arguments
    shift
    for ((round = 0; round < rounds; ++round)); do
        for load in "${loads[@]:?}"; do
            isWanted "${load%%|*}" || continue
            read -ra arguments <<< "${load#*|}"
            for ((i = 1; i <= $#; ++i)); do
                local kind=${*:(round + i - 1) % $# + 1:1}
                echo "round $((round + 1)), ${load%%|*}, $kind" >&2
                "$measure" "${load%%|*}" "$kind" "${arguments[@]}"
                rm -rf "$work/data"
            done
        done
    done
}

# COMMAND...: keeps what was measured where --keep says, and has COMMAND print it.
conclude() {
    [[ -z ${keep:-} ]] || cp "$work/results" "$keep"
    echo "$(machine), medians of $rounds"
    echo
    "$@"
}

# TARGET...
buildRelease() {
    [[ -z ${BENCH_BUILD:-} ]] || return 0
    [[ -f $build/build.ninja ]] || cmake --preset release -DCHATROOM_GUI=OFF -Wno-dev >&2
    cmake --build "$build" --target "$@" >&2
}

raiseFileLimit() {
    ulimit -n "$(ulimit -H -n)"
    if [[ $(ulimit -n) != unlimited && $(ulimit -n) -lt $1 ]]; then
        say "at most $(ulimit -n) open files are allowed here, and $1 are needed."
        echo "As root: 'ulimit -n 20000' and again; for good: 'nofile' in /etc/security/limits.conf." >&2
        exit 2
    fi
}

work=$(mktemp -d)
chmod 755 "$work" # a server that gives up root still reads its files
log=$work/log
pid='' port=''

# PROCESS: ends it, the hard way when it does not go.
end() {
    local i
    kill "$1" 2>/dev/null || true
    for ((i = 0; i < 100; ++i)); do
        kill -0 "$1" 2>/dev/null || break
        sleep 0.05
    done
    ((i < 100)) || kill -KILL "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

stop() {
    [[ -z $pid ]] || end "$pid"
    pid=
}

cleanUp() {
    local process
    for process in $(tac <<< "$(jobs -p)"); do # the load before the server
        end "$process"
    done
    stop
    rm -rf "$work"
}
trap cleanUp EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# COMMAND...: runs it as the server, whose process is $pid then and whose words go to $log.
launch() {
    : > "$log"
    "$@" > "$log" 2>&1 &
    pid=$!
}

# NAME COMMAND...: waits until the command prints the port on which the server of that name listens; leaves it in $port.
awaitPort() {
    local name=$1 i
    shift
    for ((i = 0; i < 200; ++i)); do
        port=$("$@")
        [[ -z $port ]] || return 0
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.05
    done
    say "$name did not start:"
    tail -n 5 "$log" >&2
    return 1
}

# PATTERN: the port in the first line of the log that matches.
portInLog() {
    sed -nE "s/$1/\1/p" "$log" | head -n 1
}

# DURABILITY DATA [CERTIFICATE KEY]: leaves the process in $pid and the port in $port. $workers are its I/O threads, where it is set.
start() {
    local encrypted=
    [[ $# -lt 4 ]] || encrypted="tls = true\ncertificate = \"$3\"\nkey = \"$4\""
    sed "s/^durability = .*/durability = \"$1\"\nworkers = ${workers:-0}/; ${encrypted:+s#^address = .*#&\n$encrypted#}" bench/chatroomd.toml \
        > "$work/chatroomd.toml"
    launch "$build/bin/chatroomd" --quiet --config "$work/chatroomd.toml" --data "$2"
    awaitPort chatroomd portInLog '.* 127\.0\.0\.1:([0-9]+) .*'
}

# SECONDS ARGUMENT...: loads the server; the seconds are for the case that ircload, which bounds itself, hangs all the same. In the
# background, so that Ctrl-C ends the script at once.
runLoad() {
    timeout "$1" "$build/bin/ircload" --port "$port" --pid "$pid" "${@:2}" &
    wait "$!"
}

machine() {
    echo "$(date +%F), $(nproc) processors ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)), Linux $(uname -r)"
}
