"""Which letters of an episode were printed and not posted."""

from __future__ import annotations

from collections.abc import Iterable

from ehcli.episodes.facts import LetterPosted, LetterWritten, Told


def unposted(told: Iterable[Told], kind: str = "") -> dict[str, str]:
    """The letters of an episode, or of one kind, that wait to be posted: each reference, and who it is to."""
    facts = [each.fact for each in told]
    posted = {fact.letter for fact in facts if isinstance(fact, LetterPosted)}
    written = [fact for fact in facts if isinstance(fact, LetterWritten) and kind in ("", fact.kind)]
    return {fact.letter: fact.to for fact in written if fact.letter not in posted}
