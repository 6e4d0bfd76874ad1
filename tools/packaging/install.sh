#!/bin/sh
# Make this folder's Loss Atlas known to the desktop: its menu entry, its icon and its kinds of files.
#
#   sh install.sh            for you alone, in ~/.local; as root for everybody, in /usr/local
#   sh install.sh --remove   takes that away again
#
# The program itself stays where this folder is; PREFIX=/some/where puts the rest elsewhere.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ "$(id -u)" -eq 0 ]; then prefix=${PREFIX:-/usr/local}; else prefix=${PREFIX:-$HOME/.local}; fi
share=$prefix/share

case "${1:-}" in
    "")
        mkdir -p "$prefix/bin" "$share/applications" "$share/mime/packages" \
            "$share/icons/hicolor/scalable/apps" "$share/icons/hicolor/256x256/apps"
        ln -sf "$here/loss-atlas" "$prefix/bin/loss-atlas"
        sed -e "s|^Exec=loss-atlas|Exec=\"$here/loss-atlas\"|" -e "s|^TryExec=.*|TryExec=$here/loss-atlas|" \
            "$here/share/loss-atlas.desktop" >"$share/applications/loss-atlas.desktop"
        cp "$here/share/loss-atlas.xml" "$share/mime/packages/loss-atlas.xml"
        cp "$here/share/loss-atlas.svg" "$share/icons/hicolor/scalable/apps/loss-atlas.svg"
        cp "$here/share/loss-atlas.png" "$share/icons/hicolor/256x256/apps/loss-atlas.png"
        echo "Loss Atlas is in the menu, and $prefix/bin/loss-atlas starts it."
        ;;
    --remove)
        rm -f "$prefix/bin/loss-atlas" "$share/applications/loss-atlas.desktop" "$share/mime/packages/loss-atlas.xml" \
            "$share/icons/hicolor/scalable/apps/loss-atlas.svg" "$share/icons/hicolor/256x256/apps/loss-atlas.png"
        echo "Loss Atlas is out of the menu; this folder may be deleted."
        ;;
    *) echo "usage: sh install.sh [--remove]" >&2; exit 2 ;;
esac

# Where a desktop keeps an index of these files, it is told.
if command -v update-mime-database >/dev/null; then update-mime-database "$share/mime"; fi
if command -v update-desktop-database >/dev/null; then update-desktop-database "$share/applications"; fi
