"""Who read which family's file, as it was noted."""

from __future__ import annotations

from ehcli.desk.desk import Desk
from ehcli.episodes.references import read
from ehcli.record import journal
from ehcli.record.port import Port


def who_saw(desk: Desk, typed: str, since: str, until: str) -> list[journal.Look]:
    """Who read a person's file, or a family, episode, meeting, letter or note that is about them; raises NotFound."""
    ref = read(typed, *"PFE")
    return journal.looks(desk.record, files_about(desk.record, ref), since, until)


def files_about(port: Port, ref: str) -> set[str]:
    """The references under which something about a person, family or episode is read."""
    families = {ref} if ref[0] == "F" else {row["family"] for row in journal.rows(port, "member", "r.person = ?", ref)}
    episodes = {ref} if ref[0] == "E" else set()
    for family in families:
        episodes |= {row["ref"] for row in journal.rows(port, "episode", "r.family = ?", family)}
    found = {ref} | families | episodes
    for episode in episodes:
        for table in ("case_note", "letter"):
            found |= {row["ref"] for row in journal.rows(port, table, "r.episode = ?", episode)}
        for line in journal.lines(port, "f.episode = ?", episode):
            found |= {meeting for meeting in [getattr(line.told.fact, "meeting", "")] if meeting}
    return found
