"""Forms and Outcomes Stars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ehcli.days.typed_dates import long
from ehcli.decisions.days import happened
from ehcli.episodes.episode import Episode
from ehcli.episodes.facts import (
    Fact,
    FormRecorded,
    StarCompleted,
    Told,
)
from ehcli.errors import BadInput
from ehcli.procedures import citation
from ehcli.procedures.procedure import Named, Procedure


def form(
    episode: Episode,
    *,
    form: str,
    stage: str,
    children: Sequence[str],
    on: date,
    today: date,
    at: str = "",
    about_on: date | None = None,
) -> list[Fact]:
    """A form reached a stage; it may speak of a day, such as a meeting to come."""
    happened(episode, on, today, "A form")
    return [FormRecorded(episode.ref, on, at, form, stage, tuple(children), about_on.isoformat() if about_on else "")]


def stages(form: Named) -> Sequence[str]:
    """The stages that a form goes through."""
    return form.stages or ("completed",)


def done(form: Named) -> str:
    """The stage at which a form is done: completed, or the only one it has; empty where somebody has to say which."""
    known = stages(form)
    return "completed" if "completed" in known else known[0] if len(known) == 1 else ""


def refuse_undated(facts: Iterable[Fact], procedure: Procedure) -> None:
    """Refuses a form at a stage that speaks of a day, such as the day a child will be seen, without that day."""
    for fact in facts:
        if not isinstance(fact, FormRecorded) or fact.about_on:
            continue
        for form in (each for each in procedure.lists["form"] if each.slug == fact.form and fact.stage in each.dated):
            raise BadInput(
                f"{form.name}: '{fact.stage}' speaks of a day, and none is given.",
                f"Say which: eh assess {fact.episode} --form {fact.form} --stage {fact.stage} --about DATE",
                citation.in_full(form.cite),
            )


def before_allocation(procedure: Procedure, told: Sequence[Told], episode: str) -> Iterator[tuple[str, str]]:
    """What the procedure has recorded before a case is allocated, and is not yet: why, and the command that records it.

    It is said and stands in the way of nothing: a child does not wait for a form.
    """
    reached = {(each.fact.form, each.fact.stage) for each in told if isinstance(each.fact, FormRecorded)}
    for form in procedure.lists["form"]:
        stage = form.before_allocation
        if stage and (form.slug, stage) not in reached:
            why = f"'{form.name}' is not recorded as {stage}, which comes first ({citation.in_short(form.cite, ', ')})"
            yield why, f"eh assess {episode} --form {form.slug} --stage {stage}"


def star(
    episode: Episode,
    *,
    star: str,
    scores: Sequence[int],
    scale: tuple[int, int],
    children: Sequence[str],
    meeting: str,
    on: date,
    today: date,
) -> list[Fact]:
    """An Outcomes Star was completed."""
    happened(episode, on, today, "A Star")
    low, high = scale
    refuse_off_scale(scores, low, high)
    if meeting and not episode.meeting(meeting):
        raise BadInput(
            f"{meeting} is not a meeting of {episode.ref}.",
            f"See them with: eh taf list --episode {episode.ref}",
        )
    return [StarCompleted(episode.ref, on, "", star, tuple(children), tuple(scores), meeting)]


def scale(star: Named) -> tuple[int, int]:
    """The lowest and the highest score of a Star."""
    printed = star.more.get("scale")
    return (int(printed[0]), int(printed[1])) if isinstance(printed, list) else (1, 10)


def refuse_off_scale(scores: Sequence[int], low: int, high: int) -> None:
    """Raises BadInput for a score that a Star does not have."""
    wrong = [score for score in scores if not low <= score <= high]
    if wrong:
        raise BadInput(
            f"A Star's scores run from {low} to {high}; {wrong[0]} is not one.", "Type them as --scores 4,5,7"
        )


def refuse_blank_areas(scores: Sequence[int], star: Named) -> None:
    """Raises BadInput where the procedure wants every area of a Star scored and some are not (HAR-059)."""
    domains = star.more.get("domains")
    if star.more.get("all_areas") and isinstance(domains, list) and len(scores) != len(domains):
        raise BadInput(
            f"{star.name} has {len(domains)} areas and every one is scored; {len(scores)} scores were given.",
            f"Give them in this order: {'; '.join(map(str, domains))}",
            citation.in_full(star.cite),
        )


def refuse_other_areas(scores: Sequence[int], told: Iterable[Told], star: str, children: Sequence[str]) -> None:
    """Raises BadInput where a Star has more or fewer scores than the same Star had before, or a score was left out."""
    for each in sorted(told, key=lambda each: each.order, reverse=True):
        fact = each.fact
        if isinstance(fact, StarCompleted) and (fact.star, fact.children) == (star, tuple(children)) and fact.scores:
            if scores and len(scores) != len(fact.scores):
                raise BadInput(
                    f"This Star has {len(scores)} scores; that of {long(fact.on)} had {len(fact.scores)}.",
                    "Give a score for each of the Star's areas. If the earlier one is wrong, mend it: "
                    f"eh correct {fact.episode} star-completed --was {fact.on} --set scores=4,5,7 --reason TEXT",
                )
            return
