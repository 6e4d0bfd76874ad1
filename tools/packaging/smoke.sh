#!/bin/sh
# Start a stand-alone Loss Atlas as a computer without Python would, and see whether it works.
#
#   sh tools/packaging/smoke.sh dist/loss-atlas-.../
set -eu

program=
for each in "$1/loss-atlas" "$1/loss-atlas.exe" "$1/Loss Atlas.app/Contents/MacOS/loss-atlas"; do
    if [ -f "$each" ]; then program=$each; fi
done
[ -n "$program" ] || { echo "smoke: there is no program in $1" >&2; exit 1; }
seconds=${SECONDS_OPEN:-6}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Nothing of this shell's environment: no PATH to find a Python by, a home of its own.
alone() {
    env -i HOME="$work/home" LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen ${SYSTEMROOT:+SYSTEMROOT="$SYSTEMROOT"} "$@"
}

fail() {
    echo "smoke: $*" >&2
    exit 1
}

mkdir "$work/home"
alone "$program" --version | grep -Eq '^Loss Atlas [0-9]' || fail "--version says no version"
alone "$program" evaluate example | grep -Eq '^cross_entropy nat +1\.6094 +0\.5108' || fail "evaluate gives other losses"
alone "$program" evaluate digits --format json >"$work/digits.json" || fail "evaluate digits"
printf 'label,a,b\na,0.75,0.25\n' >"$work/table.csv"
alone "$program" evaluate "$work/table.csv" | grep -q '0\.2877' || fail "a .csv file is not read"
alone "$program" steps example | grep -q '0\.9163' || fail "steps gives another loss"
alone "$program" code example --framework pytorch | grep -q '^import torch' || fail "code"
alone "$program" export example --out "$work/figures" --format png --format svg --format pdf --format csv --language zh_CN ||
    fail "export"
for panel in surface decomposition comparison; do
    for format in png svg pdf csv; do
        ls "$work"/figures/*"$panel"*."$format" >/dev/null 2>&1 || fail "no $format of $panel"
    done
done
status=0
alone "$program" evaluate "$work/nothing.csv" 2>"$work/refused" || status=$?
[ "$status" -eq 2 ] || fail "a missing file ends with status $status instead of 2"
[ "$(wc -l <"$work/refused")" -eq 1 ] || fail "a missing file is not refused in one line"

# The window stays open, silently, until it is told to go.
alone "$program" digits >"$work/said" 2>&1 &
window=$!
sleep "$seconds"
kill -0 "$window" 2>/dev/null || { cat "$work/said" >&2; fail "the window closed by itself"; }
kill "$window"
wait "$window" 2>/dev/null || true
[ ! -s "$work/said" ] || { cat "$work/said" >&2; fail "the window complained"; }
echo "smoke: works without Python"
