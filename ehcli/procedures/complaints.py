"""What is wrong with a pack: while one is loaded the first thing stops it, while one is checked all are gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ehcli.errors import EhError


class Complaints:
    """Takes what is wrong with a pack: raises it, or keeps it and lets the reading go on."""

    def __init__(self, made: Callable[[str, str, str], EhError], gathered: list[EhError] | None = None) -> None:
        self.made = made
        self.gathered = gathered

    def __call__(self, item: str, key: str, why: str) -> EhError:
        """The error that says what is wrong: item, key and reason."""
        return self.made(item, key, why)

    def take(self, error: EhError) -> None:
        """Keeps what is wrong, each thing once; raises it where nothing is gathered."""
        if self.gathered is None:
            raise error
        if error.message not in {each.message for each in self.gathered}:
            self.gathered.append(error)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """A part of the pack by itself: where mistakes are gathered, the reading goes on behind it."""
        try:
            yield
        except EhError as error:
            self.take(error)
