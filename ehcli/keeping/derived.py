"""Compares everything that is worked out from the facts with what the facts give: headings, lists, names, numbers.

Which episodes there are, and which of them are open, is asked of the facts and not of a heading or list: whatever
hides a family from every list is found, and named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ehcli.desk.desk import Desk
from ehcli.episodes.episode import Episode, told_by
from ehcli.errors import EhError, NoRoom, RecordUnusable
from ehcli.keeping import not_worked_out, told_wrongly
from ehcli.procedures.in_force import Procedures
from ehcli.procedures.obligation import open_ones, task_key
from ehcli.record import cases, deriving, identity, numbers, projecting, read_whole, seals, stories, tasks, whose
from ehcli.record.meetings import MeetingRow
from ehcli.record.port import Port, given_out
from ehcli.screen import screen

MEND = "Mend it with: eh record rebuild"
GO_ON = (
    "A backup may hold what is lost: eh restore. To go on as it stands: eh record rebuild, which gives no number out "
    "again and says so in the journal."
)
RESTORE = "Restore a backup: eh restore"
Row = tuple[Any, ...]


def findings(desk: Desk, aside: list[str], *, lists: bool = True) -> Iterator[str]:
    """What does not agree with the facts, in sentences that name the family it hid; without the ``lists`` of a copy
    whose procedure has changed since. What cannot be worked out at all goes ``aside``: it is no fault of a copy.
    """
    port = desk.record
    yield from each_by_itself(identity_of(desk))
    yield from each_by_itself(counters(port))
    yield from each_by_itself(references(port))
    yield from each_by_itself(episodes(desk, aside, lists=lists))
    yield from each_by_itself(names(port))
    if lists:
        yield from each_by_itself(citations(desk))


def each_by_itself(found: Iterator[str]) -> Iterator[str]:
    """The findings of one comparison: a value that it stumbles over keeps no other from being made."""
    try:
        yield from found
    except NoRoom:
        raise
    except EhError as damaged:
        yield damaged.message
    except (AttributeError, KeyError, TypeError, ValueError):
        yield "What is kept beside the facts cannot be compared with them: a value in it is damaged."


# Episodes: headings, meetings, and what is owed


def episodes(desk: Desk, aside: list[str], *, lists: bool) -> Iterator[str]:
    """The episodes whose heading, meetings or worklist are not what their facts give."""
    port = desk.record
    owed: dict[str, list[Row]] = {}
    for each in tasks.worklist(port):
        owed.setdefault(each.episode, []).append(tuple(each))
    met: dict[str, list[MeetingRow]] = {}
    for row in read_whole.meetings(port):
        met.setdefault(row.episode, []).append(row)
    total = read_whole.episode_count(port)
    lasting: dict[str, set[str]] = {}
    for heading, told in screen.counted(read_whole.episodes(port), total, "Checked"):
        written, held = owed.pop(heading.ref, []), met.pop(heading.ref, [])
        try:
            fits, episode = by_its_facts(heading, told)
            yield from heading_and_meetings(heading, fits, episode, held)
            if lists:
                yield from owed_by(desk, fits, episode, written, lasting, aside)
        except deriving.CANNOT_BE_WORKED_OUT as error:
            aside.append(not_worked_out.why(desk, heading, error))
        except NoRoom:
            raise
        except RecordUnusable as damaged:
            yield f"{heading.ref}: {damaged.message}"
    for ref in sorted(owed):
        yield f"The worklist still holds tasks of {ref}, which is no episode of it. {MEND}"
    for ref in sorted(met):
        yield f"The record still holds meetings of {ref}, which is no episode of it. {MEND}"


def heading_and_meetings(
    heading: cases.EpisodeHeading, fits: cases.EpisodeHeading, episode: Episode, held: Sequence[Row]
) -> Iterator[str]:
    """What is wrong with the heading and the meetings of one episode, beside those that its facts give it."""
    whose = f"{heading.ref} of {heading.family}"
    if fits != heading:
        wrong = [name for name in heading._fields if getattr(fits, name) != getattr(heading, name)]
        yield f"The heading of {whose} does not agree with its facts ({', '.join(wrong)}). {MEND}"
    if read_whole.as_rows(projecting.meetings_of(episode, fits.team)) != sorted(held):
        yield f"The meetings of {whose} do not agree with its facts. {MEND}"


def by_its_facts(heading: cases.EpisodeHeading, told: Sequence[Row]) -> tuple[cases.EpisodeHeading, Episode]:
    """The heading that its facts give an episode, and the episode as they tell it."""
    episode = told_by(heading.ref, [stories.as_told(row) for row in told])
    return heading._replace(**projecting.heading_of(episode, heading.team)), episode


def owed_by(
    desk: Desk,
    fits: cases.EpisodeHeading,
    episode: Episode,
    written: Sequence[Row],
    lasting: dict[str, set[str]],
    aside: list[str],
) -> Iterator[str]:
    """What is wrong with what one episode owes, by the heading that its facts give it."""
    whose, programme = f"{fits.ref} of {fits.family}", desk.rules.programme_of(fits)
    if episode.closed_on and not written and not may_owe(desk, fits, programme, lasting):
        return
    settled = deriving.derive(desk.record, fits, programme, desk.days.workdays_of(fits.team))
    lost = [each for each in open_ones(settled.obligations) if task_key(each.key) not in settled.tasks]
    if settled.tasks and not settled.obligations and not episode.closed_on:
        aside.append(told_wrongly.owes_nothing(fits))
    if lost and not episode.closed_on:
        yield f"A task of {whose} has lost its reference. {MEND}"
    fresh = sorted(tuple(row[name] for name in tasks.Owed._fields) for row in deriving.rows(settled, fits))
    if fresh != sorted(written):
        yield f"The worklist of {whose} does not agree with its facts. {MEND}"


def may_owe(desk: Desk, heading: cases.EpisodeHeading, programme: Procedures, lasting: dict[str, set[str]]) -> bool:
    """Whether a closed episode owes something still: by the duties that outlast a closing, and by no others."""
    key = f"{heading.team}/{heading.level}"
    if key not in lasting:
        lasting[key] = deriving.lasting(programme, heading.level)
    workdays = desk.days.workdays_of(heading.team)
    return bool(lasting[key]) and deriving.owes(desk.record, heading.ref, programme, workdays, lasting[key])


# Names to find by


def names(port: Port) -> Iterator[str]:
    """The people who are not found by the names and postcodes that stand, or by others."""
    for person, wrong in read_whole.misnamed(port):
        families = whose.in_words(whose.of_person(port, person) - {person}, " of ")
        yield f"{person}{families} {wrong}. {MEND}"


# Numbers and references


def counters(port: Port) -> Iterator[str]:
    """The counters that would give a reference out twice, or that have jumped."""
    given, least = given_out(port), identity.given_at_least(port)
    for name, last in sorted(least.items()):
        says = given.get(name, 0)
        if says < last:
            yield f"The counter of {name} says {says}, and {last} was given out last. {MEND}"
        elif says > last:
            yield (
                f"Up to {numbers.named({name: says})} was given out, and the record has none after {last}: its end was "
                f"cut off, or the counter was changed. {GO_ON}"
            )
    for name in sorted(given.keys() - least.keys()):
        yield f"There is a counter of {name} and no such thing. {MEND}"


def references(port: Port) -> Iterator[str]:
    """The first task whose reference was exchanged, changed, slipped in or taken away."""
    before = identity.told(port).get("tasks", "")
    if identity.digest_of(tasks.unmarked(port)) != (before or identity.digest_of(())):
        yield f"A task that was given out before the record was upgraded is not as it was. {RESTORE}"
    number, mark = 0, ""
    for ref, episode, key, marked in tasks.marked(port):
        at = int(ref.partition("-")[2])
        if at != number + 1:
            mark = ""  # a restore left some out, or there are older ones without a mark
        if marked != seals.mark_of_task(mark, ref, episode, key):
            yield f"The task {ref} is not as it was given out, or the one before it is missing. {RESTORE}"
            return
        number, mark = at, marked


# What the record says of itself


def identity_of(desk: Desk) -> Iterator[str]:
    """Where the record says otherwise than its journal whose it is, or whether it is for practice."""
    told, about = identity.told(desk.record), desk.about
    for key in sorted(about.keys() - identity.BOTH.keys() - identity.BESIDE):
        yield f"The record says something of itself that nothing asks for ({key}). {MEND}"
    says, went = identity.said_moved(desk.record), told.get("moved", "")
    if says and not went:
        yield f"The record says of itself that it was moved to '{says}', and its journal says nothing of it. {MEND}"
    elif says != went:
        yield (
            f"The journal says that the record was moved to '{went}', and the record says of itself '{says}'. "
            "It takes nothing more here all the same."
        )
    for key, name in identity.BOTH.items():
        if (name in told or key == identity.REPLAY) and about.get(key, "") != told.get(name, ""):
            here, there = about.get(key, ""), told.get(name, "")
            yield f"The record says of itself that {key} is '{here}', and its journal '{there}'. {MEND}"


def citations(desk: Desk) -> Iterator[str]:
    """Where the citations beside the worklist are not those of the procedures in use."""
    rows, about = projecting.duties_of(desk.rules.in_use_here)
    if sorted(read_whole.citations(desk.record)) != sorted(
        (row["procedure"], row["duty"], row["rules"]) for row in rows
    ):
        yield f"The citations beside the worklist are not those of the procedures in use. {MEND}"
    for key, value in about.items():
        if desk.about.get(key, "") != value:
            yield f"What the record keeps of its procedures ({key}) is not what they say. {MEND}"
    missing = (projecting.adopted(desk.record) & set(desk.rules.here())) - set(desk.rules.names)
    if missing:
        yield f"The record does not know that it uses {' and '.join(sorted(missing))}. {MEND}"
