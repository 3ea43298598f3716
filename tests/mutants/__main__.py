"""python -m tests.mutants [FOLDER...] [--work DIR] [--again]: tries every mutant of the pure folders, and says what
survives. It fails where more than a tenth does, or where survivors.toml does not give the reason of each.

It begins anew each time. ``--again`` goes on where it was left and tries those anew that survived, after tests were
added; what died stays dead, as long as the folder is as it was. ``--by-hand`` tries those of by_hand.toml alone.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import pickle
import shutil
import sys
import time
from collections import defaultdict
from pathlib import Path

from tests.mutants import by_hand
from tests.mutants.trying import Reached, Trial, unread

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXAMPLES = "12"  # how many stories a law is tried with, for each mutant


def copied(tree: Path) -> None:
    """The checkout as it is, in a folder of its own: only there a mutant is ever written."""
    shutil.rmtree(tree, ignore_errors=True)
    for name in ("ehcli", "data", "letter_templates", "tests", "docs"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tree / name)


def load_others() -> None:
    """What the tests use of other people's, loaded once for every fork."""
    for name in ("hypothesis", "hypothesis.strategies", "pytest", "rapidfuzz.fuzz", "sqlmodel", "rich.table", "typer"):
        __import__(name)


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.mutants")
    asked.add_argument("folders", nargs="*")
    asked.add_argument("--work", type=Path, default=ROOT / ".figures" / "mutants")
    asked.add_argument("--again", action="store_true")
    asked.add_argument("--by-hand", action="store_true")
    given = asked.parse_args()
    work = given.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    tree = work / "tree"
    copied(tree)
    os.chdir(tree)
    os.environ["EH_EXAMPLES"] = EXAMPLES
    sys.path[:0] = [str(tree)]
    for name in [each for each in sys.modules if each.split(".")[0] in ("tests", "ehcli")]:
        if not name.startswith("tests.mutants") and name != "tests":
            del sys.modules[name]
    load_others()

    from cosmic_ray.config import load_config

    config = load_config(str(HERE / "cosmic-ray.toml"))
    every = config["module-path"]
    chosen = [f"ehcli/{each.removeprefix('ehcli/').rstrip('/')}" for each in given.folders] or every
    begun = time.monotonic()
    reached = reach(work, tree, every, config["test-command"])
    print(f"{len(reached.took)} tests, {time.monotonic() - begun:.0f} seconds", flush=True)
    trial = Trial(ROOT, tree, reached, config["timeout"])
    if given.by_hand or not given.folders:
        left = by_hand.survivors(ROOT, trial)
        print(f"By hand: {len(left)} survived, {time.monotonic() - begun:.0f} seconds", *left, sep="\n", flush=True)
        if given.by_hand:
            return bool(left)
    if not given.again:
        for each in work.glob("*.sha256"):
            each.unlink()
    for folder in chosen:
        print(tried(work, folder, trial, given.again), flush=True)
    from tests.mutants.reasons import checked

    return checked(work, chosen)


def reach(work: Path, tree: Path, folders: list[str], command: str) -> Reached:
    """Which tests come by which line, measured in a process of its own, so that nothing of ours is loaded here."""
    kept = work / "reached.pickle"
    reached = Reached(tree, folders, command)
    child = os.fork()
    if not child:
        try:
            reached.measure()
            kept.write_bytes(pickle.dumps((reached.lines, reached.took)))
            os._exit(0)
        except BaseException as fault:  # noqa: BLE001  (a fork says what went wrong and ends)
            print(fault, file=sys.stderr)
            os._exit(1)
    if os.waitpid(child, 0)[1]:
        raise SystemExit(1)
    reached.lines, reached.took = pickle.loads(kept.read_bytes())
    return reached


def tried(work: Path, folder: str, trial: Trial, again: bool) -> str:
    """Tries a folder's mutants that were not tried yet; how many there were, how many survived, how long it took."""
    import cosmic_ray.plugins
    from cosmic_ray.commands import init
    from cosmic_ray.modules import find_modules
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.work_db import WorkDB, use_db
    from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkResult

    begun = time.monotonic()
    whole = Path(*Path(folder).parts[:2])
    file, print_of = work / f"{whole.name}.sqlite", work / f"{whole.name}.sha256"
    now = fingerprint(whole)
    if not (print_of.exists() and print_of.read_text() == now):
        file.unlink(missing_ok=True)
        print_of.write_text(now)
    with use_db(str(file), WorkDB.Mode.create) as db:
        if not db.num_work_items:
            init(find_modules([whole]), db, {})
        done = {job: result.test_outcome for job, result in db.results}
        sources: dict[str, str] = {}
        counts: dict[str, int] = defaultdict(int)
        for item in list(db.work_items):
            (mutation,) = item.mutations
            path = Path(mutation.module_path)
            if not path.is_relative_to(folder):
                continue
            source = sources.setdefault(str(path), (ROOT / path).read_text(encoding="utf-8"))
            outcome = done.get(item.job_id)
            if outcome is None or (again and outcome is TestOutcome.SURVIVED):
                row, column = mutation.start_pos
                if (row, column) in unread(source):
                    result = WorkResult(WorkerOutcome.SKIPPED, output="an annotation that Python never reads")
                else:
                    operator = cosmic_ray.plugins.get_operator(mutation.operator_name)(**mutation.operator_args)
                    mutant = mutate_code(source, operator, mutation.occurrence)
                    lived, how = (
                        trial.survives(str(path), row, source, mutant) if mutant is not None else (False, "none made")
                    )
                    result = WorkResult(
                        WorkerOutcome.NORMAL,
                        output=how,
                        test_outcome=TestOutcome.SURVIVED if lived else TestOutcome.KILLED,
                        diff=changed(source, mutant or source),
                    )
                db.set_result(item.job_id, result)
                outcome = result.test_outcome
            counts[str(outcome)] += 1
    alive, died = counts[str(TestOutcome.SURVIVED)], counts[str(TestOutcome.KILLED)]
    share = 100 * alive / (alive + died) if alive + died else 0.0
    took = time.monotonic() - begun
    return f"{folder}: {alive + died} mutants, {alive} survived ({share:.1f} %), {took:.0f} seconds"


def fingerprint(folder: Path) -> str:
    """Of the folder's files as they are: where it differs, what became of its mutants says nothing any more."""
    every = b"".join(path.read_bytes() for path in sorted((ROOT / folder).rglob("*.py")))
    return hashlib.sha256(every).hexdigest()


def changed(source: str, mutant: str) -> str:
    """The line that was changed and what became of it: '- old' and '+ new'."""
    import difflib

    lines = difflib.unified_diff(source.splitlines(), mutant.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in lines if line[:3] not in ("---", "+++"))


if __name__ == "__main__":
    raise SystemExit(main())
