"""The list of what eh is made of names every package of the lock once, and is the same bytes each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.supply import lock

pytest.importorskip("cyclonedx", reason="the extra 'audit' is not installed")


def written(file: Path, **env: str) -> bytes:
    """The list as the command writes it, in a Python of its own."""
    words = [sys.executable, "-m", "tests.supply.sbom", str(file)]
    subprocess.run(words, cwd=lock.ROOT, env={**os.environ, **env}, check=True, capture_output=True)
    return file.read_bytes()


def test_the_list_is_the_same_bytes_twice_and_dated_only_when_told(tmp_path: Path) -> None:
    first = written(tmp_path / "1.json", PYTHONHASHSEED="1", TZ="Asia/Tokyo")
    assert first == written(tmp_path / "2.json", PYTHONHASHSEED="2", TZ="Europe/London")
    assert b"timestamp" not in first
    dated = json.loads(written(tmp_path / "3.json", SOURCE_DATE_EPOCH="1480000000"))
    assert dated["metadata"]["timestamp"] == "2016-11-24T15:06:40+00:00"


def test_every_package_of_the_lock_is_there_with_what_it_is_for(tmp_path: Path) -> None:
    told = json.loads(written(tmp_path / "list.json"))
    packages = lock.pinned(lock.LOCK.read_text(encoding="utf-8"))
    assert (told["bomFormat"], told["metadata"]["component"]["name"]) == ("CycloneDX", "ehcli")
    assert [each["purl"] for each in told["components"]] == [f"pkg:pypi/{p.name}@{p.version}" for p in packages]
    scopes = {each["name"]: each["scope"] for each in told["components"]}
    assert (scopes["alembic"], scopes["mako"], scopes["psycopg"]) == ("required", "required", "optional")
    assert (scopes["pytest"], scopes["pip-audit"], scopes["packaging"]) == ("excluded", "excluded", "excluded")
    asks = {each["ref"]: each.get("dependsOn", []) for each in told["dependencies"]}
    versions = {each.name: each.version for each in packages}
    assert f"mako=={versions['mako']}" in asks[f"alembic=={versions['alembic']}"]
    assert f"alembic=={versions['alembic']}" in asks["ehcli"]
    licensed = [each for each in told["components"] if each.get("licenses")]
    assert len(licensed) > 50, "what is installed states its licence"
