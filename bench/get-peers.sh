#!/usr/bin/env bash
# Gets the servers that bench/run.sh compares chatroomd with, from the packages of Debian 12, without installing them: those of ngIRCd and
# ircd-hybrid exclude each other. Needs no root, and nothing is started.
#
#   bench/get-peers.sh [FOLDER]
#
# Unpacks ngircd, inspircd, ircd-hybrid and the libraries that they need and that are not installed into FOLDER, build/peers unless given;
# for another one set BENCH_PEERS for run.sh. Ergo is not among them: Debian's package of that name is not the IRC server.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=${1:-build/peers}
packages=(ngircd inspircd ircd-hybrid)
for library in libident libltdl7 libgnutls30; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$library" 2>/dev/null) == installed ]] || packages+=("$library")
done

downloads=$(mktemp -d)
trap 'rm -rf "$downloads"' EXIT
if ! (cd "$downloads" && apt-get -q -o APT::Sandbox::User=root download "${packages[@]}") >&2; then
    echo "get-peers.sh: not all of ${packages[*]} could be had; 'apt-get update' may help." >&2
    exit 1
fi
mkdir -p "$folder"
for package in "$downloads"/*.deb; do
    dpkg -x "$package" "$folder"
done

# Where its modules are and which name servers it asks is compiled in: the paths are replaced by those of descriptors, which are as long.
# bench/peers.sh opens there what is wanted, so that the folder may lie anywhere.
LC_ALL=C sed -i 's#/usr/lib/ircd-hybrid/modules/#/proc/self/fd/9//////////////#g; s#/etc/resolv\.conf#//proc/self/fd/8#g' \
    "$folder/usr/sbin/ircd-hybrid"

folder=$(realpath "$folder")
libraries=$(printf '%s:' "$folder"/usr/lib/*-linux-gnu*)
missing=0
for program in "$folder"/usr/sbin/{ngircd,inspircd,ircd-hybrid} "$folder/usr/lib/inspircd/modules/m_ssl_gnutls.so"; do
    if LD_LIBRARY_PATH=$libraries ldd "$program" | grep 'not found' >&2; then
        echo "get-peers.sh: that is missing for $program" >&2
        missing=1
    fi
done
exit "$missing"
