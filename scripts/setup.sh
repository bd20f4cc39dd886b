#!/bin/sh
# setup.sh demo|test VENV [PYTHON]: makes VENV with the locked dependencies and this checkout in it.
# Does nothing, in milliseconds, when VENV was made from the same lock, project file and folder before.
set -eu
cd "$(dirname "$0")/.."
lock=$1
venv=$2
python=${3:-}

stamp() { # what the set-up depends on, so that a changed lock or a moved checkout is seen
    { pwd; cat "requirements/$1.txt" pyproject.toml src/mhaudit/__init__.py; } | cksum
}

if [ "$(cat "$venv/.made-for-$lock" 2>/dev/null)" = "$(stamp "$lock")" ] && "$venv/bin/python" -c "" 2>/dev/null; then
    exit 0
fi

[ -n "$python" ] || python=$(scripts/find_python.sh)
rm -f "$venv"/.made-for-*
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    echo "Setting up $venv with $("$python" --version) ..." >&2
    "$python" -m venv --clear "$venv"
fi

pip() {
    "$venv/bin/python" -m pip --quiet --disable-pip-version-check --no-input "$@" </dev/null
}
echo "Installing requirements/$lock.txt into $venv ..." >&2
pip install --require-hashes --requirement "requirements/$lock.txt"
pip install --no-deps --no-build-isolation --editable .
# As pip does for what it copies: else each start compiles the sources where PYTHONDONTWRITEBYTECODE is set.
"$venv/bin/python" -m compileall -q src || true

stamp "$lock" >"$venv/.made-for-$lock"
# The test lock holds everything that the demo lock does.
[ "$lock" = demo ] || stamp demo >"$venv/.made-for-demo"
