"""The record's tables. A home of sqlmodel: imported only by what writes.

Rows are added and never changed, but for three projections that are rewritten with the facts that
change them: ``episode`` (its last three columns), ``meeting`` and ``worklist``. Of the tables with a
``number`` the newest row of a key is what holds now. Days are ISO text: they sort, and read the same
from SQLite and PostgreSQL.
"""

from __future__ import annotations

import os

# No plug-in that happens to be installed may see a family's rows; not looking for any saves time too.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from sqlalchemy import Index, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel

SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

DAY = r"^\d{4}-\d{2}-\d{2}$"
DAY_OR_NONE = r"^(\d{4}-\d{2}-\d{2})?$"
CLOCK = r"^(\d{2}:\d{2})?$"


class Row(SQLModel):
    """A row of the record; how to check it is worked out when its table is first written to."""

    model_config = {"defer_build": True}


class About(Row, table=True):
    """What the record says of itself: schema, procedure, teams, whether it is for practice."""

    key: str = Field(primary_key=True)
    value: str


class Counter(Row, table=True):
    """The last number given out under each letter."""

    name: str = Field(primary_key=True)
    last: int = Field(ge=0)


class Entry(Row, table=True):
    """One command as it was recorded."""

    id: int = Field(primary_key=True)
    recorded_at: str
    recorded_by: str
    decided_by: str = ""
    command: str
    reason: str = ""
    signed_in: str = ""  # the login that a database server let in; empty for a record in a file


class Seal(Row, table=True):
    """The hash over an entry, its facts, its rows and the seal before: a change to any of them breaks the chain."""

    entry: int = Field(primary_key=True, foreign_key="entry.id")
    previous: str = Field(min_length=64, max_length=64)
    hash: str = Field(min_length=64, max_length=64)
    covers: str = Field(default="facts", schema_extra={"pattern": r"^(facts|rows)$"})
    parts: str = ""  # a short mark of each part, to say which was changed


class Undone(Row, table=True):
    """An entry that was taken back whole, and the entry that took it back."""

    entry: int = Field(primary_key=True, foreign_key="entry.id")
    by_entry: int = Field(foreign_key="entry.id")


class Looked(Row, table=True):
    """Somebody read a file: which, with what command, and when."""

    number: int = Field(primary_key=True)
    at: str
    by: str = Field(index=True)
    command: str
    ref: str = Field(index=True)  # the person, family, episode, letter, meeting or note that was read
    signed_in: str = ""


class FactRow(Row, table=True):
    """One thing that happened, as an entry tells it."""

    __tablename__ = "fact"
    __table_args__ = (Index("ix_fact_episode_happened_on", "episode", "happened_on"),)
    id: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
    episode: str = Field(foreign_key="episode.ref", min_length=6)
    kind: str = Field(min_length=3)
    happened_on: str = Field(schema_extra={"pattern": DAY})
    happened_at: str = Field(default="", schema_extra={"pattern": CLOCK})
    details: str
    root: int
    withdraws: int | None = Field(default=None, foreign_key="fact.id", unique=True)


class Person(Row, table=True):
    """Somebody in a family."""

    ref: str = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id")


class PersonDetails(Row, table=True):
    """What is known of a person, as it was told each time."""

    __tablename__ = "person_details"
    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id")
    person: str = Field(foreign_key="person.ref", index=True)
    name: str = Field(min_length=1)
    born: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE}, index=True)
    sex: str = ""
    phone: str = ""
    safe_to_write: bool = True
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
    entry: int = Field(foreign_key="entry.id")
    person: str = Field(foreign_key="person.ref", index=True)
    lines: str = Field(min_length=1)  # one a line
    postcode: str = ""
    since: str = Field(schema_extra={"pattern": DAY})
    confirmed: bool = True


class Family(Row, table=True):
    """A family."""

    ref: str = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id")


class Member(Row, table=True):
    """A person's place in a family."""

    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id")
    family: str = Field(foreign_key="family.ref", index=True)
    person: str = Field(foreign_key="person.ref", index=True)
    role: str = Field(schema_extra={"pattern": r"^(child|parent|sibling|other)$"})
    until: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})  # the last day in the household


class Relation(Row, table=True):
    """What an adult is to a child, and whether the adult has parental responsibility."""

    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id")
    family: str = Field(foreign_key="family.ref", index=True)
    person: str = Field(foreign_key="person.ref", index=True)
    child: str = Field(foreign_key="person.ref", index=True)
    relation: str = ""
    responsibility: str = Field(default="unknown", schema_extra={"pattern": r"^(yes|no|unknown)$"})


class Restriction(Row, table=True):
    """Two people who must not be written to together, or one who must not be told of the other."""

    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id")
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
    entry: int = Field(foreign_key="entry.id")
    family: str = Field(foreign_key="family.ref", index=True)
    because: str = Field(min_length=1)
    since: str = Field(schema_extra={"pattern": DAY})
    until: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})


class Team(Row, table=True):
    """A team of the service."""

    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id")
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
    entry: int = Field(foreign_key="entry.id")
    login: str = Field(min_length=1, index=True)
    name: str = Field(min_length=1)
    role: str = Field(min_length=1)
    team: str = ""
    agency: str = ""
    ehm_user: bool = False
    until: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})
    email: str = ""


class GroupMember(Row, table=True):
    """A worker's place in a group that restricted notes and letters are open to."""

    __tablename__ = "group_member"
    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id")
    slug: str = Field(min_length=1, index=True)
    login: str = Field(min_length=1)
    until: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})


class Agency(Row, table=True):
    """An agency that works with families."""

    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id")
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
    entry: int = Field(foreign_key="entry.id")
    kind: str = Field(min_length=1)
    name: str = Field(min_length=1)
    value: str
    decided_by: str = ""
    reason: str = ""


class Episode(Row, table=True):
    """An episode's heading. The last three columns follow its facts."""

    __table_args__ = (Index("ix_episode_team_closed_on", "team", "closed_on"),)
    ref: str = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id")
    family: str = Field(foreign_key="family.ref", index=True)
    team: str
    opened_on: str = Field(schema_extra={"pattern": DAY})
    procedure: str
    pack_version: str
    level: str
    route: str = ""
    external_number: str = ""
    worker: str = ""
    closed_on: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})
    end_reason: str = ""


class EpisodeChild(Row, table=True):
    """A child the episode is about."""

    __tablename__ = "episode_child"
    episode: str = Field(primary_key=True, foreign_key="episode.ref")
    person: str = Field(primary_key=True, foreign_key="person.ref", index=True)


class CaseNote(Row, table=True):
    """A note on an episode, as it was written."""

    __tablename__ = "case_note"
    ref: str = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id")
    episode: str = Field(foreign_key="episode.ref", index=True)
    type: str = Field(min_length=1)
    happened_on: str = Field(schema_extra={"pattern": DAY})
    text: str
    worker: str = ""
    copied_to: str = ""
    draft: bool = False
    open_to: str = ""  # the group it is restricted to


class Meeting(Row, table=True):
    """A meeting as its facts tell it."""

    ref: str = Field(primary_key=True)
    episode: str = Field(foreign_key="episode.ref", index=True)
    team: str
    kind: str
    planned_on: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE}, index=True)
    planned_at: str = Field(default="", schema_extra={"pattern": CLOCK})
    venue: str = ""
    status: str = Field(schema_extra={"pattern": r"^(planned|held|not-held)$"})
    held_on: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})
    minutes: str = ""


class PlanPart(Row, table=True):
    """What a Team Around the Family meeting said under one heading of its plan and minutes."""

    __tablename__ = "plan_part"
    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id")
    meeting: str = Field(index=True, min_length=6)
    part: str = Field(min_length=1)  # the heading, as the procedure prints it
    child: str = ""
    text: str


class PlanAction(Row, table=True):
    """Something a Team Around the Family meeting agreed to do: what, who, and by when."""

    __tablename__ = "plan_action"
    number: int = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id")
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
    entry: int = Field(foreign_key="entry.id")
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


class Task(Row, table=True):
    """The T- reference of an obligation, for life."""

    __table_args__ = (UniqueConstraint("episode", "key"),)
    ref: str = Field(primary_key=True)
    episode: str = Field(foreign_key="episode.ref")
    key: str


class PackDuty(Row, table=True):
    """Where a duty of a procedure in use is printed: a list of citations for each of its rules."""

    __tablename__ = "pack_duty"
    procedure: str = Field(primary_key=True)
    duty: str = Field(primary_key=True)
    rules: str


class Worklist(Row, table=True):
    """What is owed and still open, as the obligations of its episode give it. Rebuilt at any time."""

    __table_args__ = (Index("ix_worklist_team_due", "team", "due"),)
    task: str = Field(primary_key=True)
    episode: str = Field(index=True)
    family: str
    team: str
    worker: str = Field(default="", index=True)
    held_by: str = ""
    responsible: str
    tray: str
    duty: str
    title: str
    child: str = ""
    children: str
    started_on: str = Field(schema_extra={"pattern": DAY})
    due: str | None = Field(default=None, schema_extra={"pattern": DAY})
    due_at: str = ""
    limit_on: str | None = Field(default=None, schema_extra={"pattern": DAY})
    strength: str
    ends_with_episode: bool = False
    procedure: str
    rule: int = Field(ge=0)  # which of the duty's rules gave the due date
    on_hold_since: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})
    key: str = ""  # the obligation's key, as the task has it
