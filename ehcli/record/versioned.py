"""What an entry keeps beside its facts: each table, the columns that its seal covers, and what a row is about."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple


class Kept(NamedTuple):
    """A table that is only added to.

    ``key`` says which rows are versions of one thing: the newest holds. ``makes`` is the column with the reference,
    login or short name that the first such row gives out. ``primary`` is how rows are told apart, and ``entry`` the
    column that names the entry.
    """

    columns: tuple[str, ...]
    key: tuple[str, ...]
    makes: str = ""
    primary: tuple[str, ...] = ("number",)
    entry: str = "entry"


def numbered(key: str, columns: str, makes: str = "") -> Kept:
    """A table whose newest row of a key is what holds now."""
    return Kept(("number", "entry", *columns.split()), tuple(key.split()), makes)


def named(columns: str, primary: str = "ref") -> Kept:
    """A table whose rows have a reference each."""
    return Kept((primary, "entry", *columns.split()), (primary,), primary, (primary,))


# Of an episode's heading only what its facts do not change. A column added later must be empty where nothing is known:
# an empty value is left out of a seal, so that entries sealed before it was there still verify.
KEPT: dict[str, Kept] = {
    "person": named(""),
    "person_details": numbered(
        "person", "person name born sex phone safe_to_write unsafe_because email formats died_on"
    ),
    "address": numbered("person", "person lines postcode since confirmed"),
    "family": named(""),
    "member": numbered("family person", "family person role until"),
    "relation": numbered("family person child", "family person child relation responsibility"),
    "restriction": numbered("family person other", "family person other because since until"),
    "family_flag": numbered("family", "family because since until"),
    "team": numbered("slug", "slug name aliases address email phone until", "slug"),
    "worker": numbered("login", "login name role team agency ehm_user until email", "login"),
    "group_member": numbered("slug login", "slug login until"),
    "agency": numbered("slug", "slug name kind until address email phone", "slug"),
    "choice": numbered("kind name", "kind name value decided_by reason"),
    "episode": named("family opened_on procedure pack_version level route external_number"),
    "episode_child": Kept(("episode", "person"), ("episode", "person"), primary=("episode", "person"), entry=""),
    "case_note": named("episode type happened_on text worker copied_to draft open_to"),
    "letter": named(
        "episode kind template_version person addressee address dated file hash enclosures released_by template_hash "
        "options open_to words"
    ),
    "plan_part": numbered("meeting part child", "meeting part child text"),
    "plan_action": numbered("meeting item", "meeting item action who by_when child done_on"),
    "undone": Kept(("entry", "by_entry"), ("entry",), primary=("entry",), entry="by_entry"),
}


STANDS = "{0}.entry NOT IN (SELECT entry FROM undone)"
NAMED_BARE = "ON WHERE JOIN LEFT INNER CROSS ORDER GROUP LIMIT UNION AND".replace(" ", "|")


def reading_of(*tables: str) -> re.Pattern[str]:
    """Where a SELECT reads one of these tables, and the name that it gives it there."""
    return re.compile(rf"\b(FROM|JOIN)\s+({'|'.join(tables)})\b(?:\s+(?!(?:{NAMED_BARE})\b)(\w+))?")


BESIDE = tuple(table for table in KEPT if table != "undone")
READ, READ_THEN = reading_of(*BESIDE), reading_of("fact", *BESIDE)


@cache
def in_sight(sql: str) -> str:
    """The SELECT with what undone entries wrote out of its sight: what was before them is the newest again.

    Said here once, so that no reading can forget it; SQLite and PostgreSQL both read through it to the same indexes.
    """
    return READ.sub(_standing, sql)


def _standing(read: re.Match[str]) -> str:
    return _only(read, STANDS)


def _only(read: re.Match[str], stands: str) -> str:
    """The table that a SELECT reads, with only the rows whose entry stands."""
    table = read[2]
    test = stands.format(table)
    if table in KEPT and not KEPT[table].entry:
        # Asked of each row by its key: a list of the episodes that stand would be read whole, closed history and all.
        test = f"EXISTS (SELECT 1 FROM episode o WHERE o.ref = {table}.episode AND {stands.format('o')})"
    return f"{read[1]} (SELECT * FROM {table} WHERE {test}) {read[3] or table}"


@cache
def known_by(sql: str, test: str) -> str:
    """The SELECT as it would have been answered earlier: without what was recorded, corrected or undone since.

    ``test`` says which entries ``k`` there were by then; it is of eh's own making, never somebody's typing.
    """
    stands = (
        f"EXISTS (SELECT 1 FROM entry k WHERE k.id = {{0}}.entry AND {test})"
        f" AND NOT EXISTS (SELECT 1 FROM undone u JOIN entry k ON k.id = u.by_entry"
        f" WHERE u.entry = {{0}}.entry AND {test})"
    )
    return READ_THEN.sub(lambda read: _only(read, stands), sql)


def every_row(table: str) -> str:
    """The SELECT of a table's rows as they are sealed, each after the entry that wrote it."""
    kept = KEPT[table]
    columns = ", ".join(f"r.{column}" for column in kept.columns)
    if kept.entry:
        return f"SELECT r.{kept.entry}, {columns} FROM {table} r"
    return f"SELECT e.entry, {columns} FROM {table} r JOIN episode e ON e.ref = r.episode"
