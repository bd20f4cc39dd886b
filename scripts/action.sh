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
formats=${FORMATS:-html,json,sarif}
# Where the run has a place for summaries, the format for it is written, too.
[ -z "${GITHUB_STEP_SUMMARY:-}" ] || case ",$formats," in *,md,*) ;; *) formats="$formats,md" ;; esac
option --format "$formats"
[ "${REQUIRE_COMPLETE:-false}" != true ] || arguments+=(--require-complete)

program=mhaudit
for installed in "${VENV:-}/bin/mhaudit" "${VENV:-}/Scripts/mhaudit.exe"; do
    [ ! -x "$installed" ] || program=$installed
done
code=0
"$program" audit "${arguments[@]}" || code=$?
[ -z "${GITHUB_OUTPUT:-}" ] || echo "exit-code=$code" >>"$GITHUB_OUTPUT"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -s "${OUT:-}/report.md" ]; then
    cat "${OUT}/report.md" >>"$GITHUB_STEP_SUMMARY"
fi
exit "$code"
