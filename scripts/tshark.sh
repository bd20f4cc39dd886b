#!/bin/sh
# Gets the tests of packet captures a tshark: one that is there, else Debian's own package where it may be installed.
# Without one it says so and those tests are skipped; under CI=true that is an error.
set -u

command -v tshark >/dev/null 2>&1 && exit 0
"$(dirname "$0")/apt_install.sh" tshark && command -v tshark >/dev/null && exit 0

echo "No tshark found, and none could be installed: the tests of packet captures will be skipped." >&2
echo "Install Wireshark's command-line tools to run them." >&2
[ "${CI:-}" != true ]
