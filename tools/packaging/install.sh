#!/bin/sh
# Make this folder's Loss Atlas known: to the desktop its menu entry, its icon and its kinds of files; to shells its man
# page and what the Tab key completes.
#
#   sh install.sh            for you alone, in ~/.local; as root for everybody, in /usr/local
#   sh install.sh --remove   takes that away again
#
# The program itself stays where this folder is; PREFIX=/some/where puts the rest elsewhere.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ "$(id -u)" -eq 0 ]; then prefix=${PREFIX:-/usr/local}; else prefix=${PREFIX:-$HOME/.local}; fi
share=$prefix/share

program=$prefix/bin/loss-atlas
entry=$share/applications/loss-atlas.desktop
zsh_functions=$share/zsh/site-functions

# Each file of ours: where it is here, and where it goes.
files() {
    echo "loss-atlas.xml $share/mime/packages/loss-atlas.xml"
    echo "loss-atlas.svg $share/icons/hicolor/scalable/apps/loss-atlas.svg"
    echo "loss-atlas.png $share/icons/hicolor/256x256/apps/loss-atlas.png"
    echo "loss-atlas.1 $share/man/man1/loss-atlas.1"
    echo "completion.bash $share/bash-completion/completions/loss-atlas"
    echo "completion.zsh $zsh_functions/_loss-atlas"
    echo "completion.fish $share/fish/vendor_completions.d/loss-atlas.fish"
}

case "${1:-}" in
    "")
        mkdir -p "$prefix/bin" "$share/applications"
        ln -sf "$here/loss-atlas" "$program"
        sed -e "s|^Exec=loss-atlas|Exec=\"$here/loss-atlas\"|" -e "s|^TryExec=.*|TryExec=$here/loss-atlas|" \
            "$here/share/loss-atlas.desktop" >"$entry"
        files | while read -r name place; do
            mkdir -p "$(dirname "$place")"
            cp "$here/share/$name" "$place"
        done
        echo "Loss Atlas is in the menu, and $program starts it."
        echo "man loss-atlas tells of it; bash and fish complete it in new shells. For zsh, if $zsh_functions is not in"
        echo "its fpath, put this before compinit in ~/.zshrc:  fpath+=('$zsh_functions')"
        ;;
    --remove)
        rm -f "$program" "$entry"
        files | while read -r _ place; do rm -f "$place"; done
        echo "Loss Atlas is out of the menu; this folder may be deleted."
        ;;
    *) echo "usage: sh install.sh [--remove]" >&2; exit 2 ;;
esac

# Where a desktop keeps an index of these files, it is told.
if command -v update-mime-database >/dev/null; then update-mime-database "$share/mime"; fi
if command -v update-desktop-database >/dev/null; then update-desktop-database "$share/applications"; fi
