"""Adds and changes workers, records who was trained, and who leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ehcli.acts.changes import changed
from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.errors import BadInput, Refused, a
from ehcli.procedures import rights
from ehcli.record import cases, office

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording
    from ehcli.procedures.procedure import Procedure
    from ehcli.record.office import WorkerNow


def add(desk: Desk, login: str, *, told: Mapping[str, str], ehm_user: bool | None) -> Said:
    """Somebody works here from now on, or what is known of them changes.

    Raises Refused where the role may not add workers, or may not give somebody a role that decides.
    """
    login = a_login(login)
    with desk.recording() as now:
        now.require("staff", now.procedure())
        known = office.signed_in(now.writer, login)
        worker = written(now, known, login, told, ehm_user)
        new = not known or known.until or known.role != worker["role"]  # who left has no role to come back to
        if new and any(rights.decides(worker["role"], each) for each in deciding(now, worker.get("team", ""))):
            now.require("appoint", now.procedure())
        if known:
            refuse_last(now, known, worker["role"])
        now.row("worker", **worker)
    of_team = f" in {worker['team']}" if worker.get("team") else ""
    said = f"{worker['name']} ({worker['login']}) is {a(worker['role'])}{of_team}."
    return Said(now.outcome, said, ref=worker["login"])


def deciding(now: Recording, team: str) -> list[Procedure]:
    """The procedures by which a role may decide something: each in use, for an episode may be of any team."""
    return [*now.rules.in_use, now.rules.procedure_of(team)]


def refuse_last(now: Recording, known: WorkerNow, role: str) -> None:
    """Raises Refused where nobody could add or appoint workers once this one left, or had this role instead."""
    procedure = now.procedure()
    others = {each.role for each in office.workers(now.writer) if not each.until and each.login != known.login}
    for right in ("appoint", "staff"):
        held = [each for each in others | {role} if right in rights.may(each, procedure)]
        if right in rights.may(known.role, procedure) and not held and not known.until:
            who = " or ".join(procedure.roles_that_may(right))
            raise Refused(
                f"{known.login} is the last here who may {rights.RIGHTS[right]}: nobody could name another afterwards.",
                f"First name who follows: eh worker add LOGIN --name NAME --role ROLE --by {known.login}   ({who})",
            )


def a_login(typed: str) -> str:
    """A login that can be typed to sign in; raises BadInput for one with a space in it."""
    login = typed_words.text(typed, "login")
    if login.split() != [login] or not login.isprintable():
        raise BadInput(
            f"'{login}' is not a login: it has a space or a sign that is not seen in it.",
            "Type it as it is typed to sign in.",
        )
    return login


def written(
    now: Recording, known: WorkerNow | None, login: str, told: Mapping[str, str], ehm_user: bool | None
) -> dict[str, Any]:
    """A worker as the record keeps them, from what is known and what was typed."""
    uses = {} if ehm_user is None else {"ehm_user": "yes" if ehm_user else typed_words.NONE}
    worker = changed(known, "worker", {**told, **uses}) | {"login": known.login if known else login}
    if worker.get("team"):
        worker["team"] = office.team(now.writer, worker["team"]).slug
    procedure = now.rules.procedure_of(worker.get("team", ""))
    if not worker.get("role"):
        roles = ", ".join(named.slug for named in procedure.lists["role"])
        raise BadInput("The role is missing.", f"Add --role ROLE: {roles}")
    if told.get("role"):
        worker["role"] = procedure.named("role", told["role"]).slug
    return worker | {"ehm_user": bool(worker.get("ehm_user"))}


def end(desk: Desk, login: str) -> Said:
    """A worker leaves on that day; raises Refused while open episodes are with them, naming them."""
    on, _ = desk.days.happened
    with desk.recording() as now:
        now.require("staff", now.procedure())
        known = office.worker(now.writer, login)
        if known.until:
            raise Refused(
                f"{known.login} left on {long(date.fromisoformat(known.until))} already.", "See: eh worker list --all"
            )
        held = cases.held_by(now.writer, known.login, open_only=True)
        if held:
            refs = ", ".join(held)
            raise Refused(
                f"{known.login} still holds {len(held)}: {refs}.",
                "Give each to somebody: eh allocate E-... --to WORKER --by MANAGER",
            )
        refuse_last(now, known, "")
        now.row("worker", **(known._asdict() | {"until": on.isoformat()}))
    return Said(now.outcome, f"{known.name} ({known.login}) leaves on {long(on)}.", ref=known.login)


def train(desk: Desk, login: str, *, withdrawn: bool) -> Said:
    """A senior was trained to allocate, or is no longer to allocate without a manager."""
    with desk.recording() as now:
        by = now.require("appoint", now.procedure(), "train-to-allocate")
        known = office.worker(now.writer, login, desk.days.today.isoformat())
        value = "" if withdrawn else "allocate"
        now.row("choice", kind="trained", name=known.login, value=value, decided_by=by, reason="")
    may = "allocates only with a manager" if withdrawn else "is trained to allocate"
    return Said(now.outcome, f"{known.name} ({known.login}) {may}, agreed by {by}.", ref=known.login)
