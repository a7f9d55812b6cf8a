#!/usr/bin/env bash
# Sets up, builds and starts Chatroom.
#   run.sh                     a server window and a client window that already offers that server
#   run.sh server [arguments]  the server window          run.sh client [arguments]  a client window
#   run.sh serverd [arguments] the server in a terminal   run.sh cli [arguments]     the client in a terminal
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

case ${1:-} in
    "" | server | client | serverd | cli) ;;
    *) sed -n '2,5s/^# \{0,1\}//p' "$0"; [[ $1 == --help || $1 == -h ]]; exit ;;
esac

"$top/scripts/setup.sh" run
"$top/scripts/build.sh" release
bin=$top/build/release/bin

case ${1:-} in
    server) exec "$bin/chatroom-server" "${@:2}" ;;
    client) exec "$bin/chatroom" "${@:2}" ;;
    serverd) exec "$bin/chatroomd" "${@:2}" ;;
    cli) exec "$bin/chatroom-cli" "${@:2}" ;;
esac

local_server=127.0.0.1:6667
is_listening() { (exec 3<>"/dev/tcp/${local_server%:*}/${local_server#*:}") 2>/dev/null; }
# Up to ten seconds for the server to open its port; a tenth of a second is how often it is asked.
wait_for_server() {
    for _ in {1..100}; do
        is_listening && return
        sleep 0.1
    done
    echo "The server did not open $local_server within ten seconds." >&2
    return 1
}

started=()
trap '((${#started[@]})) && kill "${started[@]}" 2>/dev/null || true' EXIT

if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} || $(uname) == Darwin ]]; then
    if is_listening; then
        echo "A server already runs at $local_server: starting a client window for it." >&2
    else
        "$bin/chatroom-server" & started+=($!)
        wait_for_server || true # the server window says itself what stands in the way
    fi
    "$bin/chatroom" "$local_server" & client=$!
    wait "$client"
    # The chatroom stays open for the others until its own window is closed.
    ((${#started[@]})) && wait "${started[@]}"
    started=()
    exit 0
fi

echo "There is no display here, so these are the server and the client for a terminal." >&2
if [[ ! -t 0 ]]; then
    echo "There is no terminal to type in either: only the server runs. Stop it with Ctrl+C." >&2
    exec "$bin/chatroomd"
fi
if ! is_listening; then
    log=${XDG_STATE_HOME:-$HOME/.local/state}/chatroom/chatroomd.log
    mkdir -p "$(dirname "$log")"
    "$bin/chatroomd" >"$log" 2>&1 & started+=($!)
    wait_for_server || { cat "$log" >&2; exit 1; }
    echo "The server writes its log to $log and ends with this client." >&2
fi
"$bin/chatroom-cli" "$(id -un)@$local_server"
