"""Allocating, correcting and closing an episode."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from ehcli.days.typed_dates import long
from ehcli.decisions import episodes
from ehcli.desk import reasons, typed_words
from ehcli.desk.desk import Desk
from ehcli.errors import BadInput
from ehcli.procedures import citation, consent, rights
from ehcli.procedures.procedure import ClosingCheck
from ehcli.record import office
from ehcli.record.deriving import Settled
from ehcli.screen import screen
from ehcli.show import recorded

Ref = Annotated[str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001.")]


def allocate(
    ctx: typer.Context,
    episode: Ref,
    to: Annotated[str, typer.Option(metavar="WORKER", help="The worker's login or name.")] = "",
    role: Annotated[
        str, typer.Option(metavar="ROLE", help="key-worker, lead-professional or co-worker.")
    ] = "key-worker",
) -> None:
    """Give an episode to a worker. Every deadline that starts is printed with its date and page.

    Examples:
        eh allocate E-0001 --to aroy --by jmay
        eh allocate E-0001 --to aroy --on 12/07/2016
        eh allocate E-0001 --to "Ana Roy" --role co-worker --dry-run
    """

    desk: Desk = ctx.obj
    to = typed_words.text(to or desk_ask(desk, "To whom (login)", "--to WORKER"), "worker")
    role = typed_words.one_of(role, ("key-worker", "lead-professional", "co-worker"), "role on an episode")
    on, at = desk.days.happened
    with desk.recording() as now:
        stands = now.episode(episode)
        worker = office.worker(now.writer, to, on.isoformat())
        team = stands.episode.team
        facts = episodes.allocate(
            stands.episode, worker=worker.login, role=role, team=team, on=on, at=at, today=desk.days.today
        )
        now.require("allocate", desk.procedure_of(episode), "TEH p4 (TEH-016); COG lines 275, 790 (COG-132, COG-393)")
        now.tell(facts)
    said = f"Allocated {stands.episode.ref} to {worker.name} ({worker.login}) as {role} on {long(on)}."
    recorded.recorded(desk, now.outcome, said)
    for each in consent.wanting(desk.procedure_of(stands.episode.ref), stands.told, "allocation"):
        screen.tell(f"Warning: {each}")


def desk_ask(desk: Desk, question: str, option: str) -> str:
    """Asks for what is missing at a terminal; raises BadInput where nobody can answer."""
    if not screen.can_ask(desk.settings.no_input):
        raise BadInput(f"{question}: missing.", f"Add {option}")
    return screen.ask(question)


def close(
    ctx: typer.Context,
    episode: Ref,
    reason: Annotated[str, typer.Option(metavar="REASON", help="A reason from: eh reason list")] = "",
) -> None:
    """Close an episode, with a reason.

    Refused while tasks or minutes are outstanding or something that must be on file is missing; each is
    named. Reviews and repeats that fall due later end with the episode: nothing open survives it.

    Examples:
        eh close E-0001 --reason "Refer to CSC" --by jmay
        eh close E-0001 --reason "Refer to CSC" --by jmay --dry-run
    """

    desk: Desk = ctx.obj
    on, _ = desk.days.happened
    reason = typed_words.text(reason or desk_ask(desk, "Reason", "--reason REASON"), "reason")
    with desk.recording() as now:
        stands = now.episode(episode)
        procedure = desk.procedure_of(episode)
        reason = reasons.reason(procedure, now.writer, "end_reason", reason)
        login, decider = now.decider()
        rights.require_for_closing(reason, role=decider, login=login, procedure=procedure)
        missing = lacking(desk, stands, on)
        now.tell(
            episodes.close(
                stands.episode,
                stands.obligations,
                procedure,
                reason=reason,
                decided_by=now.decided_by,
                tasks=dict(stands.tasks),
                missing=[check for check in missing if check.strength == "refuse"],
                on=on,
                today=desk.days.today,
            )
        )
        now.require("close", procedure, "TEH p44 (TEH-398); COG line 604 (COG-323)")
    recorded.recorded(desk, now.outcome, f"Closed {stands.episode.ref} on {long(on)}: {reason}.")
    for check in missing:
        if check.strength == "warn":
            screen.tell(f"Note: not on file at closing: {check.title} ({citation.in_short(check.cite, ', ')})")


def lacking(desk: Desk, stands: Settled, on: date) -> list[ClosingCheck]:
    """The closing checks of the episode's procedure that nothing on file meets and nobody set aside."""
    checks = desk.procedure_of(stands.episode.ref).closing_checks
    return episodes.lacking(stands.episode, checks, stands.told, [child.ref for child in stands.children], on)
