"""Every hint is followed as it is printed: each refusal is provoked once, and what it says to type is typed and works.

A hint of the source that no line below provokes is a failed test: see ``test_every_hint_of_the_source_is_followed``.
"""

from __future__ import annotations

import shlex
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ehcli.cli import quoted
from ehcli.cli.commands import COMMANDS
from tests import hinted
from tests.fuzz.furnished import furnish
from tests.offices import Office
from tests.refusals import ELSEWHERE, PUT, ROWS, Row

WRITES = {command.name for command in COMMANDS if command.takes == "write"}

# The offices


@pytest.fixture(scope="module")
def offices(_met: Office, _opened: Office, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Office]:
    """The offices by name, each made when it is first asked for."""

    @cache
    def made(name: str) -> Office:
        home = tmp_path_factory.mktemp(name) / "home"
        if name == "busy":
            return strange_files(furnish(_met, home))
        if name == "empty":
            home.mkdir(mode=0o700)
            return Office(home, "2016-08-09")
        if name == "opened":
            return _opened.copy(home)
        if name in ROLES:
            office = Office(home, "2026-08-10")
            role = ROLES[name]
            office("init", "--procedure", name, "--team", "tipton", "--role", role)
            return office
        office = made("busy").copy(home)
        ELSEWISE[name](office)
        return office

    return made


ROLES = {"haringey": "manager", "nottinghamshire": "manager", "family-work-teams": "locality-manager"}
FORMS = {
    "torn.json": '{"team": "tipton",',
    "list.json": '["team"]',
    "colour.toml": 'wibble = "red"\n',
    "people.json": '{"team": "tipton", "child": "Ada"}',
    "names.json": '{"team": "tipton", "child": [{"name": ["Ada"]}]}',
    "consent.json": '{"team": "tipton", "consent": "yes"}',
    "consent.toml": 'team = "tipton"\n[consent]\nwibble = "Tess Bell"\n',
    "school.toml": 'team = "tipton"\n[[child]]\nname = "Ada"\nwibble = "x"\n',
    "filled.toml": '[[action]]\naction = "Ring the school"\nwho = "aroy"\nby_when = "+5wd"\n',
    "asked.toml": 'team = "oldbury"\n[[child]]\nname = "Ada Bell"\n',
    "strange.toml": '[[action]]\nzzzzzz = "Ring the school"\n',
}


def strange_files(office: Office) -> Office:
    """Request forms and plans that cannot be used, and a backup that is damaged."""
    for name, text in FORMS.items():
        (office.home / name).write_text(text, encoding="utf-8")
    bad = (office.home / "backups" / "copy.db").read_bytes()
    (office.home / "backups" / "bad.db").write_bytes(bad[: len(bad) // 2])
    return office


def broken(office: Office) -> None:
    """Two facts that are damaged."""
    for number in (3, 5):
        unguarded(office, f"UPDATE fact SET details = '?' WHERE id = {number}")


def astray(office: Office) -> None:
    """A worklist that lacks tasks of one episode, and holds those of an episode that is none."""
    office.sql("DELETE FROM worklist WHERE episode = 'E-0002'")
    office.sql("UPDATE worklist SET episode = 'E-0009' WHERE episode = 'E-0001'")


def unguarded(office: Office, statement: str) -> None:
    """Changes the record past the triggers that keep it as it is."""
    with sqlite3.connect(office.record) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(statement)
    connection.close()


def another(office: Office) -> None:
    """The office of another record, with a backup of this one."""
    office.record.unlink()
    for rest in ("-wal", "-shm"):
        (office.home / f"record.db{rest}").unlink(missing_ok=True)
    (office.home / "settings.json").unlink()
    office("init")


def relettered(office: Office) -> None:
    """A letter that was printed on another letterhead."""
    unguarded(office, "UPDATE letter SET hash = 'another' WHERE ref = 'L-0002'")


def practice(office: Office) -> None:
    office.sql("UPDATE about SET value = 'yes' WHERE key = 'practice'")


def unread(office: Office) -> None:
    """A record that is damaged, beside its backup."""
    for rest in ("-wal", "-shm"):
        (office.home / f"record.db{rest}").unlink(missing_ok=True)
    office.record.write_bytes(office.record.read_bytes()[:10_000])


def old(office: Office) -> None:
    office.record.unlink()
    shutil.move(office.home / "old" / "record.db", office.record)


ELSEWISE: dict[str, Callable[[Office], None]] = {
    "broken": broken,
    "astray": astray,
    "another": another,
    "relettered": relettered,
    "practice": practice,
    "old": old,
    "unread": unread,
}


# Following them


FOUND_WANTING = {"record check", "audit verify", "letters check", "night"}  # exit code 1 is what they found
FURTHER = ("user@host", "postgresql://...")  # a server that is not there


def provoked(row: Row) -> list[str]:
    """The hints of the source that a row provokes."""
    told = []
    for begins in row.begins.split(" | "):
        found = {text.says for text in hinted.hints() if text.module == row.module and text.says.startswith(begins)}
        assert found, f"{row.module} has no hint that begins: {begins}"
        assert begins in found or len(found) == 1, f"say more than: {begins}"
        told.append(begins if begins in found else found.pop())
    return told


def words_of(line: str, office: Office) -> list[str]:
    words = shlex.split(line.replace("home/", f"{office.home}/"))
    return [office.task(*word[5:].split("@")) if word.startswith("task:") else word for word in words]


def test_every_hint_of_the_source_is_followed() -> None:
    """A hint that no row provokes is followed elsewhere, and is named here with the place."""
    followed = {(row.module, says) for row in ROWS for says in provoked(row)}
    left = {(text.module, text.says) for text in hinted.hints()} - followed
    for module, begins in ELSEWHERE:
        found = {each for each in left if each[0] == module and each[1].startswith(begins)}
        assert found, f"followed after all, or no longer there: {module}, {begins}"
        left -= found
    assert sorted(left) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.module}: {row.begins[:40]}")
def test_a_hint_is_followed_as_it_is_printed(row: Row, offices: Callable[[str], Office], tmp_path: Path) -> None:
    office = offices(row.office).copy(tmp_path / "home")
    office.today = row.today or office.today
    office.user = row.user or office.user
    env: dict[str, str | None] = {"EH_KEY_FILE": str(office.home / "key")} if row.key else {}
    env |= {"PATH": row.path} if row.path else {}
    typed: list[str] = []
    for line in (*row.before, ""):
        with suppress(KeyError):  # a task is named as long as it is owed: what comes next may end it
            typed = typed or words_of(row.typed, office)
        if line:
            office(*words_of(line, office), env=env)
    answered = office(*typed, code=None, env=env)
    said = answered.err + answered.out
    assert row.done is not bool(answered.code), said
    printed = [hinted.shape(says).search(said) for says in provoked(row)]
    assert all(printed), f"{row.begins}\n-- is not in:\n{said}"
    # All that stands on its line and after it: a hint is said last, and may be put together from several texts.
    first = min(each.start() for each in printed if each)
    told = said[said.rfind("\n", 0, first) + 1 :]
    told = told.partition("\n")[0] if row.done and not told.startswith("#") else told
    put = PUT | {what: with_.replace("home/", f"{office.home}/") for what, with_ in (row.put or {}).items()}
    put |= {"T-": office.task("diversity-statement")} if "T-..." in told else {}
    office.user = row.asks or office.user
    again = words_of(row.again, office) or typed
    followed = list(hinted.followed(again, told, put))
    mentioned = set(hinted.OPTION.findall(hinted.outside(told)))
    assert followed or mentioned, f"nothing to type in: {told}"
    assert row.done or mentioned <= hinted.known(again), f"no option of eh {row.typed}: {mentioned}"
    for words, instead in followed:
        if any(far in word for word in words for far in FURTHER):
            continue
        name = quoted.named(words)[0]
        dry = ["--dry-run"] if name in WRITES and "--help" not in words else []
        result = office(*words, *dry, code=None, env=env)
        worked = result.code == 0 or (name in FOUND_WANTING and result.code == 1)
        worked |= bool(instead and row.then and row.then in result.err)
        assert worked, f"eh {shlex.join(words)}\n{result.out}{result.err}\n-- told by: eh {row.typed}\n{said}"


# Said as an officer reads it


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("taf minutes M-1", "The stage of minutes is missing.\nAdd --stage: handed-in, typed, approved, sent\n"),
        ("frequency E-1 --by jmay", "The frequency of visits is missing.\nAdd --visits: weekly, fortnightly\n"),
        ("consent E-1 --child P-1", "No such option: --child.\nSee: eh consent --help\n"),
        ("visit E-1 --outcom made", "No such option: --outcom.\nDid you mean --outcome? See: eh visit --help\n"),
        (
            "correct E-1 contacted --entry 99 --on today --reason x",
            "E-0001 has no contacted that was recorded by entry 99.\n"
            "It has Tue 26 Jul 2016 (entry 8). Say which it is: --entry 8\n",
        ),
        (
            "correct E-1 contacted --was 2016-07-27 --on today --reason x",
            "E-0001 has no contacted that was recorded on 2016-07-27.\n"
            "It has Tue 26 Jul 2016 (entry 8). Say which it is: --entry 8\n",
        ),
        (
            "worker show zzzzzz",
            "There is no worker 'zzzzzz'.\n"
            "See who there is: eh worker list. Add one with: eh worker add LOGIN --name NAME --role ROLE\n",
        ),
        (
            'taf invite M-2 --invite "Great Bridge Primary School=phone"',
            "There is nobody 'Great Bridge Primary School' in the family, among the workers or among the agencies.\n"
            "Add an agency with: eh agency add SLUG --name NAME; "
            "a worker with: eh worker add LOGIN --name NAME --role ROLE\n",
        ),
        (
            "due --within '4 months'",
            "'4 months' is not a length or date that can be read.\n"
            "Type 5wd (working days), 10d, 2w or 4 weeks; or a date such as 26/07/2026.\n",
        ),
        (
            "open-episode --team tipton --child Ada --type foo",
            "'foo' is not an episode type of the procedure sandwell.\nIt prints no episode types.\n",
        ),
        (
            "group add '*' --member aroy",
            "'*' cannot be the short name of a group.\nUse letters, figures and hyphens.\n",
        ),
        ("agency add '*' --name x", "'*' cannot be the short name of an agency.\nUse letters, figures and hyphens.\n"),
        ("agency add new", "The name is empty.\nAdd --name TEXT\n"),
    ],
)
def test_a_refusal_says_what_was_typed_and_what_to_type(
    offices: Callable[[str], Office], typed: str, said: str
) -> None:
    office = offices("busy")
    refused = office(*words_of(typed, office), code=None)
    assert refused.code in (2, 3)
    assert refused.err == said


def test_a_case_is_closed_by_typing_what_the_refusals_say(offices: Callable[[str], Office], tmp_path: Path) -> None:
    """Task by task, minutes by their stages and what is not on file by its short name, each as it is printed."""
    office = offices("busy").copy(tmp_path / "home")
    close = ("close", "E-1", "--reason", "Refer to CSC", "--by", "jmay")
    for _ in range(8):  # what is set aside or sent may start something more
        refused = office(*close, code=None)
        if not refused.code:
            break
        lines = [line.split() for line in refused.err.splitlines() if line.startswith("  ")]
        hint = refused.err.splitlines()[-1]
        asides = [words for words in quoted.commands(hint) if words[0] == "set-aside"]
        by_task = next(words for words in asides if words[1] == "T-...")
        for ref in (first for first, *_ in lines if first.startswith("T-")):
            office(*(hinted.filled(word, PUT | {"T-": ref}) for word in by_task))
        for ref, _, _, stage in (line for line in lines if line[0].startswith("M-")):
            office("taf", "minutes", ref, "--stage", stage, "--by", "jmay")
        if checks := [line[0] for line in lines if "not on file" in " ".join(line)]:
            (on_file,) = (words for words in asides if words[1] == "E-0001")
            assert [on_file[at + 1] for at, word in enumerate(on_file) if word == "--check"] == checks
            office(*(hinted.filled(word, PUT) for word in on_file))
    assert not refused.code, refused.err
    assert office("show", "E-1", "--json").json()["closed_on"] == "2016-08-09"


def test_a_closing_check_is_set_aside_by_its_title_as_well(offices: Callable[[str], Office]) -> None:
    aside = (
        "set-aside",
        "E-1",
        "--check",
        "Exit plan on file",
        "--reason",
        "Never engaged",
        "--by",
        "jmay",
        "--dry-run",
    )
    assert "Exit plan on file, E-0001" in offices("busy")(*aside).out


def test_an_editor_that_is_not_there_is_named(
    offices: Callable[[str], Office], tmp_path: Path, typed: Callable[..., Any]
) -> None:
    office = offices("busy").copy(tmp_path / "home")
    note = ("note", "E-1", "--type", "Case Summary")
    code, said = typed(office, *note, EDITOR="/nowhere/ed", VISUAL="")
    assert (code, "Set EDITOR, or give --text TEXT" in said) == (2, True)
    assert typed(office, *note, EDITOR="true", VISUAL="")[0] == 2  # it is used, and no text is typed in it
    assert office(*note, "--text", "Calmer").code == 0


def test_four_weeks_are_understood_as_they_are_typed(offices: Callable[[str], Office]) -> None:
    office = offices("busy")
    for words in (("due",), ("taf", "list")):
        told = [office(*words, "--within", ahead).out for ahead in ("4w", "4 weeks", "+28d", "2016-09-06")]
        assert len(set(told)) == 1
        assert told[0] != office(*words, "--within", "1 day").out
    assert office("due", "--within", "5 working days").out == office("due", "--within", "5wd").out
