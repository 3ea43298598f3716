"""The mutants that survive, and why: survivors.toml gives a reason for each, and says no more than is so."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

LIST = Path(__file__).with_name("survivors.toml")
AT_MOST = 0.10  # of the mutants of a folder


class Survivor(NamedTuple):
    """A mutant that no test noticed: its file, the line as it stands, and what was put in its place."""

    file: str
    was: str
    put: str


def explained() -> dict[Survivor, str]:
    """Every survivor that the list names, with its reason."""
    entries = tomllib.loads(LIST.read_text(encoding="utf-8")).get("survivor", [])
    return {Survivor(each["file"], each["was"], put): each["reason"] for each in entries for put in each["put"]}


def survived(work: Path, folder: str) -> tuple[int, list[Survivor]]:
    """How many mutants of a folder were tried, and which of them survived; SystemExit where some were not tried."""
    from cosmic_ray.work_db import WorkDB, use_db
    from cosmic_ray.work_item import TestOutcome

    parts = Path(folder).parts
    with use_db(str(work / f"{parts[1]}.sqlite"), WorkDB.Mode.open) as db:
        results = dict(db.results)
        count, found = 0, []
        for item in db.work_items:
            (mutation,) = item.mutations
            if not Path(mutation.module_path).is_relative_to(folder):
                continue
            if item.job_id not in results:
                raise SystemExit(f"{folder}: not every mutant was tried.")
            result = results[item.job_id]
            count += result.test_outcome is not None
            if result.test_outcome is TestOutcome.SURVIVED:
                lines = (result.diff or "").splitlines()
                was = " ".join(line[1:].strip() for line in lines if line[:1] == "-")
                put = " ".join(line[1:].strip() for line in lines if line[:1] == "+")
                found.append(Survivor(str(mutation.module_path), was, put))
    return count, found


def checked(work: Path, folders: Iterable[str]) -> int:
    """Says which survivors have no reason, and which reasons have no survivor; 1 where there are any, or too many."""
    known, wrong = explained(), 0
    for folder in folders:
        count, found = survived(work, folder)
        here = {each: why for each, why in known.items() if Path(each.file).is_relative_to(folder)}
        if len(found) > AT_MOST * count:
            wrong = 1
            print(f"{folder}: {len(found)} of {count} survived, more than a tenth.")
        for each in dict.fromkeys(found):
            if not here.get(each, "").strip():
                wrong = 1
                print(f"No reason:\n{drafted(each)}")
        for each in here:
            if each not in found:
                wrong = 1
                print(f"It does not survive any more; strike it out of {LIST.name}:\n{drafted(each)}")
    return wrong


def drafted(each: Survivor) -> str:
    """A survivor as the list has it, to copy and give its reason."""
    return f"[[survivor]]\nfile = '{each.file}'\nwas = '''{each.was}'''\nput = ['''{each.put}''']\nreason = ''\n"
