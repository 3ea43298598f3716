"""What is told of several things at once: all of it is looked at first, and recorded whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ehcli.errors import BadInput, EhError, NotFound, Refused

Decided = TypeVar("Decided")


def each_of(refs: Sequence[str], decide: Callable[[str], Decided]) -> dict[str, Decided]:
    """What is decided of each; where some are refused, raises the first refusal with every one of them named."""
    found: dict[str, Decided] = {}
    refused: dict[str, EhError] = {}
    for ref in refs:
        try:
            found[ref] = decide(ref)
        except (BadInput, NotFound, Refused) as problem:
            refused[ref] = problem
    if not refused:
        return found
    first = next(iter(refused.values()))
    if len(refs) == 1:
        raise first
    said = "".join(f"\n  {ref}: {problem.message}" for ref, problem in refused.items())
    others = f"Name the others alone: {', '.join(found)}." if found else first.hint
    raise type(first)(f"{len(refused)} of {len(refs)} are refused, so nothing was recorded:{said}", others, first.rule)
