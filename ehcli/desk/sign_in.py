"""What a login that may not come in is told: why, who adds workers here, and the exact command."""

from __future__ import annotations

from datetime import date

from ehcli.days.typed_dates import long
from ehcli.errors import EhError, Refused
from ehcli.packs import reading as packs_reading
from ehcli.record import office
from ehcli.record.port import Port, about


def refusal(port: Port, login: str, left: str) -> Refused:
    """The refusal for a login that the record does not know, or whose worker has left."""
    told = about(port)
    why = f"left on {long(date.fromisoformat(left))}" if left else "is not a worker in this record"
    if told.get("practice") == "yes":
        return Refused(
            f"{login} {why}, so nothing is shown or recorded.",
            "This is a practice record: make your own with: eh demo. Or be somebody in it with --user LOGIN.",
        )
    command = f"eh worker add {login} --name NAME --role ROLE --team SLUG"
    who = ", ".join(f"{each.name} ({each.login})" for each in those_who_add(port, told.get("procedure", "")))
    return Refused(
        f"{login} {why}, so nothing is shown or recorded.",
        f"Ask {who or 'whoever made the record'} to add you with: {command}",
    )


def another(login: str, named: str) -> Refused:
    """The refusal for a worker who is signed in to the database and would read or record as somebody else."""
    return Refused(
        f"You are signed in to the database as {login}, so nothing is shown or recorded as {named}.",
        f"Leave out --user and EH_USER, or sign in as {named}. "
        f"What {named} decided is recorded by you, with {named} as who decided.",
    )


def those_who_add(port: Port, procedure: str) -> list[office.WorkerNow]:
    """Those here who may add workers, three at most: a refusal is no staff list."""
    try:
        roles = packs_reading.procedure(procedure).roles_that_may("staff")
    except EhError:
        return []
    return [each for each in office.workers(port) if each.role in roles and not each.until][:3]
