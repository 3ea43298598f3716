"""What is known of a worker, a team or an agency, with what was typed in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.errors import BadInput
from ehcli.paper.email_draft import is_address
from ehcli.record.office import AgencyNow, TeamNow, WorkerNow
from ehcli.record.port import Port


def changed(known: WorkerNow | TeamNow | AgencyNow | None, kind: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """What is known of one, with what was typed in its place: 'none' empties a detail.

    ``known`` is None for one who is new. Raises BadInput where there is no name, where the email is not one address,
    and where nothing is said of one who is known.
    """
    said = {key: typed_words.emptied(value) for key, value in typed.items() if value.strip()}
    if known and not said and not known.until:
        raise BadInput(f"Nothing new is said of {known[0]}.", f"See what may change: eh {kind} add --help")
    if said.get("email") and not is_address(said["email"]):
        raise BadInput(
            f"'{typed['email']}' is not one email address.",
            f"Type it as name@example.gov.uk, one and no more; '{typed_words.NONE}' empties it.",
        )
    whole = (known._asdict() if known else {}) | said | {"until": ""}
    typed_words.text(whole.get("name", ""), "name", "--name TEXT")
    return whole


def add(
    desk: Desk,
    kind: str,
    short: str,
    told: Mapping[str, str],
    standing: Callable[[Port], Iterable[TeamNow | AgencyNow]],
) -> Said:
    """There is a team or an agency of that short name from now on, or what is known of it changes."""
    short = typed_words.slug(short, kind)
    with desk.recording() as now:
        now.require("staff", now.procedure())
        known = next((each for each in standing(now.writer) if each.slug == short), None)
        made = changed(known, kind, {**told, "address": an_address(told["address"])}) | {"slug": short}
        now.row(kind, **made)
    return Said(
        now.outcome, f"{kind.capitalize()} {short}: {made['name']}.", ref=short, notes=remarked(told["address"])
    )


def an_address(typed: str) -> str:
    """An address line by line; the word that empties it as it stands, and nothing where nothing was typed."""
    return "\n".join(typed_words.address(typed).lines) if typed_words.emptied(typed) else typed


def remarked(address: str) -> list[str]:
    """What an officer should know of an address that was recorded as it was typed."""
    return [f"Note: {remark}" for remark in typed_words.remarks(typed_words.emptied(address))]
