"""The question what to do with work that was kept after a crash."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QMessageBox, QWidget

from gui.recovery import Found

RESTORE, DISCARD, LATER = "restore", "discard", "later"

translate = QCoreApplication.translate


def ask(found: Found, parent: QWidget) -> str:
    """Return what a person wants done: `RESTORE`, `DISCARD` or, also for a closed dialog, `LATER`."""
    box = QMessageBox(parent)
    box.setObjectName("dialog.recovery")
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(translate("Recovery", "Unsaved work was kept"))
    box.setText(_words(found))
    box.setInformativeText(translate("Recovery", "Restore it? What was saved stays as it is until you save."))
    roles = QMessageBox.ButtonRole
    buttons = {
        RESTORE: box.addButton(translate("Recovery", "&Restore"), roles.AcceptRole),
        DISCARD: box.addButton(translate("Recovery", "&Discard"), roles.DestructiveRole),
        LATER: box.addButton(translate("Recovery", "Ask &later"), roles.RejectRole),
    }
    for name, button in buttons.items():
        button.setObjectName(f"recovery.{name}")
    box.setDefaultButton(buttons[RESTORE])
    box.setEscapeButton(buttons[LATER])
    box.exec()
    return next((name for name, button in buttons.items() if button is box.clickedButton()), LATER)


def _words(found: Found) -> str:
    when = QLocale().toString(found.when, QLocale.FormatType.ShortFormat)
    if not found.name:
        words = translate("Recovery", "Loss Atlas ended before a document was saved. Its state of {when} was kept.")
        return words.format(when=when)
    words = translate("Recovery", "Loss Atlas ended before “{name}” was saved. Its state of {when} was kept.")
    return words.format(name=found.name, when=when)
