#!/bin/sh
# Install the system packages that Loss Atlas needs on Debian and Ubuntu.
#
#   sh tools/system-libraries.sh window    to open the window
#   sh tools/system-libraries.sh test      to run the tests without a display
#
# Root installs what is missing; anybody else is told the command and the script fails.
# On other systems it only checks Python.
set -eu

python=${PYTHON:-python3}

# What Qt links against, wherever it draws.
wanted="libgl1 libegl1 libxkbcommon0 libfontconfig1 libglib2.0-0 libdbus-1-3"

case "${1:-}" in
    # What Qt's xcb platform plugin adds; these bring the rest of the xcb family along.
    window) wanted="$wanted libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0" ;;
    # The tests draw exported SVG with rsvg-convert and exported PDF with pdftoppm.
    test) wanted="$wanted librsvg2-bin poppler-utils" ;;
    *) echo "usage: $0 window|test" >&2; exit 2 ;;
esac

# Names of all installed packages and of what they provide: newer releases have
# libglib2.0-0t64, for example, which provides libglib2.0-0.
installed() {
    dpkg-query -W -f '${db:Status-Abbrev}|${Package}, ${Provides}\n' |
        sed -n 's/^.i *|//p' | tr ',' '\n' | sed 's/(.*//; s/[[:space:]]//g'
}

check_python() {
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "Loss Atlas needs Python 3.11 or newer, and $python is not. Try PYTHON=python3.12 make ..." >&2
        exit 1
    }
}

if command -v "$python" >/dev/null; then
    check_python
    # Debian's python3 comes without the part that makes environments.
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        wanted="$wanted $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
else
    wanted="$wanted $(basename "$python") $(basename "$python")-venv"
fi

if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    have=$(installed)
    missing=
    for package in $wanted; do
        echo "$have" | grep -Fqx "$package" || missing="$missing $package"
    done
    if [ -n "$missing" ] && [ "$(id -u)" -eq 0 ]; then
        echo "Installing$missing"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        # shellcheck disable=SC2086  # one word a package
        apt-get install -qq -y --no-install-recommends $missing >/dev/null
    elif [ -n "$missing" ]; then
        echo "Some system packages are missing. Install them, then try again:" >&2
        echo "    sudo apt-get install --no-install-recommends$missing" >&2
        exit 1
    fi
fi

check_python
