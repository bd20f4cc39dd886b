#!/bin/sh
# Gets the browser tests a Chromium: one that is there, else Debian's own package where it may be installed.
# Without one it says so and the browser tests are skipped; under CI=true that is an error.
set -u

for name in ${MHAUDIT_CHROMIUM:+"$MHAUDIT_CHROMIUM"} chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] && exit 0

# On Ubuntu the package is only a pointer to a snap, which does not run headless everywhere.
grep -q '^ID=debian' /etc/os-release 2>/dev/null && "$(dirname "$0")/apt_install.sh" chromium &&
    command -v chromium >/dev/null && exit 0

echo "No Chromium or Chrome found, and none could be installed: the browser tests will be skipped." >&2
echo "Install Chromium, or set MHAUDIT_CHROMIUM to an executable, to run them." >&2
[ "${CI:-}" != true ]
