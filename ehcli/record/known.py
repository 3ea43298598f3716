"""People of the record who may be somebody that was typed: found by name, birth, postcode, street and telephone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from ehcli.matching.persons import Individual, near_dates, number
from ehcli.matching.spelling import to_find
from ehcli.record.people import MOST, born_on, found_by
from ehcli.record.port import Port

BEGINNING = 4  # letters of a word that a name spelt alike begins with too


class Known(NamedTuple):
    """Somebody of the record with every name, home and telephone that stands of them, and what is known now."""

    ref: str
    name: str
    born: str
    about: Individual


def may_be(
    port: Port, name: str, born: date | None, homes: Iterable[tuple[str, str]], phones: Iterable[str]
) -> set[str]:
    """The references of everybody worth comparing with somebody of this name, birth, home and telephone."""
    found: set[str] = set()
    for word in dict.fromkeys(word for spelt in to_find(name) for word in spelt):
        found |= beginning(port, word[:BEGINNING]) if len(word) > BEGINNING else found_by(port, word)
        if len(word) == BEGINNING:
            found |= beginning(port, word)
    if born:
        found |= born_near(port, born)
    for lines, postcode in homes:
        found |= found_by(port, postcode.replace(" ", "").casefold()) if postcode else set()
        found |= living_at(port, lines)
    for phone in phones:
        found |= reached_by(port, phone)
    return found


def beginning(port: Port, word: str) -> set[str]:
    """Everybody of whom a word of a name or a postcode begins so."""
    rows = port.rows("SELECT person FROM name_word WHERE word >= ? AND word < ?", word, word + "\U0010ffff")
    return {row[0] for row in rows}


def born_near(port: Port, born: date) -> set[str]:
    """Everybody who was ever recorded as born on that day, or on one that it is easily mistaken for."""
    days, found = near_dates(born), born_on(port, born)
    for start in range(0, len(days), MOST):
        some = days[start : start + MOST]
        sql = f"SELECT person FROM person_details_stands WHERE born IN ({', '.join('?' * len(some))})"
        found |= {row[0] for row in port.rows(sql, *some)}
    return found


def living_at(port: Port, lines: str) -> set[str]:
    """Everybody of whom an address was recorded with the number and the first letters of the street of this one."""
    line = next((each for each in lines.split("\n") if any(sign.isdigit() for sign in each)), "")
    words = line.casefold().split()
    if len(words) < 2 or not all(word.isalnum() for word in words[:2]):
        return set()
    like = f"%{words[0]} {words[1][:BEGINNING]}%"
    return {row[0] for row in port.rows("SELECT person FROM address_stands WHERE lower(lines) LIKE ?", like)}


def reached_by(port: Port, phone: str) -> set[str]:
    """Everybody of whom this telephone was recorded, however it was written."""
    wanted = number(phone)
    if not wanted:
        return set()
    rows = port.rows("SELECT person, phone FROM person_details_stands WHERE phone LIKE ?", f"%{wanted[-2:]}%")
    return {person for person, told in rows if number(told) == wanted}


def everybody(port: Port, refs: Iterable[str]) -> list[Known]:
    """These people, each with every name, home and telephone that stands of them, the first reference first."""
    wanted = sorted(set(refs), key=lambda ref: (len(ref), ref))
    details: dict[str, list[Any]] = {}
    homes: dict[str, list[tuple[str, str]]] = {}
    for start in range(0, len(wanted), MOST):
        some = wanted[start : start + MOST]
        marks = ", ".join("?" * len(some))
        sql = f"""SELECT person, name, born, sex, phone FROM person_details_stands WHERE person IN ({marks})
            ORDER BY number"""
        for person, *told in port.rows(sql, *some):
            details.setdefault(person, []).append(told)
        sql = f"SELECT person, lines, postcode FROM address_stands WHERE person IN ({marks}) ORDER BY number"
        for person, lines, postcode in port.rows(sql, *some):
            homes.setdefault(person, []).append((lines, postcode))
    return [known(ref, details[ref], homes.get(ref, [])) for ref in wanted if ref in details]


def known(ref: str, told: Sequence[Sequence[str]], homes: Sequence[tuple[str, str]]) -> Known:
    """One of them, as known now and as recorded before."""
    name, born, sex, _ = told[-1]
    names = tuple(dict.fromkeys(each[0] for each in reversed(told)))
    phones = tuple(dict.fromkeys(each[3] for each in told if each[3]))
    return Known(ref, name, born, Individual(names, born, sex, tuple(dict.fromkeys(homes)), phones))


def families(port: Port, refs: Iterable[str]) -> dict[str, set[str]]:
    """The families that each of these people is or was of."""
    found: dict[str, set[str]] = {}
    wanted = sorted(set(refs))
    for start in range(0, len(wanted), MOST):
        some = wanted[start : start + MOST]
        sql = f"SELECT DISTINCT person, family FROM member_stands WHERE person IN ({', '.join('?' * len(some))})"
        for person, family in port.rows(sql, *some):
            found.setdefault(person, set()).add(family)
    return found


def of_families(port: Port, refs: Iterable[str]) -> set[str]:
    """Everybody who is or was of one of these families."""
    found: set[str] = set()
    for ref in sorted(set(refs)):
        found |= {row[0] for row in port.rows("SELECT person FROM member_stands WHERE family = ?", ref)}
    return found
