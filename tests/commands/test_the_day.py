"""On a record of real families another day than today is only read; a practice or replay record may be told of any."""

from __future__ import annotations

import csv
import io
import shlex
from datetime import date, timedelta
from pathlib import Path

import pytest

from ehcli.cli.app import load
from ehcli.cli.commands import COMMANDS, Command
from tests.commands.test_help import joined
from tests.offices import LARKIN, Office

TODAY = date.today()  # noqa: DTZ011
SAYS = "nothing is recorded, printed or released"
WRITES = [each for each in COMMANDS if each.takes == "write" and each.name != "contact"]


@pytest.fixture
def real(bare: Office) -> Office:
    """An ordinary record, made on the day that it is, with a family and a worker who has them."""
    today = {"EH_TODAY": None}
    assert "replay" not in bare("init", "--team", "tipton", "--name", "Ana Bell", env=today).out
    bare("worker", "add", "jmay", "--name", "Jo May", "--role", "manager", "--team", "tipton", env=today)
    words = [*LARKIN[: LARKIN.index("--received")], "--received", f"{TODAY.isoformat()} 00:00"]
    bare(*words, env=today)
    return bare


def entries(office: Office) -> list[tuple[object, ...]]:
    return office.sql("SELECT id, command FROM entry ORDER BY id")


def examples_of(command: Command) -> list[list[str]]:
    """The lines of a command's help as they are typed, after eh."""
    lines = joined(load(command).epilog.splitlines())
    return [shlex.split(line.split(" < ")[0].split(" > ")[0])[1:] for line in lines if line.startswith("eh ")]


@pytest.mark.parametrize("command", WRITES, ids=[each.name for each in WRITES])
def test_no_command_records_or_prints_under_another_day(real: Office, command: Command) -> None:
    before = entries(real)
    for line in examples_of(command):
        for words, env in ((["--today", "2026-07-19", *line], {"EH_TODAY": None}), (line, {"EH_TODAY": "2026-07-19"})):
            real(*words, code=None, env=env, input="")
    assert entries(real) == before
    assert not list(real.home.glob("letters/*")), "nothing is printed"
    assert not list(real.home.glob("invitations/*"))


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1), TODAY + timedelta(days=25)])
def test_the_refusal_says_both_days_and_the_way_out(real: Office, day: date) -> None:
    visit = ("visit", "E-0001", "--outcome", "made")
    said = real("--today", day.isoformat(), *visit, env={"EH_TODAY": None}, code=4).err
    assert SAYS in said and f"{day.day} {day:%b %Y}" in said and f"{TODAY.day} {TODAY:%b %Y}" in said
    assert "Leave out --today" in said and "--on DATE" in said
    said = real(*visit, today=day.isoformat(), code=4).err
    assert SAYS in said and "Unset EH_TODAY" in said
    said = real("letter", "no-contact", "E-0001", today=day.isoformat(), code=4).err
    assert SAYS in said
    assert real(*visit, today=TODAY.isoformat()).code == 0, "the day that it is may be said"


def test_a_contact_is_logged_all_the_same_on_the_day_that_it_is(real: Office) -> None:
    told = real("contact", "E-0001", "--how", "phone", "--outcome", "made", today="2026-07-01")
    assert f"made on {TODAY:%a} {TODAY.day} {TODAY:%b %Y}" in told.out
    assert "recorded as of the day that it is" in told.err
    ((on,),) = real.sql("SELECT happened_on FROM fact WHERE kind = 'contacted'")
    assert on == TODAY.isoformat()


def test_what_is_read_of_another_day_says_which(real: Office) -> None:
    told = real("overdue", "--team", "tipton", "--csv", today="2027-01-04", code=None)
    assert "as of Mon 4 Jan 2027, by EH_TODAY" in told.err
    assert "Note" not in told.out, "the list itself is as a script reads it"
    assert "as of" not in real("overdue", "--team", "tipton", env={"EH_TODAY": None}, code=None).err


def test_a_replay_record_says_so_everywhere(bare: Office) -> None:
    bare.today = "2016-07-11"
    assert bare("init", "--name", "Ana Bell").out.splitlines()[-1].startswith("This is a replay record")
    bare("worker", "add", "jmay", "--name", "Jo May", "--role", "manager", "--team", "tipton")
    bare(*LARKIN)
    assert "replay record" in bare("today").out.splitlines()[0]
    assert bare("today", "--json").json()["kind"] == "replay"
    assert bare("record", "where", "--json").json()["kind"] == "replay"
    assert "Kind: replay" in bare("record", "where").out
    ((said,),) = bare.sql("SELECT value FROM choice WHERE kind = 'record' AND name = 'replay' AND entry = 1")
    assert said == "yes"
    assert "It is of a replay record." in bare("backup").out
    assert "no findings" in bare("record", "check").out


def test_the_manifest_of_a_run_says_what_record_its_letters_are_of(allocated: Office, tmp_path: Path) -> None:
    allocated.today = "2016-07-18"
    allocated("contact", "E-0001", "--how", "phone", "--outcome", "attempted")
    allocated("letters", "run", "--out", str(tmp_path / "out"))
    (file,) = (tmp_path / "out").glob("manifest-*.csv")
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert rows and {each["record"] for each in rows} == {"replay"}


def test_a_record_that_is_made_a_replay_by_hand_is_found_and_mended(real: Office) -> None:
    real.sql("INSERT INTO about (key, value) VALUES ('replay', 'yes')")
    now = {"EH_TODAY": None}
    assert "replay" in real("record", "check", code=1, env=now).out
    real("record", "rebuild", env=now)
    assert "no findings" in real("record", "check", env=now).out
    real("visit", "E-0001", "--outcome", "made", today="2026-07-19", code=4)


def test_the_practice_record_may_be_told_of_any_day(bare: Office) -> None:
    bare("demo", "--families", "6", today="2026-11-20")
    said = bare("today", "--db", "practice", today="2026-11-24")
    assert "replay" not in said.out.splitlines()[0]
    assert bare("today", "--db", "practice", "--json", today="2026-11-24").json()["kind"] == "practice"
    assert "as of" not in said.err


@pytest.mark.parametrize(
    "words",
    [
        ("family", "relation", "P-0003", "P-0001", "--responsibility", "yes"),
        ("worker", "trained", "sdean", "--by", "jmay"),
        ("reason", "add", "Another", "--for", "opening", "--by", "jmay"),
        ("team", "band", "tipton", "genogram", "plan", "--reason", "x", "--by", "jmay"),
        ("undo",),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_day_that_nothing_is_recorded_of_is_refused(allocated: Office, words: tuple[str, ...]) -> None:
    before = entries(allocated)
    assert "Leave out --on" in allocated(*words, "--on", "2016-07-01", code=2).err
    assert entries(allocated) == before
    assert allocated(*words, code=None).code == 0


@pytest.mark.parametrize("day", ["2016-07-13", "2026-12-24"])
@pytest.mark.parametrize(
    "words",
    [
        ("visit", "E-0001", "--outcome", "made"),
        ("contact", "E-0001", "--how", "phone", "--outcome", "made"),
        ("consent", "E-0001", "--from", "Sam Larkin", "--method", "signed"),
        ("person", "change", "P-0003", "--unsafe", "x"),
        ("family", "restrict", "P-0003", "P-0001", "--because", "x"),
        ("letter", "no-contact", "E-0001"),
        ("allocate", "E-0001", "--to", "bcole", "--by", "jmay"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_has_happened_is_of_no_day_to_come(allocated: Office, words: tuple[str, ...], day: str) -> None:
    before = entries(allocated)
    allocated(*words, "--on", day, code=2)
    assert entries(allocated) == before
