"""Whether a record may be read or written by this program, and what to do when it may not."""

from __future__ import annotations

from collections.abc import Mapping

from ehcli.errors import Overtaken, RecordUnusable
from ehcli.record import SCHEMA


def is_older(found: str) -> bool:
    """Whether a record's schema is one that this program's migrations begin from."""
    return found.isdigit() and found < SCHEMA


def refuse_schema(where: object, found: str) -> None:
    """Raises RecordUnusable for a record of another schema than this program's: older or newer."""
    if found == SCHEMA:
        return
    raise RecordUnusable(
        f"The record at {where} is of schema {found if found.isdigit() else 'unknown'}; this eh reads schema {SCHEMA}.",
        "Bring it up to date with: eh record upgrade   (a backup is made and checked first)"
        if is_older(found)
        else "Install the eh that wrote it, or a newer one.",
    )


def moved_to(where: object, moved: str) -> str:
    """The sentence for a record that goes on elsewhere."""
    return f"The record at {where} was moved to {moved}."


def refuse_writing(where: object, about: Mapping[str, str]) -> None:
    """Raises for a record that is of another schema, or that another took the place of."""
    refuse_schema(where, about.get("schema", "none"))
    if about.get("moved"):
        raise RecordUnusable(
            moved_to(where, about["moved"]),
            f"Nothing was written. Record it there: --db {about['moved']}. "
            "To go on here after all, bring a backup of it back: eh restore",
        )
    if about.get("replaced"):
        raise Overtaken(
            f"The record at {where} was replaced by another at {about['replaced']}.",
            f"Nothing was written; run the command again. To go on with this one: eh restore {where} --use",
        )
