"""Records forms at the stage they reached, and Outcomes Stars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ehcli.acts import who
from ehcli.days.typed_dates import long
from ehcli.decisions import forms
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.episodes.references import read
from ehcli.errors import BadInput
from ehcli.procedures import rights
from ehcli.procedures.consent import wanting
from ehcli.procedures.procedure import Named, Procedure

if TYPE_CHECKING:
    from ehcli.record.deriving import Settled


def assess(desk: Desk, episode: str, *, form: str, stage: str, child: Sequence[str] = (), about: str = "") -> Said:
    """A form or document reached a stage; with none said it is taken as done.

    Raises BadInput where it has several stages and none that says so, and Refused where it is an agreement that the
    role may not give.
    """
    on, at = desk.days.happened
    about_on = desk.days.day(about) if about else None
    with desk.recording() as now:
        procedure = now.procedure(episode)
        named = a_form(procedure, form)
        stage = a_stage(named, stage)
        stands = now.episode(episode)
        children = about_children(stands, named, child)
        facts = forms.form(
            stands.episode,
            form=named.slug,
            stage=stage,
            children=children,
            on=on,
            today=desk.days.today,
            at=at,
            about_on=about_on,
        )
        forms.refuse_undated(facts, procedure)
        login, role = now.decider()
        for fact in facts:
            rights.require_agreement(fact, role=role, login=login, procedure=procedure)
        now.tell(facts)
    said = f"{named.name}: {stage} on {long(on)} for {', '.join([stands.episode.ref, *children])}."
    return Said(now.outcome, said, notes=[f"Warning: {each}" for each in wanting(procedure, stands.told, named.slug)])


def a_form(procedure: Procedure, typed: str) -> Named:
    """The form that is meant; raises BadInput, naming them all, where none was typed."""
    if not typed:
        slugs = ", ".join(named.slug for named in procedure.lists["form"])
        raise BadInput("Which form?", f"Add --form FORM: {slugs}")
    return procedure.named("form", typed)


def a_stage(form: Named, typed: str) -> str:
    """The stage that is meant; raises BadInput, naming them all, where none was typed and the form says not which."""
    known = forms.stages(form)
    stage = typed_words.one_of(typed, known, f"stage of {form.name}") if typed else forms.done(form)
    if not stage:
        raise BadInput(
            f"{form.name} has {len(known)} stages: which did it reach?", f"Add --stage STAGE: {', '.join(known)}"
        )
    return stage


def about_children(stands: Settled, form: Named, typed: Sequence[str]) -> list[str]:
    """The children a form is about: of a form for one child, the only one there is; raises BadInput for several."""
    children = who.children(stands, typed)
    if not form.more.get("per_child") or children:
        return children
    if len(stands.names) != 1:
        raise BadInput(f"{form.name} is for one child at a time.", f"Add --child: {', '.join(stands.names)}")
    return list(stands.names)


def star(desk: Desk, episode: str, *, star: str, scores: str, child: Sequence[str] = (), meeting: str = "") -> Said:
    """An Outcomes Star was completed, in a TAF or outside one."""
    numbers = numbered(scores)
    on, _ = desk.days.happened
    with desk.recording() as now:
        named = a_star(now.procedure(episode), star)
        forms.refuse_blank_areas(numbers, named)
        stands = now.episode(episode)
        about = who.children(stands, child)
        forms.refuse_other_areas(numbers, stands.told, named.slug, about)
        facts = forms.star(
            stands.episode,
            star=named.slug,
            scores=numbers,
            scale=forms.scale(named),
            children=about,
            meeting=read(meeting, "M") if meeting else "",
            on=on,
            today=desk.days.today,
        )
        now.tell(facts)
    return Said(now.outcome, f"{named.name} completed on {long(on)} for {stands.episode.ref}.")


def a_star(procedure: Procedure, typed: str) -> Named:
    """The Star that is meant; raises BadInput, naming them all, where none was typed."""
    if not typed:
        printed = ", ".join(named.slug for named in procedure.lists["star"])
        hint = f"Add --star STAR: {printed}" if printed else f"{procedure.name} prints no Star."
        raise BadInput("Which Star?", hint)
    return procedure.named("star", typed)


def numbered(scores: str) -> list[int]:
    """Scores with commas between, as numbers; raises BadInput for anything else."""
    try:
        return [int(part) for part in scores.replace(";", ",").split(",") if part.strip()]
    except ValueError:
        raise BadInput(f"'{scores}' is not a list of scores.", "Type them as --scores 4,5,7") from None
