#!/bin/sh
# fuzz.sh PYTHON SECONDS [TARGET…]: fuzzes each target in turn, SECONDS in total, with atheris where there is a wheel of it.
# What is found is written to build/fuzz; put it into tests/fuzz/corpus/TARGET, as .bin, once it is fixed.
set -eu
cd "$(dirname "$0")/.."
python=$1
seconds=$2
shift 2

if ! "$python" -c "import atheris" 2>/dev/null; then
    "$python" -m pip --quiet --disable-pip-version-check install --require-hashes --only-binary :all: \
        --requirement requirements/fuzz.txt </dev/null || {
        echo "No atheris for this Python and machine: fuzzing is skipped. The tests still run every kept case." >&2
        exit 0
    }
fi
[ $# -gt 0 ] || set -- $("$python" -c "from tests.fuzz.targets import TARGETS; print(*TARGETS)")
each=$((seconds / $#))
[ "$each" -gt 0 ] || each=1
mkdir -p build/fuzz
for target in "$@"; do
    printf '%s: ' "$target"
    if "$python" -W ignore -m tests.fuzz.run "$target" "$each" >"build/fuzz/$target.log" 2>&1; then
        sed -n 's/^stat::number_of_executed_units: *\([0-9]*\)$/\1 inputs, nothing found/p' "build/fuzz/$target.log"
    else
        tail -n 30 "build/fuzz/$target.log"
        exit 1
    fi
done
