#!/bin/sh
# Writes the locks that the make targets install from: every version and hash, for Python 3.11 and later in one file.
# Needs uv on PATH (or UV=/path/to/uv). Give --upgrade to move to the newest releases.
set -eu
cd "$(dirname "$0")/.."

lock() {
    out=$1
    shift
    "${UV:-uv}" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
        --custom-compile-command "scripts/lock.sh" --output-file "$out" "$@"
}

lock requirements/test.txt pyproject.toml requirements/build.in --extra test --extra dev "$@"
# What a user gets is what was tested: the same versions, without the tools.
lock requirements/demo.txt pyproject.toml requirements/build.in --constraint requirements/test.txt "$@"
# The documentation's site, in an environment of its own.
lock requirements/site.txt requirements/site.in "$@"
