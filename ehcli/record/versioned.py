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


# What stands of a table: a view that the migrations make, named for the table. Readings ask the view, so that none can
# forget what was undone; verifying and history ask the table itself.
STANDS = "_stands"
NAMED = rf"\b(\w+){STANDS}\b"


# Notes and letters as whoever signed in to a server may see them: a view, with the seal's mark of what is hidden.
VEILED = "_veiled"
MARK = "'' AS mark"  # what a row that is read whole has in the mark's place
HIDING = re.compile(rf"({re.escape(MARK)} )?FROM (case_note|letter) ([rt])\b")


def veiled(sql: str) -> str:
    """The SELECT for somebody from whom what is restricted is kept: whole rows are read from the view of them."""
    return HIDING.sub(lambda each: f"{each[3] + '.mark ' if each[1] else ''}FROM {each[2]}{VEILED} {each[3]}", sql)


def standing(table: str, known: str = "") -> str:
    """The SELECT behind the view of a table: its rows without those of an undone entry, or of a fact taken back.

    ``known`` leaves out what was not recorded yet at an earlier moment, as a test of an entry ``k``.
    """
    by_then = f"EXISTS (SELECT 1 FROM entry k WHERE k.id = {{}} AND {known})" if known else ""
    if table == "fact":
        here, back = (f" AND {by_then.format(f'{each}.entry')}" if known else "" for each in ("f", "w"))
        return (
            f"SELECT f.* FROM fact f WHERE f.kind <> 'withdrawn'{here}"
            f" AND NOT EXISTS (SELECT 1 FROM fact w WHERE w.withdraws = f.id{back})"
        )

    def stands(row: str) -> str:
        if not known:
            return f"{row}.entry NOT IN (SELECT entry FROM undone)"
        return (
            f"{by_then.format(f'{row}.entry')} AND NOT EXISTS (SELECT 1 FROM undone u"
            f" WHERE u.entry = {row}.entry AND {by_then.format('u.by_entry')})"
        )

    if KEPT[table].entry:
        return f"SELECT t.* FROM {table} t WHERE {stands('t')}"
    # Asked of each row by its key: a list of the episodes that stand would be read whole, closed history and all.
    return f"SELECT t.* FROM {table} t WHERE EXISTS (SELECT 1 FROM episode o WHERE o.ref = t.episode AND {stands('o')})"


VIEWS = {f"{table}{STANDS}": standing(table) for table in ("fact", *KEPT) if table != "undone"}


@cache
def known_by(sql: str, test: str) -> str:
    """The SELECT as it would have been answered earlier: without what was recorded, corrected or undone since.

    ``test`` says which entries ``k`` there were by then; it is of eh's own making, never somebody's typing.
    """
    return with_standing(sql, test)


@cache
def without_views(sql: str) -> str:
    """The SELECT as the views answer it, for a record that is so old that it has none."""
    return with_standing(sql, "")


def with_standing(sql: str, test: str) -> str:
    """The SELECT with what stands of each table that it reads worked out in it, and no view asked."""
    read = dict.fromkeys(re.findall(NAMED, sql))
    made = ", ".join(f"{table}{STANDS} AS NOT MATERIALIZED ({standing(table, test)})" for table in read)
    return f"WITH {made} {sql}" if made else sql


def every_row(table: str, *more: str) -> str:
    """The SELECT of a table's rows as they are sealed, each after the entry that wrote it."""
    columns = ", ".join([*(f"r.{column}" for column in KEPT[table].columns), *more])
    entry, source = wrote(table)
    return f"SELECT {entry}, {columns} FROM {source}"


def wrote(table: str) -> tuple[str, str]:
    """What names the entry that wrote a row ``r`` of a table, and what the two are read from."""
    if KEPT[table].entry:
        return f"r.{KEPT[table].entry}", f"{table} r"
    return "e.entry", f"{table} r JOIN episode e ON e.ref = r.episode"
