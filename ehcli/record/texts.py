"""Notes and letters, and which of them are open to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ehcli.episodes import restricted
from ehcli.episodes.facts import LetterPosted, Told
from ehcli.episodes.restricted import OUTSIDE, Reader
from ehcli.record.port import Port, among
from ehcli.record.stories import TOLD_COLUMNS, as_told
from ehcli.record.tasks import CLOSED_SINCE, UNPOSTED


def hidden(port: Port, episode: str, reader: Reader) -> dict[str, str]:
    """The notes and letters of an episode that this reader may not see, with the group of each."""
    sql = """SELECT ref, open_to FROM case_note WHERE episode = ? AND open_to <> ''
        UNION ALL SELECT ref, open_to FROM letter WHERE episode = ? AND open_to <> ''"""
    return {row[0]: row[1] for row in port.whole(sql, episode, episode) if not reader.sees(row[1])}


NOTE = ("note", "episode", "type", "happened_on", "worker", "copied_to", "draft", "text", "open_to")


def note(port: Port, ref: str, reader: Reader = OUTSIDE) -> dict[str, Any] | None:
    """A case note with its text, as this reader may see it."""
    sql = """SELECT ref, episode, type, happened_on, worker, copied_to, draft, text, open_to
        FROM case_note_stands WHERE ref = ?"""
    found = port.rows(sql, ref)
    if not found:
        return None
    return restricted.row(dict(zip(NOTE, found[0], strict=True)) | {"draft": bool(found[0][6])}, reader)


def note_texts(port: Port, episode: str, reader: Reader = OUTSIDE) -> list[tuple[str, str]]:
    """The texts of an episode's notes that this reader may see, by reference."""
    rows = port.rows("SELECT ref, text, open_to FROM case_note_stands WHERE episode = ?", episode)
    return [(row[0], row[1]) for row in rows if reader.sees(row[2])]


def newest_note(port: Port, episode: str, type: str) -> str:
    """The text of the newest finished note of a type that is open to all who hold the case; empty without one."""
    sql = """SELECT text FROM case_note_stands WHERE episode = ? AND type = ? AND NOT draft AND open_to = ''
        ORDER BY happened_on DESC, ref DESC LIMIT 1"""
    found = port.rows(sql, episode, type)
    return str(found[0][0]) if found else ""


LETTER = (
    "letter",
    "episode",
    "kind",
    "template_version",
    "person",
    "addressee",
    "address",
    "dated",
    "file",
    "hash",
    "enclosures",
    "template_hash",
    "options",
    "open_to",
    "released_by",
    "team",
    "posted_on",
)


def letters(
    port: Port,
    *,
    ref: str = "",
    episode: str = "",
    teams: Sequence[str] = (),
    reader: Reader = OUTSIDE,
    unposted: bool = False,
    closed_since: str = "",
) -> list[dict[str, Any]]:
    """Letters as they were printed, with the day each was posted, as this reader may see them.

    ``unposted`` are those that wait for the post: of several of a kind to the same person the newest. With
    ``closed_since`` they are of cases that are open, or were closed on that day or later.
    """
    wanted = (("l.ref", [ref]), ("l.episode", [episode]), ("e.team", teams))
    tests = [test for column, given in wanted if (test := among(column, [each for each in given if each]))[0]]
    tests += [(CLOSED_SINCE, [closed_since])] if closed_since else []
    tests += [(UNPOSTED, [])] if unposted else []
    where = f" WHERE {' AND '.join(test for test, _ in tests)}" if tests else ""
    these = f"FROM letter_stands l JOIN episode_stands e ON e.ref = l.episode{where}"
    sql = f"""SELECT l.ref, l.episode, l.kind, l.template_version, l.person, l.addressee, l.address, l.dated,
        l.file, l.hash, l.enclosures, l.template_hash, l.options, l.open_to, l.released_by, e.team
        {these} ORDER BY l.dated, l.ref"""
    values = [value for _, given in tests for value in given]
    rows = port.rows(sql, *values)
    posted = {
        each.fact.letter: each.on.isoformat()
        for each in told_of_letters(port, f"SELECT l.episode {these}", *values)
        if isinstance(each.fact, LetterPosted)
    }
    found = (dict(zip(LETTER, (*row, posted.get(row[0], "")), strict=True)) for row in rows)
    return [restricted.row(each, reader) for each in found]


def told_of_letters(port: Port, episodes: str, *values: str) -> list[Told]:
    """Which letters were written and posted in the episodes that this question finds, asked once for all of them."""
    sql = f"""SELECT {TOLD_COLUMNS} FROM fact_stands f JOIN entry e ON e.id = f.entry
        WHERE f.kind IN ('letter-written', 'letter-posted') AND f.episode IN ({episodes}) ORDER BY f.id"""
    return [as_told(row) for row in port.rows(sql, *values)]


def letters_of_owing(port: Port) -> dict[str, list[Told]]:
    """What was told of letters in each episode that owes something."""
    found: dict[str, list[Told]] = {}
    for each in told_of_letters(port, "SELECT episode FROM worklist"):
        found.setdefault(each.fact.episode, []).append(each)
    return found


def letter_words(port: Port, ref: str) -> str:
    """What a letter says, as the record keeps it."""
    found = port.rows("SELECT words FROM letter_stands WHERE ref = ?", ref)
    return str(found[0][0]) if found else ""


def letter_of_hash(port: Port, hash: str) -> str:
    """The letter whose file had this hash when it was printed; empty when there is none."""
    found = port.rows("SELECT ref FROM letter_stands WHERE hash = ? ORDER BY ref", hash)
    return str(found[0][0]) if found else ""
