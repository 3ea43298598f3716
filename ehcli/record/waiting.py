"""What was last said of the families that letters go to and meetings are about: read for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ehcli.addressing.household import Household
from ehcli.episodes.facts import Invited, Told
from ehcli.record import households, people
from ehcli.record.in_tray import in_parts
from ehcli.record.port import Port
from ehcli.record.remembering import ask_ahead
from ehcli.record.stories import TOLD_COLUMNS, as_told


class Around(NamedTuple):
    """Everything that says whether the letters of an episode may still go."""

    household: Household
    told: Sequence[Told]  # consents and invitations
    changed: Mapping[tuple[str, str], int]  # the entry that last said who is where and with whom: see CHANGED


def told(port: Port, episodes: Iterable[str], kinds: Sequence[str]) -> list[Told]:
    """What was told of these kinds in these episodes."""
    of = ", ".join(f"'{each}'" for each in kinds)
    rows = in_parts(
        episodes,
        lambda some, marks: port.rows(
            f"""SELECT {TOLD_COLUMNS} FROM fact_stands f JOIN entry e ON e.id = f.entry
            WHERE f.kind IN ({of}) AND f.episode IN ({marks}) ORDER BY f.id""",
            *some,
        ),
    )
    return [as_told(row) for row in rows]


def around(port: Port, families: Mapping[str, str], on: date) -> dict[str, Around]:
    """What is known of the family of each of these episodes; ``families`` gives the family of each."""
    ask_ahead(port, lambda asked: of_episodes(asked, families))
    children = people.children_of(port, families)
    said: dict[str, list[Told]] = {}
    for each in told(port, families, ["consent-recorded", "invited"]):
        said.setdefault(each.fact.episode, []).append(each)
    homes = households.of_several(port, families.values(), on)
    changed = last_changes(port, homes)
    return {
        ref: Around(
            homes[family]._replace(children=tuple(child.ref for child in children.get(ref, ()))),
            said.get(ref, ()),
            {each: entry for each, entry in changed.items() if each[0] == family or homes[family].known(each[0])},
        )
        for ref, family in families.items()
    }


def of_episodes(port: Port, families: Mapping[str, str]) -> None:
    """What is read of these episodes and families, whatever is in it."""
    people.children_of(port, families)
    told(port, families, ["consent-recorded", "invited"])
    households.places(port, families.values())


class Coming(NamedTuple):
    """A meeting to come, with the family that it is about."""

    ref: str
    episode: str
    family: str
    planned_on: str
    venue: str


def coming(port: Port, families: Iterable[str], since: date) -> list[Coming]:
    """The meetings of these families that are planned from a day on."""
    rows = in_parts(
        families,
        lambda some, marks: port.rows(
            f"""SELECT m.ref, m.episode, e.family, m.planned_on, m.venue FROM meeting m
            JOIN episode_stands e ON e.ref = m.episode
            WHERE e.family IN ({marks}) AND m.status = 'planned' AND m.planned_on >= ?""",
            *some,
            since.isoformat(),
        ),
    )
    return sorted(Coming(*row) for row in rows)


# What was last said of somebody's place, of two people, of a family's flag, and of a death: two names and the entry.
CHANGED = (
    "SELECT person, '', max(entry) FROM member_stands WHERE person IN ({marks}) GROUP BY person",
    "SELECT person, other, max(entry) FROM restriction_stands WHERE person IN ({marks}) GROUP BY person, other",
    "SELECT person, child, max(entry) FROM relation_stands WHERE person IN ({marks}) GROUP BY person, child",
    "SELECT person, 'died', max(entry) FROM person_details_stands WHERE died_on <> '' AND person IN ({marks})"
    " GROUP BY person",
    "SELECT family, 'flag', max(entry) FROM family_flag_stands WHERE family IN ({marks}) GROUP BY family",
)


def last_changes(port: Port, homes: Mapping[str, Household]) -> dict[tuple[str, str], int]:
    """The entry that last said each thing of these families and of everybody in them."""
    names = {each.ref for home in homes.values() for each in home.people} | set(homes)
    rows = in_parts(
        names,
        lambda some, marks: port.rows(" UNION ALL ".join(CHANGED).format(marks=marks), *some * len(CHANGED)),
    )
    return {(one, other): entry for one, other, entry in rows}


def invitations(told: Iterable[Told], meeting: str) -> list[tuple[str, int, bool]]:
    """Who was asked to a meeting, by which entry, and whether somebody released it."""
    return [
        (each.fact.who, each.entry, bool(each.fact.released_by))
        for each in told
        if isinstance(each.fact, Invited) and each.fact.meeting == meeting
    ]
