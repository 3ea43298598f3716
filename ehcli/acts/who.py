"""Whom an act is about: children of the episode, and people of its family."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ehcli.desk import typed_words
from ehcli.record import people

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording
    from ehcli.record.deriving import Settled


def children(stands: Settled, typed: Iterable[str]) -> list[str]:
    """Children of the episode, by reference or name; raises NotFound for anybody else."""
    return typed_words.children(typed, stands.names, stands.names, stands.episode.ref)


def family(now: Recording, stands: Settled) -> dict[str, str]:
    """The names of everybody in the episode's family, by reference."""
    return {each.ref: each.name for each in people.family(now.writer, stands.episode.family)}


def of_family(now: Recording, stands: Settled, typed: Iterable[str]) -> list[str]:
    """People of the episode's family, by reference or name; raises NotFound for anybody else."""
    known = family(now, stands)
    return typed_words.children(typed, known, known, f"family {stands.episode.family}")
