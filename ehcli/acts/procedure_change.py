"""Has a team take up another procedure: one recorded step, from a day on."""

from __future__ import annotations

from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.errors import BadInput
from ehcli.packs import reading
from ehcli.record import office
from ehcli.record.deriving import Outcome
from ehcli.record.port import Port
from ehcli.record.stories import running_since


def adopt(desk: Desk, name: str, *, team: str, since: str, running: bool, reason: str) -> Said:
    """The team follows the procedure from that day on; what is running keeps its dates, unless it moves too.

    Raises Refused where the role may not choose it, and BadInput for a day before the procedure is in force.
    """
    if not team or not since:
        raise BadInput("Which team, and from which day?", "Add --team SLUG --from DATE")
    first, begins = desk.days.day(since), reading.programme(name).steps[0][0]
    if first < begins:
        raise BadInput(f"{name} is in force from {long(begins)}.", "Choose that day or a later one.")
    if running and not reason.strip():
        raise BadInput("Moving what is running needs its reason.", "Add --reason TEXT")
    with desk.recording(reason) as now:
        login = now.require("switch", now.procedure())
        slug = office.team(now.writer, team).slug
        for day in days(now.writer, slug, first.isoformat(), running):
            now.row("choice", kind=f"adopted:{slug}", name=day, value=name, decided_by=login, reason=reason)
        now.writer.set_about("procedures", " ".join(dict.fromkeys([*now.rules.names, name])))
        now.writer.set_about("worklist", "to be worked out again")
    if not desk.settings.dry_run:
        desk.forget()
        _ = desk.record  # the worklist is worked out again
    moved = " What is running moves too." if running else ""
    said = f"{slug} follows {name} from {long(first)}, decided by {login}.{moved}"
    return Said(Outcome(entry=now.entry, dry_run=desk.settings.dry_run), said, ref=slug)


def days(port: Port, team: str, first: str, running: bool) -> list[str]:
    """From which days a team follows a procedure that it takes up: ISO text.

    What is running follows it too from the day on which the first of it began; what the team took up between then
    and now gives way.
    """
    if not running:
        return [first]
    since = min(first, running_since(port, team) or first)
    return sorted({since, first, *(day for day in office.choices(port, f"adopted:{team}") if since < day < first)})
