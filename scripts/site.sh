#!/bin/sh
# Builds the documentation as a site into build/site, in an environment of its own (.venv-site).
set -eu
cd "$(dirname "$0")/.."
venv=.venv-site
if [ "$(cat "$venv/.made-for" 2>/dev/null)" != "$(cksum <requirements/site.txt)" ]; then
    "$(scripts/find_python.sh)" -m venv --clear "$venv"
    "$venv/bin/python" -m pip --quiet --disable-pip-version-check --no-input install \
        --require-hashes --requirement requirements/site.txt </dev/null
    cksum <requirements/site.txt >"$venv/.made-for"
fi
NO_MKDOCS_2_WARNING=1 "$venv/bin/mkdocs" build --quiet --strict
echo "Written: build/site/index.html"
