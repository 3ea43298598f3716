"""A duty of a procedure, as people read it."""

from __future__ import annotations

from collections.abc import Iterator

from ehcli.procedures.sheet import DutyOnSheet


def card(duty: DutyOnSheet) -> Iterator[str]:
    """One duty whole, as it stands on the sheet to sign, a line each."""
    yield f"{duty.title} ({duty.id})"
    yield from (f"  {sentence}" for sentence in duty.says)
    for rule in duty.rules:
        yield f"\n{rule.says}"
        yield from (f"  {printed}" for printed in rule.printed)
