"""Correcting what was recorded: the right value takes the wrong one's place, and both are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ehcli.days.typed_dates import long
from ehcli.decisions import correcting, forms
from ehcli.desk import reasons, typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.facts import KINDS, NAMES, VALUES, Told
from ehcli.errors import BadInput, NotFound, Refused, nearest
from ehcli.meetings import tafs
from ehcli.procedures import rights
from ehcli.record import people
from ehcli.show import recorded

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording
    from ehcli.record.deriving import Settled

Ref = Annotated[str, typer.Argument(metavar="EPISODE", help="The episode, such as E-0001.")]


def correct(
    ctx: typer.Context,
    episode: Ref,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="What happened, as 'eh timeline' names it: allocated.")],
    was: Annotated[
        str,
        typer.Option(metavar="WHEN", help="The day, or day and time, as recorded, where it happened more than once."),
    ] = "",
    entry: Annotated[int, typer.Option(metavar="N", help="The entry that recorded it, from: eh history E-")] = 0,
    right: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="The right value; again for more than one.")
    ] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it was wrong.")] = "",
) -> None:
    """Correct the day, or a value, of something that was recorded. The old one is kept, and eh history shows both.

    A contact has how, outcome, party and seen; a planned TAF planned and venue; a TAF that was held attended and
    chair; a form stage; consent state and method; closing reason; a Star scores. Names in a list have commas between.

    Examples:
        eh correct E-0001 allocated --on 13/07/2016 --reason "Entered a day early"
        eh correct E-0001 contacted --was 20/07/2016 --on 21/07/2016 --reason "Wrong week"
        eh correct E-0001 contacted --entry 12 --set outcome=attempted --set seen= --reason "Nobody was in"
        eh correct E-0001 taf-scheduled --set "planned=2016-08-09 15:00" --set venue=Library --reason "Misheard"
    """
    desk: Desk = ctx.obj
    what = typed_words.one_of(what, [name for name in KINDS if name != "withdrawn"], "kind of fact")
    if not desk.settings.on and not right:
        raise BadInput("The right day is missing.", "Add --on DATE; or for another value --set NAME=VALUE")
    with desk.recording(reason) as now:
        stands = now.episode(episode)
        old = meant(desk, stands, what, was, entry)
        on, at = desk.days.happened if desk.settings.on else (old.on, old.fact.at)
        at = at or old.fact.at  # the right day, and the time as it was noted
        changes = right_values(desk, now, stands, old, right or [])
        facts = correcting.correct(
            stands.episode, old, on=on, at=at, today=desk.days.today, reason=reason, changes=changes
        )
        now.tell(facts, old)
    recorded.recorded(desk, Said(now.outcome, f"Corrected {stands.episode.ref}, {in_words(old, facts[0])}."))


def meant(desk: Desk, stands: Settled, what: str, was: str, entry: int) -> Told:
    """The fact that is to be corrected; raises NotFound where there is none, Refused where there are several."""
    ref = stands.episode.ref
    day, at = desk.days.moment(was) if was else (None, "")
    found = [
        each
        for each in stands.told
        if NAMES[type(each.fact)] == what
        and (not day or each.on == day)
        and (not at or each.fact.at == at)
        and (not entry or each.entry == entry)
    ]
    if not found:
        there_is = [each for each in stands.told if NAMES[type(each.fact)] == what]
        if not there_is:
            raise NotFound(f"{ref} has no such fact: {what}.", f"See: eh timeline {ref}")
        named = [f"on {was}"] if was else []
        named += [f"by entry {entry}"] if entry else []
        raise NotFound(
            f"{ref} has no {what} that was recorded {' '.join(named)}.",
            f"It has {listed_by_entry(there_is)}. Say which it is: --entry {there_is[-1].entry}",
        )
    if len(found) > 1:
        raise Refused(
            f"{ref} has more than one {what}: {listed_by_entry(found)}.", "Say which it is: --was DATE, or --entry N"
        )
    return found[0]


def listed_by_entry(found: Sequence[Told]) -> str:
    """Facts of one kind, each with its day and the entry that recorded it."""
    return ", ".join(f"{when(each.fact)} (entry {each.entry})" for each in found)


def right_values(desk: Desk, now: Recording, stands: Settled, old: Told, typed: Sequence[str]) -> dict[str, Any]:
    """The fields of the fact that change, each checked as when it was first recorded; raises BadInput."""
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
            changes |= READ[name](desk, now, stands, old, value.strip())
    return changes


def people_seen(desk: Desk, now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    known = {person.ref: person.name for person in people.family(now.writer, stands.episode.family)}
    return {"seen": tuple(typed_words.children(listed(value), known, known, f"family {stands.episode.family}"))}


def people_there(desk: Desk, now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    return {"attended": tuple(tafs.there(now, name) for name in listed(value))}


def chair(desk: Desk, now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    return {"chair": typed_words.text(value, "chair"), "chaired_by": tafs.chaired_by(now, value)}


def planned(desk: Desk, now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    on, at = desk.days.moment(value, "date of the meeting")
    return {"planned_on": on.isoformat(), "planned_at": at or old.fact.planned_at}  # type: ignore[union-attr]


def stage(desk: Desk, now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    form = desk.procedure_of(stands.episode.ref).named("form", old.fact.form)  # type: ignore[union-attr]
    return {"stage": typed_words.one_of(value, form.stages or ("completed",), f"stage of {form.name}")}


def scores(desk: Desk, now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    if not all(part.isdigit() for part in listed(value)):
        raise BadInput(f"'{value}' is not a list of scores.", "Type them as --set scores=4,5,7")
    scale = desk.procedure_of(stands.episode.ref).named("star", old.fact.star).more.get("scale")  # type: ignore[union-attr]
    low, high = (int(scale[0]), int(scale[1])) if isinstance(scale, list) else (1, 10)
    forms.refuse_off_scale([int(part) for part in listed(value)], low, high)
    return {"scores": tuple(int(part) for part in listed(value))}


def end_reason(desk: Desk, now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
    if NAMES[type(old.fact)] != "episode-closed":
        return text("reason")(desk, now, stands, old, value)
    login, role = now.decider()
    procedure = desk.procedure_of(stands.episode.ref)
    reason = reasons.reason(procedure, now.writer, "end_reason", typed_words.text(value, "reason"))
    rights.require_for_closing(reason, role=role, login=login, procedure=procedure)
    return {"reason": reason}


def text(name: str) -> Callable[..., dict[str, Any]]:
    def plain(desk: Desk, now: Recording, stands: Settled, old: Told, value: str) -> dict[str, Any]:
        return {name: typed_words.text(value, name)}

    return plain


def listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


ONLY_ITS_DAY = "Only its day can be: --on DATE"
# What of each kind of fact can be corrected beside its day; the rest is what it is about, and is undone instead.
CORRECTABLE: dict[str, tuple[str, ...]] = {
    "referral-received": ("referrer", "agency"),
    "contacted": ("how", "outcome", "party", "seen"),
    "form-recorded": ("stage",),
    "star-completed": ("scores",),
    "consent-recorded": ("state", "method"),
    "taf-scheduled": ("planned", "venue"),
    "taf-held": ("attended", "chair"),
    "taf-not-held": ("reason",),
    "episode-closed": ("reason",),
}
READ: dict[str, Callable[..., dict[str, Any]]] = {
    "seen": people_seen,
    "attended": people_there,
    "chair": chair,
    "planned": planned,
    "stage": stage,
    "scores": scores,
    "reason": end_reason,
    **{name: text(name) for name in ("venue", "referrer", "agency")},
}


def in_words(old: Told, right: Any) -> str:
    """What was wrong and what is right."""
    kind = NAMES[type(old.fact)].replace("-", " ")
    said = [f"{when(old.fact)} was wrong, {when(right)} is right"] if when(old.fact) != when(right) else []
    for name in right._fields[3:]:
        before, after = plain(getattr(old.fact, name)), plain(getattr(right, name))
        if before != after:
            said.append(f"{name.replace('_', ' ')} {before or 'nothing'} was wrong, {after or 'nothing'} is right")
    return (
        f"{kind}: {'; '.join(said)}"
        if when(old.fact) != when(right)
        else f"{kind} on {long(old.on)}: {'; '.join(said)}"
    )


def when(fact: Any) -> str:
    return f"{long(fact.on)}{f' {fact.at}' if fact.at else ''}"


def plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
