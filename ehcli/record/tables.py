"""The record's tables that every command writes to: the journal, and what is worked out from it. A home of sqlmodel.

Rows are added and never changed, but for three projections that are rewritten with the facts that
change them: ``episode`` (its last three columns), ``meeting`` and ``worklist``. The other tables stand in
``particulars`` and are named from here: they are made when the first of them is, since a command writes to few.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, MetaData, UniqueConstraint
from sqlmodel import Field

from ehcli.record.rows import CLOCK, DAY, DAY_OR_NONE, Row, YesOrNo


def __getattr__(name: str) -> Any:
    from ehcli.record import particulars

    return getattr(particulars, name)


def whole() -> MetaData:
    """Every table of a record."""
    from ehcli.record import particulars  # noqa: F401  (fills the metadata)

    return Row.metadata


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
    by_entry: int = Field(foreign_key="entry.id", index=True)


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
    root: int = Field(index=True)  # undo asks which fact now stands for one that was told
    withdraws: int | None = Field(default=None, foreign_key="fact.id", unique=True)


class Episode(Row, table=True):
    """An episode's heading. The last three columns follow its facts."""

    __table_args__ = (Index("ix_episode_team_closed_on", "team", "closed_on"),)
    ref: str = Field(primary_key=True)
    entry: int = Field(foreign_key="entry.id", index=True)
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


class Task(Row, table=True):
    """The T- reference of an obligation, for life; its mark covers the row and the mark of the reference before it."""

    __table_args__ = (UniqueConstraint("episode", "key"),)
    ref: str = Field(primary_key=True)
    episode: str = Field(foreign_key="episode.ref")
    key: str
    mark: str = ""  # empty in rows that are older than the column


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
    ends_with_episode: YesOrNo = False
    procedure: str
    rule: int = Field(ge=0)  # which of the duty's rules gave the due date
    on_hold_since: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})
    key: str = ""  # the obligation's key, as the task has it
    band: str = ""  # where it stands on the lists, as its procedure says
    seen_on: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})  # of the child longest unseen; '': never
    reached_on: str = Field(default="", schema_extra={"pattern": DAY_OR_NONE})  # the day the case reached the service
    act: str = ""  # the first of the tasks that one and the same act would meet
    waits_for: str = ""  # the open task of the step before it
    meeting: str = ""  # the meeting that it is about
    how: str = ""  # the command that meets it
