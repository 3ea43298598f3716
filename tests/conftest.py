"""The real command line, run as officers and scripts run it: in a process and a folder of its own, on a fixed day.

``eh`` runs in a copy of a prepared record: the workers of Tipton and one episode, E-0001 of the Larkin
family, received on Monday 11 July 2016 at 09:30 and not allocated yet. ``allocated`` has it with Ana Roy
since Tuesday 12 July 2016, the day of the worked example in the COG guidelines (Appendix G). ``met``
goes on until the first TAF, held on Tuesday 9 August 2016. ``bare`` has nothing at all.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.offices import LARKIN, ROOT, Office, Result
from tests.terminal import at_a_terminal

# Nothing of whoever runs the tests reaches eh in this process either: no setting, and no council folder of their own.
for name in (
    *("EH_DB", "EH_KEY_FILE", "EH_NOW", "EH_TODAY", "EH_USER"),
    *("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "EDITOR", "VISUAL"),
):
    os.environ.pop(name, None)
os.environ["EH_HOME"] = str(ROOT / "tests" / "no-such-home")

# What a shell starts in the background has Ctrl-C turned off, and hands that on: whether eh obeys it is tested.
if sys.platform != "win32":
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Laws are checked by what they say, not by how long a busy machine takes over them, and by the same examples in every
# run; EH_NIGHTLY=1 looks at others each time, and keeps those that break a law. EH_EXAMPLES says how many are looked
# at, where the laws are asked thousands of times (tests/mutants).
SLOW = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("eh", **SLOW, derandomize=True, database=None)
settings.register_profile("nightly", **SLOW, print_blob=True)
settings.register_profile("few", settings.get_profile("eh"), max_examples=int(os.environ.get("EH_EXAMPLES") or 100))
settings.load_profile(
    "nightly" if os.environ.get("EH_NIGHTLY") == "1" else "few" if os.environ.get("EH_EXAMPLES") else "eh"
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves to .ci/long what takes long: the same as others do in more places, or kills at more moments."""
    if os.environ.get("EH_NIGHTLY") == "1":
        return
    if long := [item for item in items if item.get_closest_marker("long")]:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in set(long)]


@pytest.fixture(scope="session")
def _opened(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("opened") / "home", "2016-07-11")
    office("init", "--name", "Ana Bell")
    by: tuple[str, ...] = ()  # until there is a manager, whoever made the record adds them
    for login, name, role in (
        ("jmay", "Jo May", "manager"),
        ("sdean", "Sol Dean", "senior"),
        ("aroy", "Ana Roy", "key-worker"),
        ("bcole", "Bea Cole", "key-worker"),
    ):
        office("worker", "add", login, "--name", name, "--role", role, "--team", "tipton", *by)
        by = ("--by", "jmay")
    office(*LARKIN)
    return office


@pytest.fixture(scope="session")
def _allocated(_opened: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = _opened.copy(tmp_path_factory.mktemp("allocated") / "home")
    office.today = "2016-07-12"
    office("allocate", "E-0001", "--to", "aroy", "--by", "jmay")
    return office


@pytest.fixture(scope="session")
def _met(_allocated: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = _allocated.copy(tmp_path_factory.mktemp("met") / "home")
    office("visit", "E-0001", "--outcome", "made", "--seen", "P-0001", "--on", "2016-07-26", today="2016-07-26")
    at = ("--at", "2016-08-09 14:00", "--venue", "Okafor Primary School")
    office("taf", "schedule", "E-0001", *at, today="2016-07-26")
    office.today = "2016-08-09"
    office("taf", "held", "M-0001", "--attended", "P-0003", "--attended", "aroy")
    return office


@pytest.fixture(scope="session")
def _sefton(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("sefton") / "home", "2025-04-11")
    data = office.home / "council" / "data"
    for name, kind in (("procedures", "sefton.toml"), ("requirements", "requirements/sefton.tsv")):
        (data / name).mkdir(parents=True)
        shutil.copy(ROOT / "tests" / "packs" / "other" / kind, data / name)
    office("init", "--procedure", "sefton", "--team", "bootle", "--name", "Ana Bell")
    of = ("--team", "bootle")
    office("worker", "add", "jmay", "--name", "Jo May", "--role", "manager", *of)
    office("worker", "add", "aroy", "--name", "Ana Roy", "--role", "key-worker", *of, "--by", "jmay")
    return office


@pytest.fixture
def sefton(_sefton: Office, tmp_path: Path) -> Office:
    """A record under another council's own pack, tests/packs/other; today is Friday 11 April 2025."""
    return _sefton.copy(tmp_path / "home")


@pytest.fixture
def eh(_opened: Office, tmp_path: Path) -> Office:
    """E-0001 is open and not allocated; today is Monday 11 July 2016."""
    return _opened.copy(tmp_path / "home")


@pytest.fixture
def allocated(_allocated: Office, tmp_path: Path) -> Office:
    """E-0001 is with Ana Roy; today is Tuesday 12 July 2016."""
    return _allocated.copy(tmp_path / "home")


@pytest.fixture
def met(_met: Office, tmp_path: Path) -> Office:
    """E-0001 was visited on 26 July and its first TAF, M-0001, held today, Tuesday 9 August 2016 at 14:00."""
    return _met.copy(tmp_path / "home")


@pytest.fixture
def bare(tmp_path: Path) -> Office:
    """No record at all; today is Tuesday 12 July 2016."""
    return Office(tmp_path / "home", "2016-07-12")


@pytest.fixture
def refused() -> Iterator[Callable[..., Result]]:
    """Runs a command that must fail: its code, a sentence and a next step on standard error, and nothing written."""

    def run(
        office: Office, *args: str, code: int, says: str, hint: str = "", as_json: bool = False, **asked: Any
    ) -> Result:
        before = office.dump()
        result = office(*args, code=code, **asked)
        assert office.dump() == before, f"eh {' '.join(args)} wrote something"
        assert result.out == "", f"a failing command printed a result: {result.out}"
        lines = result.err.splitlines()
        assert says in result.err, result.err
        assert hint in result.err, result.err
        assert len(lines) >= 2, f"no next step: {result.err}"
        if not as_json:
            return result
        told = office(*args, "--json", code=code, **asked)
        assert told.out == ""
        body = told.error()
        assert sorted(body) == ["code", "hint", "message", "rule"]
        assert body["code"] == code
        assert says in body["message"] + (body["rule"] or "") + body["hint"]
        assert body["hint"], "an error without a next step"
        return result

    yield run


# A terminal


@pytest.fixture
def typed() -> Callable[..., tuple[int, str]]:
    """Runs a command on a pseudo-terminal with somebody typing at it: its exit code and what the screen showed."""
    if sys.platform == "win32":
        pytest.skip("needs a pseudo-terminal")
    return at_a_terminal
