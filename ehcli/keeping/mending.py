"""Puts right whatever a record keeps beside its facts: what they give is written again, and nothing recorded moves."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ehcli.desk.desk import Desk
from ehcli.errors import EhError
from ehcli.keeping import derived, lost
from ehcli.machine import faults
from ehcli.matching.spelling import folded
from ehcli.record import (
    file_set_right,
    file_standing,
    identity,
    numbers,
    people,
    port,
    projecting,
    read_whole,
    schema_fits,
    sqlite,
)
from ehcli.record.deriving import CANNOT_BE_WORKED_OUT
from ehcli.record.meetings import MeetingRow
from ehcli.record.writing import Writer
from ehcli.screen import screen


def mend(desk: Desk) -> None:
    """Writes again what does not agree with the facts; the worklist of every open episode is worked out after it."""
    place = desk.where.place
    _ = desk.about  # whoever gives the command is let in first
    outside = lost.given_outside(desk)
    if isinstance(place, Path):
        schema_fits.refuse_writing(place, desk.about)
        key = desk.where.key
        desk.put_down()
        file_set_right.set_right(place, key, file_standing.script(sqlite.in_memory()))
    desk.put_down()
    with desk.writer() as writer:
        writer.work_out_again()
        itself(writer, set(desk.rules.here()))
        headings(writer)
        names(writer)
        given(writer, desk.who.user, outside)
        writer.keep()
    desk.forget()
    for each in faults.still_unnoted(place):
        with suppress(EhError):  # on a server only whoever read it may note it
            desk.unsettled.note_look(*each)
            faults.noted_late(place, each)


def itself(writer: Writer, here: set[str]) -> None:
    """What the record says of itself, as its journal has it; ``here`` are the procedures that can be used."""
    told, about = identity.told(writer), port.about(writer)
    if identity.said_moved(writer) and not told.get("moved"):
        writer.forget_about("moved")
    for key, name in identity.BOTH.items():
        if name in told and about.get(key) != told[name]:
            writer.set_about(key, told[name])
    for key in about.keys() - identity.BOTH.keys() - identity.BESIDE | ({identity.REPLAY} - told.keys()):
        writer.forget_about(key)
    about = port.about(writer)
    known = about.get("procedures", about.get("procedure", "")).split()
    if missing := (projecting.adopted(writer) & here) - set(known):
        writer.set_about("procedures", " ".join([*known, *sorted(missing)]))


def headings(writer: Writer) -> None:
    """The heading and the meetings of every episode."""
    kept: dict[str, list[MeetingRow]] = {}
    for each in read_whole.meetings(writer):
        kept.setdefault(each.episode, []).append(each)
    total = read_whole.episode_count(writer)
    for heading, rows in screen.counted(read_whole.episodes(writer), total, "Headings"):
        try:
            fits, episode = derived.by_its_facts(heading, rows)
        except CANNOT_BE_WORKED_OUT:  # it is left as it stands, and named by a check
            kept.pop(heading.ref, None)
            continue
        if fits != heading:
            writer.set_episode(heading.ref, **projecting.heading_of(episode, heading.team))
        met = projecting.meetings_of(episode, fits.team)
        if sorted(kept.pop(heading.ref, [])) != read_whole.as_rows(met):
            writer.set_meetings(heading.ref, met)
    for ref in kept:
        writer.set_meetings(ref, [])


def names(writer: Writer) -> None:
    """The words that each person is found by."""
    for person, _ in list(read_whole.misnamed(writer)):
        words = {word for told in people.named_ever(writer, person) for word in folded(told).split()}
        writer.forget_words(person)
        writer.insert("name_word", [{"word": word, "person": person} for word in sorted(words)])


def given(writer: Writer, by: str, outside: Mapping[str, int]) -> None:
    """The last number that was given out of each kind: it goes up, and never back.

    Where one was given out and no row has it, or a file ``outside`` the record does, the journal says so: the end may
    have been cut off, and the finding that told of it is gone after this.
    """
    says, least = port.given_out(writer), identity.given_at_least(writer)
    most = {name: max(last, says.get(name, 0), outside.get(name, 0)) for name, last in least.items()}
    gone = {name: last for name, last in most.items() if last > least[name]}
    for name, last in (most | {"entry": least["entry"]}).items():  # entries are counted through: the next follows
        if says.get(name, 0) != last:
            writer.set_counter(name, last)
    for name in says.keys() - least.keys():
        writer.set_counter(name, None)
    if gone:
        writer.begin_entry("record rebuild", by, reason=f"Given out, and not in the record: {numbers.named(gone)}")
        floor = {name: last for name, last in most.items() if name != "entry"}
        identity.tell(writer, {"given": identity.of_numbers(floor), numbers.LOST: identity.of_numbers(gone)})
        writer.end_entry()
