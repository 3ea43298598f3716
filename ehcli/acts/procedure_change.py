"""Has a team take up another procedure: one recorded step, from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ehcli.acts import foreseeing
from ehcli.days.typed_dates import long
from ehcli.desk.agreeing import agreed
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.errors import BadInput, Refused
from ehcli.lists.what_if import Changes
from ehcli.packs import reading
from ehcli.procedures import adoptions
from ehcli.procedures.adoptions import Adoption
from ehcli.record import office
from ehcli.record.deriving import Outcome

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording

RUNNING_STAYS = " What began before that day keeps its dates; with --running it would move too."


def adopt(desk: Desk, name: str, team: str, since: str, *, running: bool, reason: str) -> Said:
    """The team follows the procedure from that day on; what is running then keeps its dates, unless it moves too.

    A first day that is over is asked about. Raises Refused where the role may not choose it or it stands already, and
    BadInput for a day before the procedure is in force.
    """
    if not team or not since:
        raise BadInput("Which team, and from which day?", "Add --team SLUG --from DATE")
    first, begins, today = desk.days.day(since), reading.programme(name).steps[0][0], desk.days.today
    if first < begins:
        raise BadInput(f"{name} is in force from {long(begins)}.", "Choose that day or a later one.")
    if running and not reason.strip():
        raise BadInput("Moving what is running needs its reason.", "Add --reason TEXT")
    adoption = Adoption(name, first.isoformat(), running, today.isoformat() if first < today else "")
    said, changes = recorded(desk, team, adoption, reason, dry_run=True)
    words = foreseeing.in_words(changes) if changes else ""
    if not desk.settings.dry_run:
        if first < today:
            past = f"{long(first)} lies before today, {long(today)}. {words}"
            agreed(desk, past, "Nothing was written. If that is meant: --yes")
        said, _ = recorded(desk, team, adoption, reason, dry_run=False)
        _ = desk.record  # the worklist is worked out again
        words = foreseeing.in_words(changes, done=True) if changes and first <= today else words
    if not running and desk.settings.dry_run:
        words += RUNNING_STAYS
    if first > today:
        words = f"Seen from {long(first)}, as things stand today: {words[:1].lower()}{words[1:]}"
    return foreseeing.told(said, changes, words)


def recorded(desk: Desk, team: str, adoption: Adoption, reason: str, *, dry_run: bool) -> tuple[Said, Changes | None]:
    """Records the step; a dry run keeps nothing, and gives what the step does to live tasks as things stand."""
    first, today = date.fromisoformat(adoption.first), desk.days.today
    with desk.recording(reason) as now:
        now.dry_run = dry_run
        login = now.require("switch", now.procedure())
        slug = office.team(now.writer, team).slug
        kind, stood = f"adopted:{slug}", office.choices_of_teams(now.writer, "adopted").get(slug, {})
        before = adoptions.read(adoption.first, stood.get(adoption.first, ""))
        if before._replace(chosen="") == adoption._replace(chosen=""):
            raise Refused(
                f"{slug} follows {adoption.name} from {long(first)}: that stands already.", "Nothing needs recording."
            )
        now.row("choice", kind=kind, name=adoption.first, value=adoption.kept, decided_by=login, reason=reason)
        now.writer.set_about("procedures", " ".join(dict.fromkeys([*now.rules.names, adoption.name])))
        now.writer.work_out_again()
        nothing_moves = first > today and not adoption.running  # nothing has begun on that day or later
        lacking = without_role(now, slug, adoption.name, first)
        changes = Changes(0, 0, 0, 0) if nothing_moves else foreseeing.tried(now, [slug], on=max(first, today))
    desk.forget()
    said = f"{slug} follows {adoption.name} from {long(first)}, decided by {login}."
    if adoption.running:
        said += f" What is running{' on that day' if first > today else ''} moves too."
    more = {"team": slug, "procedure": adoption.name, "first_day": adoption.first, "running": adoption.running}
    more |= {"planned": first > today, "without_role": [{"worker": login, "role": role} for login, role in lacking]}
    notes = [no_role(adoption.name, lacking)] if lacking else []
    return Said(Outcome(entry=now.entry, dry_run=dry_run), said, slug, more, notes=notes), changes


def without_role(now: Recording, team: str, name: str, first: date) -> list[tuple[str, str]]:
    """The workers of a team, each with a role that the procedure does not have on its first day there."""
    procedure = reading.programme(name).in_force(first)
    here = [each for each in office.workers(now.writer) if each.team == team and not each.until]
    return [(each.login, each.role) for each in here if not procedure.role(each.role)]


def no_role(name: str, lacking: Sequence[tuple[str, str]]) -> str:
    """That workers have roles which a procedure does not have: they may decide nothing under it."""
    who = ", ".join(f"{login} ({role})" for login, role in lacking)
    return (
        f"Warning: {name} does not have the roles of {who}: they decide nothing under it. Its roles: "
        f"eh procedure show {name} --list role. From its first day on: eh worker add {lacking[0][0]} --role ROLE"
    )
