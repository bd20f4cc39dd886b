#!/usr/bin/env bash
# The step of action.yml that installs: the locked dependencies and the action's own checkout, into a folder of their own.
set -euo pipefail

"${PYTHON:-python3}" -m venv --clear "$VENV"
bin=$VENV/bin
[ -d "$bin" ] || bin=$VENV/Scripts
pip() { "$bin/python" -m pip --quiet --disable-pip-version-check --no-input "$@"; }
pip install --require-hashes --requirement "$ACTION/requirements/demo.txt"
pip install --no-deps --no-build-isolation "$ACTION"
