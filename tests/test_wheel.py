"""The wheel carries the data and the letter templates, and works outside the checkout."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.offices import Office

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", "--no-cache-dir"]
    # With hatchling at hand, as the test extra has it, nothing is fetched from anywhere.
    near = ["--no-build-isolation"] if importlib.util.find_spec("hatchling") else []
    subprocess.run([*pip, "wheel", *near, "--no-deps", "-w", folder, CHECKOUT], check=True, capture_output=True)
    wheel = next(folder.glob("ehcli-*.whl"))
    subprocess.run([*pip, "install", "--no-deps", "--target", folder / "site", wheel], check=True, capture_output=True)
    return folder / "site"


def eh(site: Path, home: Path, *words: str) -> str:
    env = Office(home, "2026-11-20").environment(PYTHONPATH=str(site))
    done = subprocess.run(
        [sys.executable, "-m", "ehcli", *words],
        env=env,
        cwd=home,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_data_and_templates(installed: Path) -> None:
    shipped = installed / "ehcli" / "shipped"
    for folder in ("data", "docs", "letter_templates"):
        here = {path.relative_to(CHECKOUT / folder) for path in (CHECKOUT / folder).rglob("*") if path.is_file()}
        there = {path.relative_to(shipped / folder) for path in (shipped / folder).rglob("*") if path.is_file()}
        assert here == there


def test_the_installed_eh_prints_its_handbook(installed: Path, tmp_path: Path) -> None:
    for topic, file in (("officer", "docs/officer.md"), ("packs", "data/procedures/README.md")):
        heading = (CHECKOUT / file).read_text(encoding="utf-8").splitlines()[0]
        assert eh(installed, tmp_path, "help", topic).startswith(f"{heading}\n")


@pytest.mark.skipif(not importlib.util.find_spec("hatchling"), reason="hatchling is not installed")
def test_the_wheel_is_the_same_bytes_whoever_builds_it_and_when(tmp_path: Path) -> None:
    """Two checkouts of other dates and modes, their files made in another order, in another zone."""
    built = []
    for name, zone, seed, backwards in (("one", "Asia/Tokyo", "1", False), ("two", "Europe/London", "2", True)):
        place = tmp_path / name
        copied(place, backwards=backwards)
        env = os.environ | {"SOURCE_DATE_EPOCH": "1480000000", "TZ": zone, "PYTHONHASHSEED": seed}
        words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place / "built")]
        subprocess.run(words, cwd=place, env=env, check=True, capture_output=True)
        built.append(next((place / "built").glob("*.whl")).read_bytes())
    assert built[0] == built[1]


def copied(place: Path, *, backwards: bool) -> None:
    """What the wheel is built from, in a folder of its own; backwards also with other modes and dates."""
    files = [CHECKOUT / name for name in ("pyproject.toml", "README.md", "LICENSE")]
    for folder in ("ehcli", "data", "docs", "letter_templates"):
        files += [path for path in (CHECKOUT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    for path in sorted(files, reverse=backwards):
        copy = place / path.relative_to(CHECKOUT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
        if backwards:
            copy.chmod(0o600)
            os.utime(copy, (1_000_000_000, 1_000_000_000))


def test_the_installed_eh_does_the_job_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    eh(installed, tmp_path, "init", "--team", "tipton", "--name", "Ana Bell")
    eh(installed, tmp_path, "worker", "add", "jmay", "--name", "Jo May", "--role", "manager", "--team", "tipton")
    eh(installed, tmp_path, "worker", "add", "aroy", "--name", "Ana Roy", "--role", "key-worker", "--team", "tipton")
    family = ["--child", "Wren Larkin; 2017-03-02", "--parent", "Sam Larkin", "--address", "1 High Street; Tipton"]
    assert eh(installed, tmp_path, "open-episode", "--team", "tipton", *family, "--quiet") == "E-0001\n"
    assert "TEH p7" in eh(installed, tmp_path, "allocate", "E-0001", "--to", "aroy", "--by", "jmay")
    eh(installed, tmp_path, "taf", "schedule", "E-0001", "--at", "2026-12-08 14:00", "--venue", "Town hall")
    eh(installed, tmp_path, "letter", "taf-invitation", "E-0001")
    assert (tmp_path / "letters" / "L-0001-taf-invitation.docx").stat().st_size > 5000
