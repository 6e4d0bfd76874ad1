"""Run first of all in the stand-alone program: Ctrl+C ends it at once until main.py takes over.

PyInstaller imports Qt before that, whose bindings would swallow Ctrl+C; see commands/interrupts.py.
"""

import os
import signal

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
