"""The plan and minutes of a TAF: the headings its procedure prints, what was recorded under them, and the actions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ehcli.desk.desk import Desk
from ehcli.episodes.episode import Meeting
from ehcli.errors import BadInput, NotFound, nearest
from ehcli.machine import files
from ehcli.meetings import apart, tafs
from ehcli.meetings.guests import guest, guests
from ehcli.packs import toml
from ehcli.procedures import citation
from ehcli.procedures.procedure import Procedure, matched
from ehcli.record import minuted
from ehcli.record.deriving import Settled
from ehcli.record.minuted import Action, Said
from ehcli.record.people import Individual
from ehcli.record.port import Port
from ehcli.screen import shapes


class Part(NamedTuple):
    """A heading of the plan and minutes, as the procedure prints it."""

    heading: str
    rows: tuple[str, ...] = ()
    per_child: bool = False
    voice: bool = False  # the child's own words, shown in a style of their own
    optional: bool = False


class Wanted(NamedTuple):
    """What is to be recorded: a text under a heading, for a child where the heading is asked of each."""

    heading: str
    child: str
    text: str


class Agreed(NamedTuple):
    """An action as it was typed: what, who, and by when."""

    action: str
    who: str
    by_when: str = ""
    child: str = ""


def parts(procedure: Procedure, kind: str) -> list[Part]:
    """The headings of the plan and minutes of such a TAF, in the procedure's order; none where it prints none."""
    found: dict[str, Part] = {}
    for plan in procedure.kept.get("plan", ()):
        listed = plan.more.get("parts")
        for each in listed if isinstance(listed, list) else ():
            if kind in each.get("meetings", (kind,)):
                flags = {name: bool(each.get(name)) for name in ("per_child", "voice", "optional")}
                part = Part(str(each["heading"]), tuple(each.get("rows", ())), **flags)
                found.setdefault(matched(part.heading), part)
    return list(found.values())


def part(known: Sequence[Part], typed: str, *, own: bool, procedure: str) -> Part:
    """The heading that was typed: the procedure's, or the team's own where it prints none or the team says so."""
    wanted = matched(typed)
    for each in known:
        if matched(each.heading) == wanted:
            return each
    if not typed.strip():
        raise BadInput("A heading is empty.", f"Type it as {'--own' if own else '--part'} 'HEADING=TEXT'.")
    if own or not known:
        return Part(" ".join(typed.split()))
    headings = [each.heading for each in known]
    raise BadInput(
        f"'{typed}' is not a heading of the plan and minutes of {procedure}.",
        f"{nearest(typed, headings)} It has: {'; '.join(headings)}. One of your own: --own 'HEADING=TEXT'".strip(),
    )


# What was typed


def pair(typed: str, option: str) -> tuple[str, str]:
    heading, equals, text = typed.partition("=")
    if not equals:
        raise BadInput(f"'{typed}' has no text.", f"Type it as {option} 'HEADING=TEXT'.")
    return heading.strip(), text.strip()


def agreed(typed: str) -> Agreed:
    """'Ring the housing office; aroy; 2026-12-01': what, who, and by when if that was agreed."""
    pieces = [piece.strip() for piece in typed.split(";")]
    if len(pieces) > 3:
        raise BadInput(f"There is too much in the action '{typed}'.", "Type it as 'WHAT; WHO; BY WHEN'.")
    what, who, by_when = [*pieces, "", ""][:3]
    return Agreed(what, who, by_when)


def asked_of(desk: Desk, meeting: str) -> tuple[list[Part], list[Individual]]:
    """The headings that are asked of a meeting's plan, and the children that it is about; raises NotFound."""
    settled, known = tafs.taf(desk, meeting)
    return parts(desk.procedure_of(settled.episode.ref), known.kind), settled.children


def blank(desk: Desk, meeting: str) -> str:
    """A blank plan and minutes of a meeting; raises NotFound."""
    settled, known = tafs.taf(desk, meeting)
    return form(desk.procedure_of(settled.episode.ref), settled, known)


def form(procedure: Procedure, settled: Settled, meeting: Meeting) -> str:
    """A blank plan and minutes to fill in, with the procedure's headings and the meeting's children."""
    known = parts(procedure, meeting.kind)
    lines = [
        f"# Plan and minutes of {meeting.ref}, {procedure.meeting_kinds[meeting.kind].name} of {settled.episode.ref}.",
        f"# Fill it in, save it, then: eh taf plan {meeting.ref} --from FILE",
        "# 'None' is an answer. What is left empty is not recorded. Lines that begin with # are for you.",
    ]
    if not known:
        lines.append(f"# {procedure.name} prints no headings: put your authority's own below, a block for each.")
    for each in known or [Part("")]:
        for child in settled.children if each.per_child else [None]:
            lines += ["", "[[part]]", f"heading = {json.dumps(each.heading, ensure_ascii=False)}"]
            lines += [f'child = "{child.ref}"'] if child else []
            lines += [f"# {', '.join(each.rows)}"] if each.rows else []
            lines += ["text = '''", "'''"]
    lines += ["", "# Each action; copy the block for every one. Who is a P- reference, a login, or a name."]
    lines += ["[[action]]", 'action = ""', 'who = ""', 'by_when = ""', ""]
    return "\n".join(lines)


def from_file(file: Path) -> tuple[list[Wanted], list[Agreed], set[str]]:
    """What a filled-in form says: texts, actions, and the headings it calls the team's own."""
    if file.suffix.casefold() == ".json":
        try:
            told = json.loads(files.small(file))
        except RecursionError:
            raise BadInput(f"{file.name} nests too deep to be read.", "See: eh taf plan M-... --form") from None
        except ValueError as error:
            raise BadInput(f"{file.name} is not readable JSON: {error}.", "Mend that and try again.") from None
    else:
        told = toml.read(file)
    if not isinstance(told, dict) or set(told) - {"part", "action"}:
        raise BadInput(f"{file.name} is not a plan: it holds [[part]] and [[action]].", "See: eh taf plan M-... --form")
    texts, own = [], set()
    for each in _tables(told, "part", ("heading", "child", "text", "own"), file):
        if str(each.get("text", "")).strip():
            texts.append(Wanted(str(each.get("heading", "")), str(each.get("child", "")), str(each["text"]).strip()))
            if each.get("own"):
                own.add(matched(str(each.get("heading", ""))))
    actions = [
        Agreed(*(str(each.get(name, "")).strip() for name in Agreed._fields))
        for each in _tables(told, "action", Agreed._fields, file)
        if any(str(value).strip() for value in each.values())
    ]
    return texts, actions, own


def _tables(told: Mapping[str, Any], key: str, names: Iterable[str], file: Path) -> list[dict[str, Any]]:
    found = told.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise BadInput(f"{file.name}: {key} is not a list of blocks.", f"Begin each with [[{key}]].")
    known = list(names)
    for each in found:
        if strange := [name for name in each if name not in known]:
            raise BadInput(
                f"{file.name}: a {key} has no '{strange[0]}'.",
                nearest(strange[0], known) or "See: eh taf plan M-... --form",
            )
    return found


# What is recorded


UNSAID = "not said"  # who does an action, where nobody is named


def who(port: Port, settled: Settled, typed: str) -> str:
    """Who does it: a reference, login or slug where the record knows them, else the name as typed."""
    try:
        return guest(port, settled, typed).who
    except NotFound:
        return typed.strip()


def names(port: Port, settled: Settled, refs: Iterable[str]) -> dict[str, str]:
    """The names that people read in the place of references, logins and slugs."""
    return {each.who: each.name for each in guests(port, settled, list(dict.fromkeys(refs)))}


def ordered(known: Sequence[Part], said: Iterable[Said]) -> list[tuple[Part, Said]]:
    """What was recorded, in the procedure's order; the team's own headings after them."""
    places = {matched(each.heading): place for place, each in enumerate(known)}
    last = len(places)
    found = [each for each in said if each.text]
    found.sort(key=lambda each: (places.get(matched(each.heading), last), each.child, each.number))
    by_heading = {matched(each.heading): each for each in known}
    return [(by_heading.get(matched(each.heading), Part(each.heading)), each) for each in found]


def unsaid(known: Sequence[Part], settled: Settled, said: Iterable[Said]) -> list[str]:
    """The headings the procedure asks for that nothing stands under, with the child where each is asked."""
    there = {(matched(each.heading), each.child) for each in said if each.text}
    missing = []
    for each in known:
        if each.optional:
            continue
        for child in settled.children if each.per_child else [None]:
            if (matched(each.heading), child.ref if child else "") not in there:
                missing.append(f"'{each.heading}'{f' of {child.name}' if child else ''}")
    return missing


def agenda(desk: Desk, settled: Settled, meeting: Meeting) -> dict[str, Any]:
    """What a TAF goes through: the procedure's items, and the actions of earlier meetings that are open."""
    procedure = desk.procedure_of(settled.episode.ref)
    items = []
    for each in procedure.kept.get("agenda", ()):
        listed = each.more.get("items")
        if (each.meetings is None or meeting.kind in each.meetings) and isinstance(listed, list):
            printed = {"printed_in": citation.in_short(each.cite), "citations": list(map(shapes.citation, each.cite))}
            items += [{"item": str(item), **printed} for item in listed]
    carried = [each for each in minuted.actions(desk.record, settled.episode.ref) if not each.done_on]
    carried = [each for each in carried if each.meeting != meeting.ref]
    every, readers = len(carried), apart.family_of([*(each.who for each in meeting.asked), *meeting.attended])
    if readers and carried:
        today = desk.days.today
        carried = apart.Hidden.of(apart.home(desk.record, settled, today), readers, today).actions(carried)
    said = names(desk.record, settled, [each.who for each in carried])
    return {
        "meeting": meeting.ref,
        "kind": meeting.kind,
        "items": items,
        "carried": [shown(each, said, desk.days.today) for each in carried],
        "left_out": every - len(carried),
    }


def shown(each: Action, said: Mapping[str, str], today: date) -> dict[str, Any]:
    """An action as lists show it."""
    late = bool(each.by_when and not each.done_on and each.by_when < today.isoformat())
    return {
        "meeting": each.meeting,
        "item": each.item,
        "action": each.action,
        "who": said.get(each.who, each.who),
        "by_when": each.by_when or None,
        "state": "done" if each.done_on else "late" if late else "open",
        "done_on": each.done_on or None,
    }
