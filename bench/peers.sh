# shellcheck shell=bash
# For bench/run.sh, which sources it after server.sh: starts the servers that chatroomd is compared with, plain or with TLS. Those that
# bench/get-peers.sh unpacked come before those that are installed.

# shellcheck disable=SC2154 # build and work are those of server.sh

unpacked=${BENCH_PEERS:-build/peers}
[[ ! -d $unpacked ]] || unpacked=$(realpath "$unpacked")
libraries=$(printf '%s:' "$unpacked"/usr/lib/*-linux-gnu*)
PATH=$unpacked/usr/sbin:$PATH:/usr/sbin
certificate=$work/certificate.pem key=$work/key.pem

# The same self-signed certificate for all, of the kind that chatroomd makes for itself. Servers that give up root read the key, too.
makeCertificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=bench.local -keyout "$key" -out "$certificate" \
        2> "$log" || { say "openssl made no certificate:"; tail -n 5 "$log" >&2; return 1; }
    chmod 644 "$key"
}

# FIRST LAST: a port between the two that nobody listens on.
freePort() {
    local candidate
    for candidate in $(shuf -i "$1-$2" -n 50); do
        ss -ltn | grep -q ":$candidate " || { echo "$candidate"; return; }
    done
    return 1
}

# PORT: prints it once somebody listens there.
portInUse() {
    ! ss -ltn | grep -q "127.0.0.1:$1 " || echo "$1"
}

# NAME KIND PORT [EXPRESSION...]: bench/peers/NAME.conf, filled in for plain or tls, becomes $work/NAME.conf.
fillIn() {
    local name=$1 kind=$2 free=$3
    shift 3
    sed -e "s/^#$kind //; s/@PORT@/$free/; s#@CERTIFICATE@#$certificate#; s#@KEY@#$key#; s#@DIR@#$work#g" "${@/#/-e}" \
        "bench/peers/$name.conf" > "$work/$name.conf"
}

startFloor() {
    launch "$build/bin/relay"
    awaitPort floor portInLog '^([0-9]+)$'
}

# Each of these: plain or tls.
startNgircd() {
    local who=nobody free
    [[ $(id -u) -eq 0 ]] || who=$(id -un)
    free=$(freePort 20000 24999)
    # It always listens without TLS, too.
    fillIn ngircd "$1" "$free" "s/@SPARE@/$(freePort 25000 30000)/; s/@USER@/$who/; s/@GROUP@/$(id -gn "$who")/"
    # It tells of each connection.
    log=/dev/null launch env LD_LIBRARY_PATH="$libraries" ngircd -n -f "$work/ngircd.conf"
    awaitPort ngircd portInUse "$free"
}

startInspircd() {
    local asRoot=() free modules=$unpacked/usr/lib/inspircd/modules
    [[ $(id -u) -ne 0 ]] || asRoot=(--runasroot)
    [[ -d $modules ]] || modules=/usr/lib/inspircd/modules
    free=$(freePort 20000 30000)
    fillIn inspircd "$1" "$free" "s#@MODULES@#$modules#"
    launch env LD_LIBRARY_PATH="$libraries" inspircd --nofork "${asRoot[@]}" --config "$work/inspircd.conf"
    awaitPort inspircd portInUse "$free"
}

# It refuses to be root, and who is not root may not reach the folder that it was unpacked to: the program and its libraries are copied,
# and its modules are found by descriptor 9 (see get-peers.sh).
startIrcdHybrid() {
    local as=() free home=$work/ircd-hybrid modules=$unpacked/usr/lib/ircd-hybrid/modules
    [[ $(id -u) -ne 0 ]] || as=(setpriv --reuid nobody --regid "$(id -gn nobody)" --clear-groups)
    [[ -d $modules ]] || modules=/usr/lib/ircd-hybrid/modules
    if [[ ! -d $home ]]; then
        mkdir "$home"
        cp "$(command -v ircd-hybrid)" "$home"
        ! compgen -G "$unpacked/usr/lib/*-linux-gnu*/*.so*" > /dev/null || cp -P "$unpacked"/usr/lib/*-linux-gnu*/*.so* "$home"
        [[ $(id -u) -ne 0 ]] || chown nobody "$home"
    fi
    free=$(freePort 20000 30000)
    fillIn ircd-hybrid "$1" "$free"
    launch "${as[@]}" env LD_LIBRARY_PATH="$home" "$home/ircd-hybrid" -foreground -configfile "$work/ircd-hybrid.conf" \
        -logfile "$home/log" -pidfile "$home/pid" -klinefile "$home/klines" -dlinefile "$home/dlines" -xlinefile "$home/xlines" \
        -resvfile "$home/resvs" 9< "$modules"
    awaitPort ircd-hybrid portInUse "$free"
}
