"""Lists in every form: drawn or plain for people, JSON and CSV for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ehcli.desk.desk import Desk
from ehcli.errors import BadInput, nearest, together
from ehcli.record import office
from ehcli.screen import screen
from ehcli.show.labels import flat, label, shown

AS_ANYWHERE: Mapping[str, str] = MappingProxyType({})


def beside(*fields: str) -> dict[str, str]:
    """Fields of a list that have no column of their own: a script is told them, and whoever names them."""
    return dict.fromkeys(fields, "")


def several(desk: Desk, teams: Sequence[str]) -> bool:
    """Whether a list is of several teams: more than one was named, or none where the record has more than one."""
    return len(teams) != 1 and len(office.several(desk.record, teams) or office.teams(desk.record)) > 1


def with_team(desk: Desk, columns: Mapping[str, str], teams: Sequence[str]) -> dict[str, str]:
    """The columns, with that of the team in a file, and on a screen wherever several teams are listed."""
    asked = desk.settings.as_csv or several(desk, teams)
    return {**columns, "team": "Team"} if asked else dict(columns)


def show(desk: Desk, rows: Sequence[dict[str, Any]], columns: Mapping[str, str], *, none: str = "") -> None:
    """The rows with these columns, field to heading; a script gets every field, those without a heading as well.

    Where somebody named the fields that are wanted, those alone, in that order, in whatever form.
    """
    if desk.settings.fields is not None:
        picked(desk, rows, columns, none=none)
    elif desk.settings.as_json:
        screen.as_json(screen.plain(row) for row in rows)
    else:
        listed(desk, rows, {key: heading for key, heading in columns.items() if heading}, none=none)


def sure_of_fields(desk: Desk, columns: Mapping[str, str]) -> None:
    """Raises BadInput for a field that the list has not, before a command writes what it lists afterwards."""
    chosen(desk.settings.fields or "", list(columns))


def picked(desk: Desk, rows: Sequence[dict[str, Any]], columns: Mapping[str, str], *, none: str) -> None:
    """The rows with the fields that were named; with none named, which fields there are."""
    known = list(columns)
    wanted = chosen(desk.settings.fields or "", known)
    if not wanted:
        if desk.settings.as_json:
            screen.answer(known)
        else:
            screen.lines(known)
    elif desk.settings.as_json:
        screen.as_json({key: screen.plain(row.get(key)) for key in wanted} for row in rows)
    else:
        listed(desk, rows, {key: columns.get(key) or label(key) for key in wanted}, none=none)


def chosen(typed: str, known: list[str]) -> list[str]:
    """The fields that were typed, each once; raises BadInput for one there is not, with the nearest and all there are.

    A field may be typed as a person writes it: with spaces around it, or a hyphen between its words.
    """
    spelt = {key.replace("_", " "): key for key in known}
    wanted = []
    for part in (each.strip() for each in typed.split(",") if each.strip()):
        field = spelt.get(part.casefold().replace("_", " ").replace("-", " "))
        if not field:
            hint = together(nearest(part, known), f"There are: {', '.join(known)}.")
            raise BadInput(f"There is no field '{part}' in this list.", hint)
        wanted.append(field)
    return list(dict.fromkeys(wanted))


def listed(desk: Desk, rows: Sequence[dict[str, Any]], columns: Mapping[str, str], *, none: str) -> None:
    """The rows as CSV, or as people read them."""
    if desk.settings.as_csv:
        screen.as_csv(list(columns), ([flat(row.get(key)) for key in columns] for row in rows))
    else:
        cells = [[shown(key, row.get(key)) for key in columns] for row in rows]
        screen.listing(list(columns.values()), cells, none=none)


def notes(said: Iterable[str]) -> None:
    """What to know beside a list, told apart from it."""
    for each in said:
        screen.tell(f"Note: {each}")


def body(desk: Desk, title: str, details: Mapping[str, Any], called: Mapping[str, str] = AS_ANYWHERE) -> None:
    """One thing with its details and lists; what warns of a letter stands at the top, a line each.

    ``called`` says what some details are called here, where they are called otherwise than anywhere else.
    """
    if desk.settings.as_json:
        screen.answer(details)
        return
    screen.out(title)
    for warning in details.get("warnings", ()):
        screen.out(warning)
    for name, value in details.items():
        if name == "warnings" or value in ("", None, []):
            continue
        heading = label(name, called.get(name, ""))
        if isinstance(value, list) and isinstance(value[0], dict):
            screen.out(f"\n{heading}:")
            columns = [key for key in value[0] if any(row[key] not in ("", None, []) for row in value)]
            cells = [[shown(key, row[key]) for key in columns] for row in value]
            screen.listing([label(key, called.get(key, "")) for key in columns], cells)
        else:
            text = ", ".join(map(str, value)) if isinstance(value, list) else shown(name, value)
            screen.out(f"{heading}: {text}")
