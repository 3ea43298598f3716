"""What a choice of the authority does to live tasks: a dry run says it before it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from ehcli.desk.said import Said
from ehcli.lists import what_if
from ehcli.lists.what_if import Changes

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording


def tried(now: Recording, teams: Iterable[str] = (), *, on: date | None = None) -> Changes | None:
    """What the choices that were just written do to live tasks, of these teams or of every one; only in a dry run."""
    return what_if.foreseen(now, teams, on=on) if now.dry_run else None


def told(said: Said, changes: Changes | None, words: str = "") -> Said:
    """The same act with what it does to live tasks, where that was tried."""
    lines = [*said.lines, words or in_words(changes)] if changes else said.lines
    return said._replace(more={**said.more, "changes": changes._asdict() if changes else None}, lines=lines)


def in_words(changes: Changes, *, done: bool = False) -> str:
    """What would change, or did, in a sentence."""
    if not any(changes):
        return f"No date {'changed' if done else 'would change'}."
    moves, ends, begins, late = changes
    if done:
        return f"{moves} moved, {ends} ended, {begins} began; {late} are overdue at once."
    return what_if.in_a_sentence(changes)
