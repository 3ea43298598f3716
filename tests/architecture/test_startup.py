"""What a command that reads never loads: measured by what stands in memory afterwards, never by the clock."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.offices import PATIENCE, Office

HEAVY = {
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "pydantic_core",
    "holidays",
    "jinja2",
    "docx",
    "lxml",
    "alembic",
    "icalendar",
    "PIL",
    "rapidfuzz",
    "psycopg",
}
RUNNER = """
import json, os, sys
sys.argv[0] = "eh"
from ehcli.cli import main
code = main(sys.argv[1:])
with open(os.environ["MODULES"], "w") as told:
    json.dump([code, sorted(sys.modules)], told)
"""
OKAFOR = (
    *("open-episode", "--team", "tipton", "--child", "Ada Okafor; 2014-03-02; F", "--parent", "Sam Okafor"),
    *("--address", "1 High Street; Tipton; DY4 9JB"),
)


class Home:
    """A folder of eh with one allocated episode and one TAF planned."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *args: str) -> tuple[int, set[str]]:
        """The exit code and every module that was loaded."""
        told = self.home.parent / "modules.json"
        told.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, "-c", RUNNER, *args],
            env=Office(self.home, "2026-05-04", "jmay").environment(MODULES=str(told)),
            capture_output=True,
            timeout=PATIENCE,
        )
        assert told.exists(), done.stderr.decode()
        code, loaded = json.loads(told.read_text(encoding="utf-8"))
        return code, set(loaded)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("startup") / "home")
    for args in (
        ("init", "--name", "Jo May", "--role", "manager"),
        ("worker", "add", "aroy", "--name", "Ana Roy", "--role", "key-worker", "--team", "tipton"),
        (*OKAFOR, "--on", "2026-04-01"),
        ("allocate", "E-0001", "--to", "aroy", "--on", "2026-04-01"),
        ("taf", "schedule", "E-0001", "--at", "2026-05-20 14:00", "--venue", "School"),
    ):
        assert made(*args)[0] == 0, args
    return made


# What the standard library takes long to load, for things that an everyday command does not do.
SLOW = {"email", "email.message", "random", "tempfile", "tomllib", "socket"}
READS_PACKS = {f"ehcli.packs.{name}" for name in ("pack", "duties", "clauses", "names", "reader")}

READING = [
    ("overdue", "--team", "tipton"),
    ("overdue", "--json"),
    ("overdue", "--csv"),
    ("due",),
    ("today", "--team", "tipton"),
    ("tray", "team"),
    ("find", "okafor"),
    ("why", "T-0001"),
    ("why", "--episode", "E-0001"),
    ("show", "E-0001"),
    ("show", "P-0001"),
    ("person", "show", "P-0001"),
    ("family", "show", "F-0001"),
    ("timeline", "E-0001"),
    ("taf", "list", "--team", "tipton"),
    ("minutes",),
    ("minutes", "--mine", "--json"),
    ("letters", "list", "--team", "tipton"),
    ("worker", "list"),
    ("--version",),
    ("--help",),
    ("help",),
    ("help", "officer"),
    ("overdue", "--help"),
    ("allocate", "--help"),
    ("record", "check"),
]


@pytest.mark.parametrize("args", READING, ids=" ".join)
def test_a_command_that_reads_loads_nothing_that_writes(home: Home, args: tuple[str, ...]) -> None:
    code, loaded = home(*args)
    assert code == 0
    assert sorted(loaded & HEAVY) == []


def test_the_nightly_run_loads_nothing_that_writes_to_the_record(home: Home) -> None:
    code, loaded = home("night", "--out", str(home.home / "night"))
    assert code == 1  # something is overdue
    assert sorted(loaded & HEAVY) == []


@pytest.mark.parametrize(
    "args", [("overdue",), ("due",), ("today",), ("find", "okafor"), ("tray", "team")], ids=" ".join
)
def test_a_list_in_a_pipe_draws_no_table_and_reads_no_pack(home: Home, args: tuple[str, ...]) -> None:
    _, loaded = home(*args)
    assert sorted({name for name in loaded if name.split(".")[0] == "rich"} | loaded & {"tomllib"}) == []
    assert sorted(loaded & {"ehcli.episodes.facts", "ehcli.procedures.duty", "ehcli.procedures.procedure"}) == []


@pytest.mark.parametrize("args", [("--help",), ("--version",)], ids=" ".join)
def test_help_loads_no_command(home: Home, args: tuple[str, ...]) -> None:
    """The help of eh is drawn from one table: not one module of commands is loaded for it."""
    _, loaded = home(*args)
    ours = {name.removeprefix("ehcli.cli.") for name in loaded if name.startswith("ehcli.cli.")}
    assert ours == {"app", "commands"}
    assert "sqlite3" not in loaded


def test_a_command_loads_only_its_own_module_of_commands(home: Home) -> None:
    _, loaded = home("overdue")
    ours = {name.removeprefix("ehcli.cli.") for name in loaded if name.startswith("ehcli.cli.")}
    assert ours <= {"app", "commands", "lists"}


def test_a_command_that_writes_loads_neither_letters_nor_migrations(home: Home) -> None:
    code, loaded = home("visit", "E-0001", "--outcome", "attempted", "--dry-run")
    assert code == 0
    assert sorted(loaded & {"jinja2", "docx", "holidays", "alembic", "rapidfuzz"}) == []


def test_a_new_record_in_a_file_is_made_without_a_library(tmp_path: Path) -> None:
    code, loaded = Home(tmp_path / "home")("init", "--team", "tipton", "--name", "Jo May")
    assert code == 0
    assert sorted(loaded & HEAVY) == []


LONG = """
import sys
from typing import ForwardRef
sys.argv[0] = "eh"
from ehcli.cli import main
main(sys.argv[1:])
ours = [module for name, module in list(sys.modules.items()) if name.startswith("ehcli.")]
held = {each for module in ours for each in vars(module).values() if isinstance(each, type) and issubclass(each, tuple)}
held = {each for each in held if len(getattr(each, "_fields", ())) > 5}
kept = [each.__qualname__ for each in held if any(isinstance(of, ForwardRef) for of in each.__annotations__.values())]
print(sorted(kept), len(held), file=sys.stderr)
"""


def test_values_of_many_parts_are_made_without_compiling_what_each_part_is(home: Home) -> None:
    """Types that stand as text are each compiled when the class is made: a tenth of a command's start, once."""
    words = ("note", "E-0001", "--type", "Case Summary", "--text", "Settled.", "--dry-run")
    done = subprocess.run(
        [sys.executable, "-c", LONG, *words],
        env=Office(home.home, "2026-05-04", "jmay").environment(),
        capture_output=True,
        timeout=PATIENCE,
        text=True,
    )
    kept, _, many = done.stderr.splitlines()[-1].rpartition(" ")
    assert int(many) > 30, done.stderr
    assert kept == "[]"


EVERYDAY = [
    ("note", "E-0001", "--type", "Case Summary", "--text", "Settled."),
    ("contact", "E-0001", "--how", "phone", "--outcome", "made"),
    ("visit", "E-0001", "--outcome", "attempted"),
    ("allocate", "E-0001", "--to", "jmay"),
    ("open-episode", "--team", "tipton", "--child", "Bo Larkin; 2015-03-02; M", "--parent", "Kim Larkin"),
    ("assess", "E-0001", "--form", "genogram"),
    ("consent", "E-0001", "--from", "P-0002", "--method", "signed"),
    ("taf", "schedule", "M-0001", "--at", "2026-05-21 15:00"),
    ("undo", "--reason", "Mistaken"),
]


@pytest.mark.parametrize("args", EVERYDAY, ids=" ".join)
def test_an_everyday_write_loads_no_library_and_reads_no_pack_anew(home: Home, args: tuple[str, ...]) -> None:
    code, loaded = home(*args, "--dry-run")
    assert code == 0
    assert sorted(loaded & (HEAVY | SLOW | READS_PACKS)) == []


@pytest.mark.parametrize(
    "args", [("overdue",), ("find", "okafor"), ("show", "E-0001"), ("why", "T-0001"), ("minutes",)], ids=" ".join
)
def test_a_look_loads_nothing_slow(home: Home, args: tuple[str, ...]) -> None:
    _, loaded = home(*args)
    assert sorted(loaded & (SLOW | READS_PACKS | {"ehcli.record.writing"})) == []


def test_what_was_loaded_is_not_looked_through_for_garbage_at_the_end(home: Home) -> None:
    """Python collects once more as it leaves: by then nothing is left for it to look at."""
    code = "import atexit, gc; atexit.register(lambda: print(gc.get_count()[0], gc.get_freeze_count() > 10_000)); "
    done = subprocess.run(
        [sys.executable, "-c", f"{code} from ehcli.cli import main; main(['--version'])"],
        env=Office(home.home, "2026-05-04", "jmay").environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.stdout.splitlines()[-1].endswith("True")
