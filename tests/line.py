"""A line to a PostgreSQL server that counts how often an answer is waited for, and may be a long one."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

ASKS = b"QSH"  # Query, Sync and Flush: after each of them the client waits for the server
ASKS_FOR_A_CIPHER = [(80877100 + way).to_bytes(4) for way in (3, 4)]  # TLS, GSSAPI: before the first message
TAKES_THE_TURN, ENDS_IT = b"pg_advisory_xact_lock(25960", b"COMMIT"


class Line:
    """What went over the line: connections, trips, and how many of the trips while somebody had the turn."""

    def __init__(self, server: str, seconds: float = 0) -> None:
        told = urlsplit(server)
        self.server, self.user = (told.hostname or "", told.port or 5432), told.username or ""
        self.seconds = seconds  # that a trip takes longer
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.forget()
        threading.Thread(target=self.accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"postgresql://{self.user}@127.0.0.1:{self.listening.getsockname()[1]}"

    def forget(self) -> None:
        self.connections = self.trips = self.in_turn = 0

    def accept(self) -> None:
        with suppress(OSError):  # closed at the end
            while True:
                client, _ = self.listening.accept()
                self.connections += 1
                server = socket.create_connection(self.server)
                for end in (client, server):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self.carry, args=(client, server, Ear(self)), daemon=True).start()
                threading.Thread(target=self.carry, args=(server, client, None), daemon=True).start()

    def carry(self, source: socket.socket, to: socket.socket, ear: Ear | None) -> None:
        with suppress(OSError):
            while told := source.recv(1 << 16):
                if ear:
                    ear.hear(told)
                time.sleep(self.seconds / 2)
                to.sendall(told)
        with suppress(OSError):
            to.shutdown(socket.SHUT_WR)


class Ear:
    """Listens to one client, message by message."""

    def __init__(self, line: Line) -> None:
        self.line, self.heard, self.begun, self.has_turn = line, b"", False, False

    def hear(self, told: bytes) -> None:
        self.heard += told
        while message := self.next():
            self.has_turn = self.has_turn or TAKES_THE_TURN in message
            if not self.begun or message[0] in ASKS:
                self.line.trips += 1
                self.line.in_turn += self.has_turn
            if ENDS_IT in message and self.has_turn:
                # Its own trip is the last in the turn, whether a Sync follows it or it is a Query.
                self.line.in_turn += message[:1] == b"P"
                self.has_turn = False
            self.begun = self.begun or message[4:8] not in ASKS_FOR_A_CIPHER

    def next(self) -> bytes:
        """The next whole message: the first of a connection has no letter before its length."""
        letter = 1 if self.begun else 0
        if len(self.heard) < letter + 4:
            return b""
        size = letter + int.from_bytes(self.heard[letter : letter + 4])
        if len(self.heard) < size:
            return b""
        message, self.heard = self.heard[:size], self.heard[size:]
        return message


@contextmanager
def line(server: str, seconds: float = 0) -> Iterator[Line]:
    made = Line(server, seconds)
    try:
        yield made
    finally:
        made.listening.close()
