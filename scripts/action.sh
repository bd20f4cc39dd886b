#!/usr/bin/env bash
# The step of action.yml that audits: turns the action's inputs (in the environment) into options of `mhaudit audit`.
set -euo pipefail

arguments=()
while IFS= read -r capture; do
    [ -z "$capture" ] || arguments+=("$capture")
done <<<"${CAPTURE:-}"
[ "${#arguments[@]}" -gt 0 ] || { echo "::error::mhaudit: the input 'capture' is empty" >&2; exit 2; }

option() { # option NAME VALUE: adds both where there is a value
    [ -z "$2" ] || arguments+=("$1" "$2")
}
option --app "${APP:-}"
option --persona "${PERSONA:-}"
option --policies "${POLICIES:-}"
option --pack "${PACK:-}"
option --fail-on "${FAIL_ON:-}"
option --waivers "${WAIVERS:-}"
option --baseline "${BASELINE:-}"
option --out "${OUT:-}"
option --format "${FORMATS:-}"
[ "${REQUIRE_COMPLETE:-false}" != true ] || arguments+=(--require-complete)

code=0
mhaudit audit "${arguments[@]}" || code=$?
[ -z "${GITHUB_OUTPUT:-}" ] || echo "exit-code=$code" >>"$GITHUB_OUTPUT"
# Where the run was told a place for summaries and the pull-request format was written, it is shown there.
if [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -s "${OUT:-}/report.md" ]; then
    cat "${OUT}/report.md" >>"$GITHUB_STEP_SUMMARY"
fi
exit "$code"
