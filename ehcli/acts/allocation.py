"""Gives an episode to a worker."""

from __future__ import annotations

from ehcli.days.typed_dates import long
from ehcli.decisions import episodes, forms
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.procedures import consent
from ehcli.record import office


def allocate(desk: Desk, episode: str, *, to: str, role: str) -> Said:
    """The episode is with a worker from that day on.

    Raises Refused where the role of whoever decides may not allocate, or the worker holds it already.
    """
    on, at = desk.days.happened
    with desk.recording() as now:
        procedure = now.procedure(episode)
        roles = procedure.roles_on_an_episode
        role = typed_words.own_word(role, roles, "role on an episode")
        called = roles[role].name
        now.require("allocate", procedure)
        stands = now.episode(episode)
        worker = office.worker(now.writer, to, on.isoformat())
        given = {"worker": worker.login, "role": role, "called": called, "team": stands.episode.team}
        now.tell(episodes.allocate(stands.episode, **given, on=on, at=at, today=desk.days.today))
    said = f"Allocated {stands.episode.ref} to {worker.name} ({worker.login}) as {called} on {long(on)}."
    wanting = list(consent.wanting(procedure, stands.told, "allocation"))
    first = forms.before_allocation(procedure, stands.told, stands.episode.ref)
    wanting += [f"{why}. Record it: {command}" for why, command in first]
    return Said(now.outcome, said, notes=[f"Warning: {each}" for each in wanting])
