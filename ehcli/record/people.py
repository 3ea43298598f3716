"""People and families as the record has them, and finding them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ehcli.matching import postcodes
from ehcli.matching.spelling import to_find
from ehcli.record.port import Port


class Individual(NamedTuple):
    """A person in a family, as known now."""

    ref: str
    name: str
    born: str
    sex: str
    phone: str
    safe_to_write: bool
    role: str = ""
    address: str = ""
    postcode: str = ""


MOST = 400  # episodes that are asked of in one question
PEOPLE = """
SELECT p.person, p.name, p.born, p.sex, p.phone, p.safe_to_write, {role},
    coalesce(a.lines, ''), coalesce(a.postcode, '')
FROM person_details_stands p
LEFT JOIN address_stands a ON a.person = p.person
    AND a.number = (SELECT max(number) FROM address_stands WHERE person = p.person)
{join}
WHERE p.number = (SELECT max(number) FROM person_details_stands WHERE person = p.person) AND {where}
"""
# Somebody's place in a family as known now, and when they were first given one.
PLACE_NOW = "m.number = (SELECT max(number) FROM member_stands WHERE family = m.family AND person = m.person)"
CAME = "(SELECT min(number) FROM member_stands WHERE family = m.family AND person = m.person)"


def people(port: Port, refs: Iterable[str]) -> dict[str, Individual]:
    """These people as known now, by reference."""
    wanted = sorted(set(refs))
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    sql = PEOPLE.format(role="''", join="", where=f"p.person IN ({marks})")
    return {row[0]: Individual(*row) for row in port.rows(sql, *wanted)}


def family(port: Port, ref: str) -> list[Individual]:
    """Everybody in a family, with their place in it."""
    sql = PEOPLE.format(
        role="m.role", join="JOIN member_stands m ON m.person = p.person", where=f"m.family = ? AND {PLACE_NOW}"
    )
    return [Individual(*row) for row in port.rows(f"{sql} ORDER BY {CAME}", ref)]


def children(port: Port, episode: str) -> list[Individual]:
    """The children the episode is about."""
    sql = PEOPLE.format(
        role="'child'", join="JOIN episode_child_stands c ON c.person = p.person", where="c.episode = ?"
    )
    return [Individual(*row) for row in port.rows(f"{sql} ORDER BY p.person", episode)]


def children_of(port: Port, episodes: Iterable[str]) -> dict[str, list[Individual]]:
    """The children that each of these episodes is about."""
    wanted = sorted(set(episodes))
    found: dict[str, list[Individual]] = {}
    join = "JOIN episode_child_stands c ON c.person = p.person"
    for start in range(0, len(wanted), MOST):
        some = wanted[start : start + MOST]
        sql = PEOPLE.format(role="c.episode", join=join, where=f"c.episode IN ({', '.join('?' * len(some))})")
        for row in port.rows(f"{sql} ORDER BY c.episode, p.person", *some):
            found.setdefault(row[6], []).append(Individual(*row))
    return found


def find(port: Port, words: str) -> list[str]:
    """References of the people whose name or postcode has every one of these words, or words that begin so."""

    def beginning(word: str) -> set[str]:
        rows = port.rows("SELECT person FROM name_word WHERE word >= ? AND word < ?", word, word + "\U0010ffff")
        return {row[0] for row in rows}

    found: set[str] = set()
    for typed in filter(None, to_find(words)):
        found |= set.intersection(*(beginning(word) for word in typed))
        if postcodes.code(words) or (len(typed) == 2 and any(sign.isdigit() for sign in words)):
            found |= beginning("".join(typed))  # a postcode or half of one, typed with its space
    return sorted(found)


def episodes_of(port: Port, persons: Iterable[str]) -> list[tuple[str, str, str, str, str, str]]:
    """Person, family, episode, team, opened and closed, for every episode these people are or were part of."""
    wanted = sorted(set(persons))
    marks = ", ".join("?" * len(wanted))
    sql = f"""SELECT m.person, m.family, coalesce(e.ref, ''), coalesce(e.team, ''), coalesce(e.opened_on, ''),
        coalesce(e.closed_on, '') FROM member_stands m LEFT JOIN episode_stands e ON e.family = m.family
        WHERE m.person IN ({marks}) AND {PLACE_NOW}
        ORDER BY m.person, coalesce(e.opened_on, '') DESC, coalesce(e.ref, ''), m.number"""
    return port.rows(sql, *wanted) if wanted else []


def formats(port: Port, person: str) -> list[str]:
    """The formats a person asked for, such as easy-read or interpreter."""
    found = port.rows("SELECT formats FROM person_details_stands WHERE person = ? ORDER BY number DESC LIMIT 1", person)
    return str(found[0][0]).split("\n") if found and found[0][0] else []


def born_on(port: Port, day: date) -> set[str]:
    """Everybody who was ever recorded as born on that day."""
    return {row[0] for row in port.rows("SELECT person FROM person_details_stands WHERE born = ?", day.isoformat())}


def found_by(port: Port, word: str) -> set[str]:
    """Everybody who is found by this word of a name or postcode."""
    return {row[0] for row in port.rows("SELECT person FROM name_word WHERE word = ?", word)}


def known_words(port: Port, person: str, words: Sequence[str]) -> set[str]:
    """Those of the words that a person is found by already; an address without a postcode has none."""
    if not words:
        return set()
    marks = ", ".join("?" * len(words))  # by word and person, as the key goes: by person alone reads every name
    sql = f"SELECT word FROM name_word WHERE word IN ({marks}) AND person = ?"
    return {row[0] for row in port.rows(sql, *words, person)} if words else set()


def named_ever(port: Port, person: str) -> list[str]:
    """Every name that a person has or had, and every postcode without its space, that stands in the record."""
    return [
        told if column == "name" else told.replace(" ", "")
        for table, column in (("person_details", "name"), ("address", "postcode"))
        for (told,) in port.rows(f"SELECT {column} FROM {table}_stands WHERE person = ? ORDER BY number", person)
    ]


def named_between(port: Port, first: str, last: str) -> Iterator[tuple[str, str]]:
    """The same of everybody from one reference to another, each name or postcode after the person's reference."""
    for table, column in (("person_details", "name"), ("address", "postcode")):
        sql = f"SELECT person, {column} FROM {table}_stands WHERE person >= ? AND person <= ?"
        for person, told in port.rows(sql, first, last):
            yield person, told if column == "name" else told.replace(" ", "")


def is_member(port: Port, family: str, person: str) -> bool:
    """Whether a person is in a family and has not left it."""
    sql = "SELECT until FROM member_stands WHERE family = ? AND person = ? ORDER BY number DESC LIMIT 1"
    known = port.rows(sql, family, person)
    return bool(known) and not known[0][0]
