"""The command line: words in, values to the desk, results out. Thin commands, grouped as a person thinks."""

from __future__ import annotations

import sys

from ehcli.cli.app import run


def main(args: list[str] | None = None) -> int:
    """Runs one command and gives its exit code; the contract of the codes is in ehcli.errors."""
    return run(sys.argv[1:] if args is None else args)
