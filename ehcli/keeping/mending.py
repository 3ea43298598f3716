"""Puts right whatever a record keeps beside its facts: what they give is written again, and nothing recorded moves."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ehcli.desk.desk import Desk
from ehcli.errors import EhError
from ehcli.keeping import derived
from ehcli.machine import faults
from ehcli.matching.spelling import folded
from ehcli.record import file_standing, identity, people, port, projecting, read_whole, sqlite
from ehcli.record.deriving import CANNOT_BE_WORKED_OUT
from ehcli.record.meetings import MeetingRow
from ehcli.record.writing import Writer
from ehcli.screen import screen


def mend(desk: Desk) -> None:
    """Writes again what does not agree with the facts; the worklist of every open episode is worked out after it."""
    place = desk.where.place
    _ = desk.about  # whoever gives the command is let in first
    desk.put_down()
    with desk.writer() as writer:
        if isinstance(place, Path):
            guards(writer)
        writer.work_out_again()
        itself(writer, set(desk.rules.here()))
        headings(writer)
        names(writer)
        numbers(writer)
        writer.keep()
    desk.forget()
    for each in faults.still_unnoted(place):
        with suppress(EhError):  # on a server only whoever read it may note it
            desk.unsettled.note_look(*each)
            faults.noted_late(place, each)


def itself(writer: Writer, here: set[str]) -> None:
    """What the record says of itself, as its journal has it; ``here`` are the procedures that can be used."""
    told, about = identity.told(writer), port.about(writer)
    for key, name in identity.BOTH.items():
        if name in told and about.get(key) != told[name]:
            writer.set_about(key, told[name])
    for key in about.keys() - identity.BOTH.keys() - identity.BESIDE:
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


def numbers(writer: Writer) -> None:
    """The last number that was given out of each kind."""
    given, least = port.given_out(writer), identity.given_at_least(writer)
    for name, last in least.items():
        if given.get(name, 0) != last:
            writer.set_counter(name, last)
    for name in given.keys() - least.keys():
        writer.set_counter(name, None)


def guards(writer: Writer) -> None:
    """The guards of a record in a file: those that eh makes, and no others. A table is left as it is."""
    made = file_standing.script(sqlite.in_memory())
    for kind, name, _ in list(file_standing.unlike(writer, made)):
        if kind in ("trigger", "view", "index"):
            writer.make_again(kind, name, made.get((kind, name), ""))
