"""A request for an episode: the same fields from options, from a form, or from questions.

A request form is TOML or JSON; ``form`` is the blank one. Nothing here reads the record.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple

from ehcli.errors import BadInput, nearest
from ehcli.machine import files
from ehcli.packs import toml


class Request(NamedTuple):
    """What is known when an episode is asked for, as it was typed."""

    team: str = ""
    children: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    address: str = ""
    phone: str = ""
    received: str = ""
    in_tray: str = ""
    level: str = ""
    route: str = ""
    type: str = ""
    start_reason: str = ""
    referrer: str = ""
    referrer_agency: str = ""
    consent_from: str = ""
    consent_on: str = ""
    consent_method: str = ""
    consent_shared_with: tuple[str, ...] = ()
    external_number: str = ""
    family: str = ""


class Offered(NamedTuple):
    """What a blank form offers: the teams of the record, and the names that the procedure in force knows."""

    procedure: str
    teams: tuple[str, ...]
    team: str  # filled in already; empty where there are several to choose from
    levels: tuple[str, ...]
    level: str  # the usual one; empty where one has to be chosen
    routes: tuple[str, ...]
    needs_route: bool
    types: tuple[str, ...]
    start_reasons: tuple[str, ...]


FORM = """\
# Request for an episode of early help{under}.
# Fill it in, save it, then: eh open-episode --from FILE
# Lines that begin with # are for you. Leave "" where nothing is known.

{team}
received = ""          # when the referral was received: 20/11/2026 09:30
in_tray = ""           # when it arrived in the team's tray, if not when the episode opens
{level}
{route}
{type}
{start_reason}
referrer = ""          # who asked, for example: Okafor Primary School
referrer_agency = ""
external_number = ""   # the number in the other case system
family = ""            # F-0001, for a family that is in the record already

address = ""           # 1 High Street; Anytown; AB1 2CD
phone = ""

# Each child the episode is about; copy the block for every child. A person who is
# in the record already is given by reference: name = "P-0007"
[[child]]
name = ""
born = ""              # 02/03/2017
sex = ""               # M, F or U

# Each parent or carer; copy the block for every one.
[[parent]]
name = ""
born = ""

# Brothers and sisters the episode is not about: take the # away to use it.
# [[sibling]]
# name = ""
# born = ""
# sex = ""

[consent]
from = ""              # the name of the parent or carer, or young person, who gave it
on = ""
method = ""            # signed, verbal, electronic or other: needed with "from"; no reply is never consent
shared_with = []       # workers and agencies that the statement names: ["aroy", "an-agency"]
"""
BESIDE, ACROSS = 23, 100  # where remarks begin on the form, and how wide it is


def form(offered: Offered | None) -> str:
    """The blank form, with what may be filled in; without a record to go by it says where that is listed."""
    if offered is None:
        listed = "see: eh procedure show NAME --list {}"
        return FORM.format(
            under="",
            team=_field("team", "", "the team's short name; see: eh team list"),
            level=_field("level", "", listed.format("level")),
            route=_field("route", "", listed.format("route")),
            type=_field("type", "", listed.format("episode-type")),
            start_reason=_field("start_reason", "", "see: eh reason list"),
        )
    name = offered.procedure
    usual = "" if offered.level else "needed: "
    route = "needed: " if offered.needs_route else ""
    return FORM.format(
        under=f", under the procedure {name}",
        team=_field("team", offered.team, f"needed: {_either(offered.teams)}"),
        level=_field(
            "level", offered.level, f"{usual}{_either(offered.levels)}" if offered.levels else f"{name} prints none"
        ),
        route=_field("route", "", f"{route}{_either(offered.routes) or f'{name} prints none'}"),
        type=_field(
            "type", "", f"{_either(offered.types)}, if not the usual one" if offered.types else f"{name} prints none"
        ),
        start_reason=_field(
            "start_reason",
            "",
            _either(offered.start_reasons) or f"{name} prints none: eh reason add TEXT --for opening",
        ),
    )


def _either(names: Sequence[str]) -> str:
    return " or ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _field(key: str, value: str, remark: str) -> str:
    """A line of the form with a remark beside it, which goes on below where it is long; never anything but a remark."""
    first, *more = wrap(" ".join(remark.split()), ACROSS - BESIDE - 2, break_long_words=False, break_on_hyphens=False)
    return "\n".join(
        [f'{key} = "{value}"'.ljust(BESIDE) + f"# {first}", *(" " * BESIDE + f"# {each}" for each in more)]
    )


PLAIN = {
    *("team", "address", "phone", "received", "in_tray", "level", "route", "type", "start_reason", "referrer"),
    *("referrer_agency", "external_number", "family"),
}
CONSENT = ["from", "on", "method", "shared_with"]
PEOPLE = {"child": "children", "parent": "parents", "sibling": "siblings"}


def from_file(path: Path) -> Request:
    """The request in a form; raises NotFound when it cannot be read and BadInput for what it should not hold."""
    content = _content(path)
    _refuse_unknown(content, [*PLAIN, *PEOPLE, "consent"], path, "is not on the form.")
    values: dict[str, Any] = {key: _text(content.get(key, ""), key, path) for key in PLAIN}
    for key, field in PEOPLE.items():
        rows = content.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise BadInput(f"{path.name}: '{key}' must be a list of people.", "See: eh open-episode --form")
        values[field] = tuple(line for row in rows if (line := _person(row, key, path)))
    return Request(**values, **_consent(content.get("consent", {}), path))


def _content(path: Path) -> dict[str, Any]:
    """What a form holds, JSON or TOML."""
    if path.suffix.casefold() == ".json":
        try:
            content = json.loads(files.small(path).decode("utf-8-sig"))
        except RecursionError:
            raise BadInput(f"{path.name} nests too deep to be read.", "A blank one: eh open-episode --form") from None
        except ValueError as error:
            raise BadInput(
                f"{path.name} is not readable JSON: {error}.",
                "Mend that place, or use: eh open-episode --form",
            ) from None
    else:
        content = toml.read(path)
    if not isinstance(content, dict):
        raise BadInput(f"{path.name} is not a request form.", "A blank one: eh open-episode --form")
    return content


def _refuse_unknown(table: dict[str, Any], known: list[str], path: Path, why: str) -> None:
    for key in table:
        if key not in known:
            hint = nearest(key, known) or "See: eh open-episode --form"
            raise BadInput(f"{path.name}: '{key}' {why}", hint)


def _consent(consent: object, path: Path) -> dict[str, Any]:
    """What a form says of consent, by the fields of a request."""
    if not isinstance(consent, dict):
        raise BadInput(f"{path.name}: 'consent' must be a table.", "See: eh open-episode --form")
    _refuse_unknown(consent, CONSENT, path, "is not on the form, under consent.")
    said: dict[str, Any] = {
        f"consent_{key}": _text(consent.get(key, ""), f"consent {key}", path) for key in ("from", "on", "method")
    }
    shared = consent.get("shared_with", [])
    if not isinstance(shared, list):
        raise BadInput(f"{path.name}: 'consent shared_with' must be a list.", 'Type it as ["aroy", "an-agency"].')
    return said | {"consent_shared_with": tuple(_text(each, "consent shared_with", path) for each in shared)}


def _person(row: dict[str, Any], kind: str, path: Path) -> str:
    unknown = [key for key in row if key not in ("name", "born", "sex")]
    if unknown:
        raise BadInput(f"{path.name}: '{unknown[0]}' is not asked of a {kind}.", "See: eh open-episode --form")
    parts = [_text(row.get(key, ""), f"{kind} {key}", path).replace(";", ",") for key in ("name", "born", "sex")]
    return "; ".join(parts).rstrip("; ") if any(parts) else ""


def _text(value: object, key: str, path: Path) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value).strip()
    raise BadInput(f"{path.name}: '{key}' must be a text.", "See: eh open-episode --form")
