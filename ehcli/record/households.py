"""People and families as far as writing to them goes: details, addresses, relations, restrictions and flags."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ehcli.addressing.addressing import OUTSIDE
from ehcli.addressing.household import Household, HouseholdMember, Restriction
from ehcli.episodes.references import read
from ehcli.errors import NotFound
from ehcli.matching import homes
from ehcli.record import two_homes
from ehcli.record.cases import near_reference
from ehcli.record.people import CAME, PLACE_NOW
from ehcli.record.port import NOW, Port
from ehcli.record.remembering import ask_ahead


class Details(NamedTuple):
    """Everything that is known of a person now."""

    ref: str
    name: str
    born: str
    sex: str
    phone: str
    email: str
    formats: str
    safe_to_write: bool
    unsafe_because: str
    died_on: str
    address: str
    postcode: str
    since: str
    confirmed: bool


class Membership(NamedTuple):
    """A person's place in a family, with the last day in the household."""

    family: str
    person: str
    role: str
    until: str


class Related(NamedTuple):
    """What an adult is to a child."""

    person: str
    child: str
    relation: str
    responsibility: str


class Restricted(NamedTuple):
    """Two people whom a restriction keeps apart, and why."""

    person: str
    other: str
    because: str
    since: str
    until: str


class Flag(NamedTuple):
    """Why a second person looks at a family's letters."""

    because: str
    since: str
    until: str


DETAILS = """SELECT p.person, p.name, p.born, p.sex, p.phone, p.email, p.formats, p.safe_to_write, p.unsafe_because,
    p.died_on, coalesce(a.lines, ''), coalesce(a.postcode, ''), coalesce(a.since, ''), coalesce(a.confirmed, {yes})
FROM person_details_stands p
LEFT JOIN address_stands a ON a.person = p.person
    AND a.number = (SELECT max(number) FROM address_stands WHERE person = p.person)
WHERE p.number = (SELECT max(number) FROM person_details_stands WHERE person = p.person) AND p.person IN ({marks})
ORDER BY p.person"""


def details(port: Port, refs: Iterable[str]) -> dict[str, Details]:
    """These people as known now, by reference."""
    wanted = sorted(set(refs))
    sql = DETAILS.format(yes="1 = 1", marks=", ".join("?" * len(wanted)))
    rows = port.rows(sql, *wanted) if wanted else []
    return {row[0]: Details(*row)._replace(safe_to_write=bool(row[7]), confirmed=bool(row[13])) for row in rows}


def person(port: Port, typed: str) -> Details:
    """The person of that reference; raises NotFound."""
    ref = read(typed, "P")
    found = details(port, [ref])
    if not found:
        raise NotFound(f"There is no person {ref}.", near_reference(port, "P", "person"))
    return found[ref]


def members(port: Port, *, family: str = "", person: str = "") -> list[Membership]:
    """Everybody who is or was in a family, or else every family that this person is or was in."""
    column, value = ("family", family) if family else ("person", person)
    sql = f"SELECT family, person, role, until FROM member_stands m WHERE {column} = ? AND {PLACE_NOW} ORDER BY {CAME}"
    return [Membership(*row) for row in port.rows(sql, value)]


def relations(port: Port, refs: Iterable[str]) -> list[Related]:
    """What these adults are to children, and what others are to these children."""
    wanted = sorted(set(refs))
    marks = ", ".join("?" * len(wanted))
    sql = f"""SELECT person, child, relation, responsibility FROM relation_stands r
        WHERE (person IN ({marks}) OR child IN ({marks})) AND number = (SELECT max(number) FROM relation_stands
        WHERE person = r.person AND child = r.child) ORDER BY person, child"""
    return [Related(*row) for row in port.rows(sql, *wanted, *wanted)] if wanted else []


def restrictions(port: Port, refs: Iterable[str]) -> list[Restricted]:
    """Every restriction that one of these people is under or was, whichever family it was recorded with."""
    wanted = sorted(set(refs))
    marks = ", ".join("?" * len(wanted))
    sql = f"""SELECT person, other, because, since, until FROM restriction_stands r
        WHERE (person IN ({marks}) OR other IN ({marks})) AND number = (SELECT max(number) FROM restriction_stands
        WHERE (person = r.person AND other = r.other) OR (person = r.other AND other = r.person))
        ORDER BY person, other"""
    return [Restricted(*row) for row in port.rows(sql, *wanted, *wanted)] if wanted else []


def flag(port: Port, family: str, on: date) -> Flag | None:
    """Why the letters of a family need a second person on that day; none where they do not."""
    return flags(port, [family], on).get(family)


def newest_flag(port: Port, family: str) -> Flag | None:
    """What was last said of a family's letters, whether it holds yet, still, or no more; none where nothing was."""
    now = NOW.format(table="family_flag", key="family")
    found = port.rows(f"SELECT because, since, until FROM family_flag_stands WHERE family = ? AND {now}", family)
    return Flag(*found[0]) if found else None


def flags(port: Port, families: Iterable[str], on: date) -> dict[str, Flag]:
    """Those of the families whose letters need a second person on that day, in this order, with why."""
    wanted = list(dict.fromkeys(families))
    marks = ", ".join("?" * len(wanted))
    now = NOW.format(table="family_flag", key="family")
    sql = f"SELECT family, because, since, until FROM family_flag_stands WHERE family IN ({marks}) AND {now}"
    known = {row[0]: Flag(*row[1:]) for row in port.rows(sql, *wanted)} if wanted else {}
    return {each: known[each] for each in wanted if each in known and stands(known[each].since, known[each].until, on)}


def stands(since: str, until: str, on: date) -> bool:
    return since <= on.isoformat() and (not until or on.isoformat() <= until)


def household(port: Port, family: str, children: Iterable[str], on: date) -> Household:
    """A family as known now, for a letter about these children; people it is kept from are known to it too."""
    return of_several(port, [family], on)[family]._replace(children=tuple(children))


def of_several(port: Port, families: Iterable[str], on: date) -> dict[str, Household]:
    """These families as known now, each without the children that a letter is about."""
    wanted = list(dict.fromkeys(families))
    of = places(port, wanted)
    everybody = {person for each in of.values() for person in each}
    ask_ahead(port, lambda asked: of_people(asked, everybody, wanted, on))
    restricted = restrictions(port, everybody)
    known = details(port, {*everybody, *(ref for each in restricted for ref in each[:2])})
    related, flagged = relations(port, everybody), flags(port, wanted, on)
    decided = two_homes.decided(port, known) if restricted else frozenset()
    return {
        family: together(family, of[family], restricted, known, related, family in flagged, decided)
        for family in wanted
    }


def of_people(port: Port, people: Iterable[str], families: Iterable[str], on: date) -> None:
    """What is read of these people and their families, whatever is in it."""
    restrictions(port, people)
    relations(port, people)
    flags(port, families, on)


def places(port: Port, families: Iterable[str]) -> dict[str, dict[str, Membership]]:
    """Everybody's place in each of these families, by person."""
    wanted = list(dict.fromkeys(families))
    marks = ", ".join("?" * len(wanted))
    sql = f"""SELECT family, person, role, until FROM member_stands m WHERE family IN ({marks}) AND {PLACE_NOW}
        ORDER BY {CAME}"""
    found: dict[str, dict[str, Membership]] = {family: {} for family in wanted}
    for row in port.rows(sql, *wanted) if wanted else []:
        found[row[0]][row[1]] = Membership(*row)
    return found


def together(
    family: str,
    places: Mapping[str, Membership],
    restricted: Sequence[Restricted],
    known: Mapping[str, Details],
    related: Sequence[Related],
    flagged: bool,
    decided: frozenset[frozenset[str]],
) -> Household:
    """One family, of what was read of several."""
    apart = [each for each in restricted if each.person in places or each.other in places]
    named = {*places, *(ref for each in apart for ref in each[:2])}
    return Household(
        people=tuple(
            someone(each, places.get(ref, Membership(family, ref, OUTSIDE, "")))
            for ref, each in known.items()
            if ref in named
        ),
        responsibility={
            (each.person, each.child): each.responsibility
            for each in related
            if each.person in places or each.child in places
        },
        restrictions=tuple(
            Restriction(each.person, each.other, date.fromisoformat(each.since), day(each.until)) for each in apart
        ),
        flagged=flagged,
        two_homes=decided,
    )


def someone(known: Details, place: Membership) -> HouseholdMember:
    """A person of a letter's household; an address that was recorded on one line is read as it is typed today."""
    home = homes.home(known.address)
    return HouseholdMember(
        ref=known.ref,
        name=known.name,
        role=place.role,
        born=day(known.born),
        address="\n".join(home.lines),
        postcode=known.postcode or home.postcode,
        confirmed=known.confirmed,
        since=day(known.since),
        left=day(place.until),
        died=day(known.died_on),
        safe=known.safe_to_write,
        phone=known.phone,
        email=known.email,
    )


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
