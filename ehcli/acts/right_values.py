"""The values that a correction puts in the place of wrong ones, each checked as when it was first recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ehcli.acts import who
from ehcli.decisions import forms
from ehcli.desk import reasons, typed_words
from ehcli.episodes.facts import NAMES, VALUES, FormRecorded, StarCompleted, TafScheduled, Told
from ehcli.errors import BadInput, nearest
from ehcli.meetings.tafs import chaired_by, there
from ehcli.procedures import rights
from ehcli.record import office

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording
    from ehcli.record.deriving import Settled

ONLY_ITS_DAY = "Only its day can be: --on DATE"
# What of each kind of fact can be corrected beside its day; the rest is what it is about, and is undone instead.
CORRECTABLE: dict[str, tuple[str, ...]] = {
    "referral-received": ("referrer", "agency"),
    "allocated": ("worker",),
    "contacted": ("how", "outcome", "party", "seen"),
    "form-recorded": ("stage",),
    "star-completed": ("scores",),
    "consent-recorded": ("state", "method"),
    "taf-scheduled": ("planned", "venue"),
    "taf-held": ("attended", "chair"),
    "taf-not-held": ("reason",),
    "episode-closed": ("reason",),
}


def right_values(now: Recording, stands: Settled, old: Told, typed: Sequence[str]) -> dict[str, Any]:
    """The fields of the fact that change, from words such as outcome=attempted; raises BadInput."""
    kind = NAMES[type(old.fact)]
    known = CORRECTABLE.get(kind, ())
    changes: dict[str, Any] = {}
    for each in typed:
        name, sign, value = each.partition("=")
        name = name.strip().casefold()
        if not sign:
            raise BadInput(
                f"'{each}' is not NAME=VALUE.", f"Type it as --set {known[0]}=VALUE" if known else ONLY_ITS_DAY
            )
        if name not in known:
            can = f"What can be: {', '.join(known)}, and the day (--on)." if known else ONLY_ITS_DAY
            raise BadInput(f"'{name}' of {kind} cannot be corrected.", nearest(name, list(known)) or can)
        if (kind, name) in VALUES:
            changes[name] = typed_words.one_of(value, VALUES[kind, name], name)
        else:
            changes |= READ[name](now, stands, old, value.strip())
    return changes


def people_seen(now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    return {"seen": tuple(who.of_family(now, stands, listed(value)))}


def people_there(now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    return {"attended": tuple(there(now, name) for name in listed(value))}


def chair(now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    return {"chair": typed_words.text(value, "chair"), "chaired_by": chaired_by(now, value)}


def planned(now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    assert isinstance(old.fact, TafScheduled)
    on, at = now.days.moment(value, "date of the meeting")
    return {"planned_on": on.isoformat(), "planned_at": at or old.fact.planned_at}


def stage(now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    assert isinstance(old.fact, FormRecorded)
    form = now.procedure(stands.episode.ref).named("form", old.fact.form)
    return {"stage": typed_words.one_of(value, forms.stages(form), f"stage of {form.name}")}


def scores(now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    assert isinstance(old.fact, StarCompleted)
    if not all(part.isdigit() for part in listed(value)):
        raise BadInput(f"'{value}' is not a list of scores.", "Type them as --set scores=4,5,7")
    numbers = [int(part) for part in listed(value)]
    forms.refuse_off_scale(numbers, *forms.scale(now.procedure(stands.episode.ref).named("star", old.fact.star)))
    return {"scores": tuple(numbers)}


def reason(now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    """Why a TAF was not held, as typed; of a closing, a reason that whoever decides may close for."""
    typed = typed_words.text(value, "reason")
    if NAMES[type(old.fact)] != "episode-closed":
        return {"reason": typed}
    login, role = now.decider()
    procedure = now.procedure(stands.episode.ref)
    right = reasons.reason(procedure, now.writer, "end_reason", typed)
    rights.require_for_closing(right, role=role, login=login, procedure=procedure)
    return {"reason": right}


def worker(now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    """Who an episode was given to, as whoever may allocate decides."""
    now.require("allocate", now.procedure(stands.episode.ref))
    return {"worker": office.worker(now.writer, value, old.on.isoformat()).login}


def text(name: str) -> Callable[..., dict[str, Any]]:
    def plain(now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
        return {name: typed_words.text(value, name)}

    return plain


def listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


READ: dict[str, Callable[..., dict[str, Any]]] = {
    "seen": people_seen,
    "attended": people_there,
    "chair": chair,
    "planned": planned,
    "stage": stage,
    "scores": scores,
    "reason": reason,
    "worker": worker,
    **{name: text(name) for name in ("venue", "referrer", "agency")},
}
