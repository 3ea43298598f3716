"""The record's tables of people, families, offices, notes and letters, and of who looked. A home of sqlmodel.

Of the tables with a ``number`` the newest row of a key is what holds now.
"""

from __future__ import annotations

from sqlmodel import Field

from ehcli.record.rows import DAY, DAY_OR_NONE, Row, YesOrNo


class Looked(Row, table=True):
    """Somebody read a file: which, with what command, and when."""

    number: int = Field(primary_key=True)
    at: str
    by: str = Field(index=True)
    command: str
    ref: str = Field(index=True)  # the person, family, episode, letter, meeting or note that was read
    signed_in: str = ""


class Person(Row, table=True):
    """Somebody in a family."""

    ref: str = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)


class PersonDetails(Row, table=True):
    """What is known of a person, as it was told each time."""

    __tablename__ = "person_details"
    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    person: str = Field(foreign_key="person.ref", index=True)
    name: str = Field(min_length=1)
    born: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE}, index=True)
    sex: str = ""
    phone: str = ""
    safe_to_write: YesOrNo = True
    unsafe_because: str = ""
    email: str = ""
    formats: str = ""  # what the person asked for: easy-read, braille, audio, interpreter, one a line
    died_on: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})


class NameWord(Row, table=True):
    """The words a person is found by: names without accents and case, and postcodes."""

    __tablename__ = "name_word"
    word: str = Field(primary_key=True)
    person: str = Field(primary_key=True, foreign_key="person.ref")


class Address(Row, table=True):
    """Where a person lives, as it was told each time."""

    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    person: str = Field(foreign_key="person.ref", index=True)
    lines: str = Field(min_length=1)  # one a line
    postcode: str = ""
    since: str = Field(schema_extra={"pattern": DAY})
    confirmed: YesOrNo = True


class Family(Row, table=True):
    """A family."""

    ref: str = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)


class Member(Row, table=True):
    """A person's place in a family."""

    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    family: str = Field(foreign_key="family.ref", index=True)
    person: str = Field(foreign_key="person.ref", index=True)
    role: str = Field(schema_extra={"pattern": r"^(child|parent|sibling|other)$"})
    until: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})  # the last day in the household


class Relation(Row, table=True):
    """What an adult is to a child, and whether the adult has parental responsibility."""

    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    family: str = Field(foreign_key="family.ref", index=True)
    person: str = Field(foreign_key="person.ref", index=True)
    child: str = Field(foreign_key="person.ref", index=True)
    relation: str = ""
    responsibility: str = Field(default="unknown", schema_extra={"pattern": r"^(yes|no|unknown)$"})


class Restriction(Row, table=True):
    """Two people who must not be written to together, or one who must not be told of the other."""

    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    family: str = Field(foreign_key="family.ref", index=True)
    person: str = Field(foreign_key="person.ref", index=True)
    other: str = Field(foreign_key="person.ref", index=True)
    because: str = Field(min_length=1)
    since: str = Field(schema_extra={"pattern": DAY})
    until: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})


class FamilyFlag(Row, table=True):
    """A family whose letters a second person looks at before they go, and why."""

    __tablename__ = "family_flag"
    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    family: str = Field(foreign_key="family.ref", index=True)
    because: str = Field(min_length=1)
    since: str = Field(schema_extra={"pattern": DAY})
    until: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})


class Team(Row, table=True):
    """A team of the service."""

    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    slug: str = Field(min_length=1)
    name: str = Field(min_length=1)
    aliases: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    until: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})


class Worker(Row, table=True):
    """A worker: login, name, role and team."""

    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    login: str = Field(min_length=1, index=True)
    name: str = Field(min_length=1)
    role: str = Field(min_length=1)
    team: str = ""
    agency: str = ""
    ehm_user: YesOrNo = False
    until: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})
    email: str = ""


class GroupMember(Row, table=True):
    """A worker's place in a group that restricted notes and letters are open to."""

    __tablename__ = "group_member"
    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    slug: str = Field(min_length=1, index=True)
    login: str = Field(min_length=1)
    until: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})


class Agency(Row, table=True):
    """An agency that works with families."""

    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    slug: str = Field(min_length=1)
    name: str = Field(min_length=1)
    kind: str = ""
    until: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})
    address: str = ""
    email: str = ""
    phone: str = ""


class Choice(Row, table=True):
    """A choice the authority recorded: a duty switched off, a reason of its own."""

    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    kind: str = Field(min_length=1)
    name: str = Field(min_length=1)
    value: str
    decided_by: str = ""
    reason: str = ""


class EpisodeChild(Row, table=True):
    """A child the episode is about."""

    __tablename__ = "episode_child"
    episode: str = Field(primary_key=True, foreign_key="episode.ref")
    person: str = Field(primary_key=True, foreign_key="person.ref", index=True)


class CaseNote(Row, table=True):
    """A note on an episode, as it was written."""

    __tablename__ = "case_note"
    ref: str = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    episode: str = Field(foreign_key="episode.ref", index=True)
    type: str = Field(min_length=1)
    happened_on: str = Field(schema_extra={"pattern": DAY})
    text: str
    worker: str = ""
    copied_to: str = ""
    draft: YesOrNo = False
    open_to: str = ""  # the group it is restricted to


class PlanPart(Row, table=True):
    """What a Team Around the Family meeting said under one heading of its plan and minutes."""

    __tablename__ = "plan_part"
    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    meeting: str = Field(index=True, min_length=6)
    part: str = Field(min_length=1)  # the heading, as the procedure prints it
    child: str = ""
    text: str


class PlanAction(Row, table=True):
    """Something a Team Around the Family meeting agreed to do: what, who, and by when."""

    __tablename__ = "plan_action"
    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    meeting: str = Field(index=True, min_length=6)
    item: int = Field(ge=1)
    action: str = Field(min_length=1)
    who: str = Field(min_length=1)
    by_when: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})
    child: str = ""
    done_on: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})


class Letter(Row, table=True):
    """A letter as it was printed."""

    ref: str = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    episode: str = Field(foreign_key="episode.ref", index=True)
    kind: str
    template_version: str
    person: str
    addressee: str
    address: str
    dated: str = Field(schema_extra={"pattern": DAY})
    file: str
    hash: str
    enclosures: str = ""  # one a line
    released_by: str = ""
    template_hash: str = ""
    options: str = ""  # how it was printed: docx, large-print, easy-read ...; one a line
    words: str = ""  # what it says, block by block, as JSON: to make the same file again
    open_to: str = ""  # the group it is restricted to
