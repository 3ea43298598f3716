"""A process that has eh loaded and waits: each command runs in a child that it forks, so that loading is paid for once.

The child is a process of its own, with its own environment, folder and standard streams, and it ends with eh's exit
code; only the second in which Python loads sqlmodel and its kind is saved, and the parsing of the packs that ship,
which is most of what a command costs.
What a cold start must prove (help, the first run, what is loaded, being killed) is proved with ``Office.start``, and
``EH_TEST_COLD=1`` runs everything so.

Run as a script it reads requests from the socket on its standard input: see ``Nursery``.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOADED = (
    *("desk.desk", "desk.recording", "record.writing", "record.schema", "record.sqlite", "packs.reading"),
    *(
        "paper.calendar_file",
        "record.particulars",
        "acts.new_episode",
        "lists.as_of",
        "letters.fields",
        "paper.templates",
        "paper.word",
    ),
)
LIBRARIES = ("alembic.command", "sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql.psycopg")
LENGTH = 1 << 20


class Nursery:
    """One waiting process and the socket that commands are handed to it by."""

    def __init__(self) -> None:
        self.ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        env = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        env |= {"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen([sys.executable, __file__], stdin=theirs, env=env, cwd=ROOT)
        theirs.close()

    def run(
        self, args: list[str], env: dict[str, str], cwd: Path, stdin: int, out: int, err: int, patience: float
    ) -> int:
        """Runs one command to its end and gives its exit code; raises TimeoutError when it does not end."""
        self.ours.settimeout(patience)
        request = json.dumps({"args": args, "env": env, "cwd": str(cwd)}).encode()
        socket.send_fds(self.ours, [request], [stdin, out, err])
        child = int(self.ours.recv(LENGTH))
        try:
            return int(self.ours.recv(LENGTH))
        except TimeoutError:
            os.kill(child, signal.SIGKILL)
            self.ours.recv(LENGTH)
            raise

    def close(self) -> None:
        self.ours.close()
        self.process.wait()


def parse_beforehand() -> None:
    """Parses the packs that ship: a child is given each once, and parses any other text, or the same again, itself."""
    parse = tomllib.loads
    texts = (file.read_text(encoding="utf-8") for file in sorted(ROOT.glob("data/**/*.toml")))
    parsed = {text: parse(text) for text in texts}
    tomllib.loads = lambda text, **told: parsed.pop(text) if text in parsed and not told else parse(text, **told)


def serve(link: socket.socket) -> None:
    """Answers requests until the other side is gone: the child's number first, then its exit code."""
    while True:
        request, fds, _, _ = socket.recv_fds(link, LENGTH, 3)
        if not request:
            return
        child = os.fork()
        if not child:
            link.close()
            os._exit(command(json.loads(request), fds))
        for fd in fds:
            os.close(fd)
        link.send(str(child).encode())
        _, status = os.waitpid(child, 0)
        link.send(str(os.waitstatus_to_exitcode(status)).encode())


def command(request: dict[str, object], fds: list[int]) -> int:
    """One command, in the child: streams, folder and environment as asked for, then what ``python -m ehcli`` does."""
    from ehcli.cli import main

    for target, fd in enumerate(fds):
        os.dup2(fd, target)
        os.close(fd)
    os.chdir(str(request["cwd"]))
    os.environ.clear()
    os.environ.update(request["env"])  # type: ignore[call-overload]
    if hasattr(time, "tzset"):
        time.tzset()  # a cold start reads its time zone from its environment
    sys.argv = ["eh", *request["args"]]  # type: ignore[misc]
    sys.stdin, sys.stdout, sys.stderr = (  # they last as long as the child does
        open(0, encoding="utf-8", errors="surrogateescape", closefd=False),  # noqa: SIM115
        open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False),  # noqa: SIM115
        open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False, buffering=1),  # noqa: SIM115
    )
    try:
        code = main()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1 if left.code else 0
    except BaseException:  # noqa: BLE001
        sys.excepthook(*sys.exc_info())  # as a cold start would: the tests look for a traceback
        code = 1
    gc.collect()  # what a command leaves open is closed as Python would close it on leaving
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    return code


if __name__ == "__main__":
    import importlib

    from ehcli.cli.commands import COMMANDS
    from ehcli.errors import EhError

    for name in (*LOADED, *(f"cli.{each.where.partition(':')[0]}" for each in COMMANDS)):
        importlib.import_module(f"ehcli.{name}")
    for name in (*LIBRARIES, "ehcli.record.postgres"):
        with contextlib.suppress(ImportError, EhError):  # without psycopg there is no server to speak to
            importlib.import_module(name)
    parse_beforehand()
    gc.freeze()  # the children have only their own to collect
    serve(socket.socket(fileno=os.dup(0)))
