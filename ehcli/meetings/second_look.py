"""What is out of the ordinary with the invitations to a TAF, to look at again; none of it is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from ehcli.days.typed_dates import long
from ehcli.days.workdays import WorkingDays
from ehcli.episodes.episode import Asked, Meeting
from ehcli.matching.spelling import folded
from ehcli.meetings.guests import Guest, guests
from ehcli.procedures import citation
from ehcli.procedures.citation import Citation
from ehcli.procedures.duty import Rule
from ehcli.procedures.procedure import Procedure
from ehcli.record import people as record_people
from ehcli.record.deriving import Settled
from ehcli.record.port import Port

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording


def flags(now: Recording, settled: Settled, meeting: Meeting, who: Collection[str], on: date | None) -> list[str]:
    """A sentence for each thing to look at again in what was said of these guests; no day where nobody was invited."""
    episode = settled.episode
    procedure = now.procedure(episode.ref)
    fresh = [each for each in meeting.asked if each.who in who]
    people = guests(now.writer, settled, [each.who for each in fresh])
    found = short_notice(procedure, meeting, on, now.days.workdays_of(episode.team)) if on else []
    for person, ways, cite in unprinted(procedure, zip(people, (each.method for each in fresh), strict=True)):
        found.append(f"{person.who}: {cite.short} prints {ways} for somebody like this ({', '.join(cite.rows)}).")
    for child, since, cite in old_enough(procedure, settled, meeting):
        found.append(
            f"{child} is {since} or over and is not invited yet ({cite.short}; {', '.join(cite.rows)}; "
            f"{since} is our reading)."
        )
    if names_the_family(now.writer, settled, meeting.venue):
        found.append("the place has the family's name in it, and others see a calendar: say it in another way.")
    for name, each in letters(settled, fresh, people):
        found.append(f"write the letter: eh letter {name} {episode.ref} --meeting {meeting.ref} --to {each}")
    return found


def short_notice(procedure: Procedure, meeting: Meeting, on: date, workdays: WorkingDays) -> list[str]:
    """That the invitations of that day are late, and by what rule; nothing where they are not."""
    late = notice(procedure, meeting, on, workdays)
    if not late:
        return []
    last, rule = late
    cites = citation.in_full(rule.cite)
    return [f"short notice: to give {rule.within} of it, the last day to invite was {long(last)} ({cites})."]


def letters(settled: Settled, fresh: Iterable[Asked], people: Iterable[Guest]) -> Iterator[tuple[str, str]]:
    """The kind of letter that each who is invited by letter has, and who that is."""
    family = {person.who for person in people if person.kind == "family"}
    children = {child.ref for child in settled.children}
    for each in (each.who for each in fresh if each.method == "letter"):
        kind = "professional" if each not in family else "young-person" if each in children else ""
        yield f"taf-invitation{f'-{kind}' if kind else ''}", each


def notice(procedure: Procedure, meeting: Meeting, on: date, workdays: WorkingDays) -> tuple[date, Rule] | None:
    """The last day to invite, and the rule that asks for so much notice, where the invitations of that day are late."""
    for duty in procedure.duties:
        if not any(clause.fact == "invited" for clause in duty.met_by) or not meeting.planned_on:
            continue
        for rule in duty.rules:
            if rule.before and rule.day == "planned_on":
                last, _ = rule.within.back(meeting.planned_on, meeting.planned_at, workdays)
                if last and on > last:
                    return last, rule
    return None


def unprinted(procedure: Procedure, invited: Iterable[tuple[Guest, str]]) -> list[tuple[Guest, str, Citation]]:
    """Invitations in a way that the procedure does not print for such a person, and where it prints the others."""
    found = []
    for each, method in invited:
        for row in procedure.kept.get("invitation", ()):
            ways = row.more.get("methods")
            if row.more.get("who") == each.kind and isinstance(ways, list) and method not in ways:
                found.append((each, ", ".join(map(str, ways)), row.cite[0]))
    return found


def old_enough(procedure: Procedure, settled: Settled, meeting: Meeting) -> list[tuple[str, int, Citation]]:
    """Children of an age to be asked who are not: the child, from what age, and where that is printed."""
    asked = {each.who for each in meeting.asked}
    day = meeting.planned_on
    return [
        (child.ref, since, row.cite[0])
        for row in procedure.kept.get("invitation", ())
        if row.more.get("who") == "child" and isinstance(since := row.more.get("from_age"), int)
        for child in settled.children
        if child.ref not in asked and child.born and day and age(date.fromisoformat(child.born), day) >= since
    ]


def age(born: date, on: date) -> int:
    """Completed years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def names_the_family(port: Port, settled: Settled, venue: str) -> bool:
    """Whether the place as typed has a surname of the family in it: a calendar is seen by others."""
    said = set(folded(venue).split())
    surnames = {
        name[-1] for each in record_people.family(port, settled.episode.family) if (name := folded(each.name).split())
    }
    return any(word.startswith(surname) for word in said for surname in surnames if len(surname) > 2)
