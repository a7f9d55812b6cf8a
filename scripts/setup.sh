#!/usr/bin/env bash
# Installs what is missing to build and run Chatroom (`setup.sh run`) or also to test it (`setup.sh test`).
# Debian 12, Ubuntu 24.04 and later; elsewhere it names what to install. Does nothing when nothing is missing.
set -euo pipefail

build_packages=(
    cmake g++ ninja-build ccache mold pkg-config
    qt6-base-dev qt6-charts-dev qt6-svg-dev libgl1-mesa-dev
    libssl-dev libicu-dev libtomlplusplus-dev libreadline-dev qtkeychain-qt6-dev
)
run_packages=(breeze-icon-theme libqt6svg6 libqt6sql6-sqlite libqt6sql6-psql fonts-noto-color-emoji)
# Tests start a PostgreSQL of their own; the cluster that its package makes is not touched.
test_packages=(irssi weechat-headless postgresql libbenchmark-dev openssl)

wanted=("${build_packages[@]}" "${run_packages[@]}")
[[ ${1:-run} == test ]] && wanted+=("${test_packages[@]}")

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    for tool in cmake c++; do
        command -v "$tool" >/dev/null && continue
        echo "This is not Debian or Ubuntu, so please install these (the names are Debian's) and start again:" >&2
        echo "  ${wanted[*]}" >&2
        exit 1
    done
    exit 0
fi

missing=()
for package in "${wanted[@]}"; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [[ $state == installed ]] || missing+=("$package")
done
# Qt Charts asks for Qt's OpenGL part. Debian 12 and Ubuntu 24.04 have it in a package of its own, later ones have not.
compgen -G '/usr/lib/*/cmake/Qt6OpenGL/Qt6OpenGLConfig.cmake' >/dev/null || missing+=(libqt6opengl6-dev)
((${#missing[@]})) || exit 0

echo "Chatroom needs these packages: ${missing[*]}" >&2
as_root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null || { echo "Please install them as root: apt-get install ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
fi
if [[ -t 0 && -z ${CI:-} ]]; then
    read -r -p "Install them now? [Y/n] " answer
    [[ ${answer:-y} == [Yy]* ]] || { echo "Nothing was installed." >&2; exit 1; }
fi
"${as_root[@]}" apt-get update -qq
if [[ ${missing[-1]} == libqt6opengl6-dev && -z $(apt-cache show libqt6opengl6-dev 2>/dev/null) ]]; then
    unset 'missing[-1]'
fi
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
