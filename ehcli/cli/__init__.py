"""The command line: words in, values to the desk, results out. Thin commands, grouped as a person thinks."""

from __future__ import annotations

import atexit
import gc
import sys

# Python looks for garbage once more as it leaves, among everything that was loaded: a sixth of the time of a list.
atexit.register(gc.freeze)


def main(args: list[str] | None = None) -> int:
    """Runs one command and gives its exit code; the contract of the codes is in ehcli.errors."""
    gc.set_threshold(100_000)  # before anything is loaded: collecting meanwhile takes a tenth of a command
    from ehcli.cli.app import run

    return run(sys.argv[1:] if args is None else args)
