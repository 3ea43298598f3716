"""A command on a pseudo-terminal of its own, with somebody typing at it."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence

from tests.offices import PATIENCE, Office


def at_a_terminal(
    office: Office,
    *args: str,
    answers: Sequence[str] = (),
    columns: int = 120,
    rows: int = 50,
    ends: str = "",
    interrupt_after: str = "",
    **env: str,
) -> tuple[int, str]:
    """Runs a command on a terminal of its own: its exit code and everything the screen showed.

    Each answer is typed once the last line on the screen ends with ': ' or '? '. ``interrupt_after``
    presses Ctrl-C when that text appears.
    """
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "ehcli", *args],
        env=office.environment(TERM="xterm-256color", **env),
        cwd=office.home.parent,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        preexec_fn=_own_terminal,
    )
    os.close(slave)
    shown, waiting, until = b"", list(answers), time.monotonic() + PATIENCE
    asked = 0  # how much of the screen was there when the last answer was typed
    try:
        while time.monotonic() < until:
            ready, _, _ = select.select([master], [], [], 0.1)
            if ready:
                try:
                    more = os.read(master, 65536)
                except OSError:
                    break
                if not more:
                    break
                shown += more
                if interrupt_after and interrupt_after.encode() in shown:
                    os.write(master, b"\x03")
                    interrupt_after = ""
                continue
            fresh = shown[asked:].rstrip(b"\r\n")
            if waiting and fresh.endswith((b": ", b"? ")):
                asked = len(shown)
                os.write(master, waiting.pop(0).encode() + b"\n")
        else:
            process.kill()
            raise AssertionError(f"eh {' '.join(args)} waits for more: {shown.decode(errors='replace')}")
        return process.wait(timeout=PATIENCE), shown.decode("utf-8", errors="surrogateescape").replace("\r\n", "\n")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(master)


def _own_terminal() -> None:
    import fcntl
    import termios

    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
