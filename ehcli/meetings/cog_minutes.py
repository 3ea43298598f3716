"""What a weekly COG meeting said about each case: who was there for it, what was agreed, and why where consent lacked.

Kept for each case apart, under its episode and the meeting's day, so that nobody reads of another family (COG-064).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ehcli.episodes.facts import Fact, FormRecorded, Told
from ehcli.errors import BadInput, Refused
from ehcli.meetings import cog, plan
from ehcli.meetings.plan import Agreed
from ehcli.procedures.kept import Against
from ehcli.procedures.procedure import WEEKLY, Procedure
from ehcli.record import cases, minuted, office, stories
from ehcli.record.port import Port

PRESENT, CHAIR, WAY = "Who was there", "Chair", "Risks, strengths and the way forward"
STATEMENT = "Information-sharing and confidentiality statement"
THRESHOLDS, DISSENT, WITHOUT, FOLLOWED = "Thresholds", "Dissent", "Why without consent", "How actions are followed up"
# Each heading, how it is typed, and the rule that asks for it.
ASKED = {
    PRESENT: ("--present WHO", "weekly-minutes-present"),
    CHAIR: ("--chair LOGIN", "weekly-minutes-chair"),
    STATEMENT: ("--statement-agreed", "weekly-minutes-statement"),
    WAY: ("--way-forward TEXT", "weekly-minutes-way-forward"),
    THRESHOLDS: ("--thresholds TEXT", "weekly-minutes-thresholds"),
    DISSENT: ("--dissent TEXT; 'None' is an answer", "weekly-minutes-dissent"),
}


class Discussed(NamedTuple):
    """One case at one meeting, as its minutes have it."""

    day: date
    episode: str
    said: dict[str, str]
    actions: tuple[str, ...]


def key(episode: str, day: date) -> str:
    """What the minutes of one case at one meeting are kept under."""
    return f"{episode}@{day.isoformat()}"


def listed(told: Sequence[Told], form: str, day: date, stage: str = "listed") -> Told | None:
    """The fact that put a case on a meeting's agenda, or that told of another stage there."""
    return next((each for each in told if cog.on_agenda(each, form, day.isoformat(), stage)), None)


def complete(said: dict[str, str], actions: Sequence[Agreed], consent: str, procedure: Procedure) -> list[str]:
    """Raises BadInput that names everything the minutes of a case lack; what is asked by no page is warned of."""
    lacking = [
        (of, f"{heading} ({procedure.rows_printed(of)}: {typed})")
        for heading, typed, of in asked(said, actions, consent)
    ]
    needed = [words for of, words in lacking if procedure.cited(of)]
    if needed or not all(each.action for each in actions):
        raise BadInput(
            f"The minutes of this case are not complete. Still needed: {'; '.join(needed) or 'what each action is'}.",
            "Give it all in one command; nothing was recorded.",
        )
    return [f"Warning: the minutes of this case do not say {words}." for _, words in lacking]


def asked(said: dict[str, str], actions: Sequence[Agreed], consent: str) -> Iterator[tuple[str, str, str]]:
    """What the minutes of a case lack, how it is typed, and the rule that asks for it."""
    yield from ((heading, typed, of) for heading, (typed, of) in ASKED.items() if not said.get(heading))
    if consent == "missing" and not said.get(WITHOUT):
        yield f"{WITHOUT}, as none is on file", "--without-consent TEXT", "weekly-minutes-without-consent"
    for each in actions:
        if not (each.action and each.who and each.by_when):
            what = f"what, who and by when of the action '{each.action}'"
            yield what, "--action 'WHAT; WHO; BY'", "weekly-minutes-actions"
    if actions and not said.get(FOLLOWED):
        yield FOLLOWED, "--follow-up TEXT", "weekly-minutes-follow-up"


def chair(port: Port, typed: str, day: date, procedure: Procedure, against: Against) -> office.WorkerNow:
    """Who was in the chair: whoever chairs under the procedure, or stands in; raises Refused where it prints that."""
    found = office.worker(port, typed, day.isoformat())
    role = procedure.role(found.role)
    if not role or WEEKLY not in (*role.chairs, *role.chairs_instead):
        against(
            Refused(
                f"{found.login} ({found.role or 'no role'}) may not chair a weekly COG meeting.",
                "The COG Manager does, or a Senior while the manager is away.",
                "weekly-chair",
            )
        )
    return found


def facts(told: Sequence[Told], episode: str, form: str, day: date, said: dict[str, str]) -> list[Fact]:
    """What the minutes tell the record: that the case was discussed, and that there is a reason without consent."""
    stages = ["discussed", *(["reason-without-consent"] if said.get(WITHOUT) else [])]
    return [
        FormRecorded(episode, day, "", form, stage, (), day.isoformat())
        for stage in stages
        if not listed(told, form, day, stage)
    ]


def of_case(port: Port, episode: str, day: date) -> Discussed:
    """The minutes of one case as they stand now."""
    about = key(episode, day)
    said = {each.heading: each.text for each in minuted.said(port, about) if each.text}
    agreed = minuted.agreed(port, about)
    words = (f"{each.item}. {each.action} - {each.who}, by {each.by_when}" for each in agreed)
    return Discussed(day, episode, said, tuple(words))


def of_team(port: Port, team: str, form: str, since: date, until: date) -> list[Discussed]:
    """The minutes of a team's weekly meetings between two days, by day and then by case."""
    found = []
    for ref in cases.with_form(port, team, {"form": form}):
        for each in stories.facts_of(port, ref):
            fact = each.fact
            if isinstance(fact, FormRecorded) and (fact.form, fact.stage) == (form, "discussed"):
                day = date.fromisoformat(fact.about_on)
                if since <= day <= until:
                    found.append(of_case(port, ref, day))
    return sorted(found, key=lambda each: (each.day, each.episode))


def typed_actions(typed: Sequence[str]) -> list[Agreed]:
    return [plan.agreed(each) for each in typed]
