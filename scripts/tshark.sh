#!/bin/sh
# Gets the tests of packet captures a tshark: one that is there, else Debian's own package where it may be installed.
# Without one it says so and those tests are skipped; under CI=true that is an error.
set -u

command -v tshark >/dev/null 2>&1 && exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null 2>&1 && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
    echo "Installing tshark for the tests of packet captures ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    { $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends tshark; } \
        </dev/null >/dev/null && command -v tshark >/dev/null && exit 0
fi

echo "No tshark found, and none could be installed: the tests of packet captures will be skipped." >&2
echo "Install Wireshark's command-line tools to run them." >&2
[ "${CI:-}" != true ]
