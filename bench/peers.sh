# shellcheck shell=bash
# For bench/run.sh, which sources it after server.sh: starts the servers that chatroomd is compared with. Those that
# bench/get-peers.sh unpacked come before those that are installed.

# shellcheck disable=SC2154 # build and work are those of server.sh

PATH=$PATH:/usr/sbin

freePort() {
    local candidate
    for candidate in $(shuf -i 20000-30000 -n 50); do
        ss -ltn | grep -q ":$candidate " || { echo "$candidate"; return; }
    done
    return 1
}

# PORT: prints it once somebody listens there.
portInUse() {
    ! ss -ltn | grep -q "127.0.0.1:$1 " || echo "$1"
}

startFloor() {
    launch "$build/bin/relay"
    awaitPort floor portInLog '^([0-9]+)$'
}

startNgircd() {
    local who=nobody free
    [[ $(id -u) -eq 0 ]] || who=$(id -un)
    free=$(freePort)
    sed "s/@PORT@/$free/; s/@USER@/$who/; s/@GROUP@/$(id -gn "$who")/" bench/peers/ngircd.conf > "$work/ngircd.conf"
    log=/dev/null launch ngircd -n -f "$work/ngircd.conf" # tells of each connection
    awaitPort ngircd portInUse "$free"
}

startInspircd() {
    local asRoot=() free
    [[ $(id -u) -ne 0 ]] || asRoot=(--runasroot)
    free=$(freePort)
    sed "s/@PORT@/$free/; s#@DIR@#$work#g" bench/peers/inspircd.conf > "$work/inspircd.conf"
    launch inspircd --nofork "${asRoot[@]}" --config "$work/inspircd.conf"
    awaitPort inspircd portInUse "$free"
}
