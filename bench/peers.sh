# shellcheck shell=bash
# For bench/run.sh, which sources it after server.sh: starts the servers that chatroomd is compared with, plain or with TLS. Those that
# bench/get-peers.sh unpacked come before those that are installed.

# shellcheck disable=SC2154 # build and work are those of server.sh

unpacked=${BENCH_PEERS:-build/peers}
[[ ! -d $unpacked ]] || unpacked=$(realpath "$unpacked")
libraries=$(printf '%s:' "$unpacked"/usr/lib/*-linux-gnu*)
PATH=$unpacked/usr/sbin:$PATH:/usr/sbin
certificate=$work/certificate.pem key=$work/key.pem hybrid=$work/ircd-hybrid

# The same self-signed certificate for all, of the kind that chatroomd makes for itself. Servers that give up root read the key, too.
makeCertificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=bench.local -keyout "$key" -out "$certificate" \
        2> "$log" || { say "openssl made no certificate:"; tail -n 5 "$log" >&2; return 1; }
    chmod 644 "$key"
}

# ADDRESS:PORT, or :PORT of any address
isInUse() {
    [[ $(ss -Hltn) == *"$1 "* ]]
}

# FIRST LAST: a port between the two that nobody listens on.
freePort() {
    local candidate
    for candidate in $(shuf -i "$1-$2" -n 50); do
        isInUse ":$candidate" || { echo "$candidate"; return; }
    done
    return 1
}

# PORT: prints it once somebody listens there.
portInUse() {
    ! isInUse "127.0.0.1:$1" || echo "$1"
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

# COMMAND...: InspIRCd and ircd-hybrid crash at times when they are to end and have TLS, of which nobody wants to hear.
launchPeer() {
    launch prlimit --core=0 "$@"
    disown "$pid"
}

# Each of these: plain or tls.
startNgircd() {
    local who=nobody free
    [[ $(id -u) -eq 0 ]] || who=$(id -un)
    free=$(freePort 20000 24999)
    # It always listens without TLS, too.
    fillIn ngircd "$1" "$free" "s/@SPARE@/$(freePort 25000 30000)/; s/@USER@/$who/; s/@GROUP@/$(id -gn "$who")/"
    # It tells of each connection.
    log=/dev/null launchPeer env LD_LIBRARY_PATH="$libraries" ngircd -n -f "$work/ngircd.conf"
    awaitPort ngircd portInUse "$free"
}

startInspircd() {
    local asRoot=() free modules=$unpacked/usr/lib/inspircd/modules
    [[ $(id -u) -ne 0 ]] || asRoot=(--runasroot)
    [[ -d $modules ]] || modules=/usr/lib/inspircd/modules
    free=$(freePort 20000 30000)
    fillIn inspircd "$1" "$free" "s#@MODULES@#$modules#"
    launchPeer env LD_LIBRARY_PATH="$libraries" inspircd --nofork "${asRoot[@]}" --config "$work/inspircd.conf"
    awaitPort inspircd portInUse "$free"
}

# Copies ircd-hybrid and its libraries to $hybrid, since it refuses to be root, and who is not root may not reach the folder that it was
# unpacked to. It looks up the name of each address: a name server of our own answers where we may open its port, else the system's.
prepareIrcdHybrid() {
    local i noNames=127.0.0.77
    mkdir "$hybrid"
    cp "$(command -v ircd-hybrid)" "$hybrid"
    ! compgen -G "$unpacked/usr/lib/*-linux-gnu*/*.so*" > /dev/null || cp -P "$unpacked"/usr/lib/*-linux-gnu*/*.so* "$hybrid"
    [[ $(id -u) -ne 0 ]] || chown nobody "$hybrid"
    cp /etc/resolv.conf "$hybrid/resolv.conf"
    python3 bench/peers/nonames.py "$noNames" > "$hybrid/names" 2>&1 &
    for ((i = 0; i < 100; ++i)); do
        [[ ! -s $hybrid/names ]] || break
        sleep 0.05
    done
    if grep -q ready "$hybrid/names"; then
        echo "nameserver $noNames" > "$hybrid/resolv.conf"
    else
        say "ircd-hybrid asks the system's name servers: $(tail -n 1 "$hybrid/names")"
    fi
}

startIrcdHybrid() {
    local as=() free modules=$unpacked/usr/lib/ircd-hybrid/modules
    [[ -d $hybrid ]] || prepareIrcdHybrid
    [[ $(id -u) -ne 0 ]] || as=(setpriv --reuid nobody --regid "$(id -gn nobody)" --clear-groups)
    [[ -d $modules ]] || modules=/usr/lib/ircd-hybrid/modules
    free=$(freePort 20000 30000)
    fillIn ircd-hybrid "$1" "$free"
    # Its modules and name servers are where get-peers.sh says.
    launchPeer "${as[@]}" env LD_LIBRARY_PATH="$hybrid" "$hybrid/ircd-hybrid" -foreground -configfile "$work/ircd-hybrid.conf" \
        -logfile "$hybrid/log" -pidfile "$hybrid/pid" -klinefile "$hybrid/klines" -dlinefile "$hybrid/dlines" \
        -xlinefile "$hybrid/xlines" -resvfile "$hybrid/resvs" 8< "$hybrid/resolv.conf" 9< "$modules"
    awaitPort ircd-hybrid portInUse "$free"
}
