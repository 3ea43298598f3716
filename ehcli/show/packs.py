"""A pack that was checked: what is wrong with it, or that it can be used."""

from __future__ import annotations

from typing import Any

from ehcli.packs.checking import Checked
from ehcli.packs.refusal import MEND
from ehcli.procedures.procedure import Procedure


def as_values(found: Checked) -> Any:
    """A list of its mistakes, each with file, item, key and reason; what it holds where there are none."""
    if found.mistakes:
        return [{"file": each.file, "item": each.item, "key": each.key, "why": each.why} for each in found.mistakes]
    procedure = found.procedure
    return {
        "name": procedure.name,
        "version": procedure.version,
        "duties": len(procedure.duties),
        "warnings": found.warnings,
    }


def in_words(found: Checked) -> str:
    """Each mistake on a line, how many there are, and what to do."""
    return "\n".join([*(each.message for each in found.mistakes), how_many(found)])


def how_many(found: Checked) -> str:
    """How many mistakes there are, where there is more than one, and what to do."""
    count = len(found.mistakes)
    return "\n".join([*([f"{count} mistakes."] if count > 1 else []), MEND])


def in_a_sentence(procedure: Procedure) -> str:
    """What a pack holds."""
    return (
        f"{procedure.title} {procedure.version}: {len(procedure.duties)} duties, "
        f"{len(procedure.closing_checks)} closing checks."
    )
