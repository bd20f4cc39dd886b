#!/bin/sh
# Prints the Python to build .venv with: the newest of 3.13, 3.12 and 3.11 that really runs and can make a venv, else any
# python3 from 3.11 on. A pyenv shim that only prints an error, or a Python without venv, does not count.
# find_python.sh 3.11 looks for that version only and ends with 1 when it is not there.
set -u

usable() { # usable PYTHON MINOR: prints the interpreter's own path when it runs and is 3.MINOR ("" for 3.11 and later)
    "$1" -c '
import ensurepip, sys, venv
wanted = sys.argv[1]
fits = sys.version_info[:2] == (3, int(wanted)) if wanted else sys.version_info >= (3, 11)
print(sys.executable) if fits else sys.exit(1)
' "$2" 2>/dev/null </dev/null
}

pyenv_versions="${PYENV_ROOT:-$HOME/.pyenv}/versions"

case "${1:-}" in
    3.*) minors=${1#3.} ;;
    *) minors="13 12 11" ;;
esac
for minor in $minors; do
    usable "python3.$minor" "$minor" && exit 0
    for folder in "$pyenv_versions/3.$minor".*; do
        [ -x "$folder/bin/python3" ] && usable "$folder/bin/python3" "$minor" && exit 0
    done
done
[ -z "${1:-}" ] && usable python3 "" && exit 0
echo "No usable Python ${1:-3.11 or later} found (looked on PATH and in $pyenv_versions)." >&2
echo "Install one, with its venv module (on Debian: apt-get install python3 python3-venv), and run this again." >&2
exit 1
