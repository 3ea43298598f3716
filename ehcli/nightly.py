"""The nightly run: lists to files, and checks that would notice if the worklist were wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ehcli import files, seals
from ehcli.desk import Desk
from ehcli.errors import RecordUnusable
from ehcli.record import deriving, reading
from ehcli.show import screen, tasks

AHEAD = 5  # working days that the due lists look ahead


def run(desk: Desk, folder: Path) -> int:
    """Writes the files and says what it found: 1 when something is overdue or does not agree, else 0."""
    port = desk.record
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordUnusable(f"{folder} cannot be made: {error.strerror}.", "Name another folder: --out DIR") from None
    until = desk.workdays.after(desk.today, AHEAD).isoformat()
    now = desk.today.isoformat()
    counts: list[dict[str, Any]] = []
    for team in reading.teams(port):
        late = tasks.items(desk, reading.worklist(port, team=team.slug, before=now), desk.today)
        soon = tasks.items(desk, reading.worklist(port, team=team.slug, since=now, until=until), desk.today)
        if team.until and not late and not soon:
            continue
        for name, found in (("overdue", late), ("due", soon)):
            # With a byte-order mark, so that a spreadsheet reads the names as they are.
            files.write(
                folder / f"{team.slug}-{name}.csv",
                "\ufeff" + screen.csv_text(tasks.CSV, tasks.csv_rows(found)),
            )
            files.write(folder / f"{team.slug}-{name}.json", json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        counts.append({"team": team.slug, "overdue": len(late), "due": len(soon)})
    wrong = findings(desk)
    summary = {"today": now, "due_until": until, "teams": counts, "findings": wrong}
    files.write(folder / "summary.json", json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
    total = sum(count["overdue"] for count in counts)
    for count in counts:
        screen.out(f"{count['team']}: {count['overdue']} overdue, {count['due']} due within {AHEAD} working days")
    for finding in wrong:
        screen.tell(finding)
    return 1 if total or wrong else 0


def findings(desk: Desk) -> list[str]:
    """What does not agree: the database's own check, the chain of entries, and the worklist of every open episode."""
    port = desk.record
    found = port.damage()
    broken = seals.first_broken(port.rows)
    if broken:
        found.append(f"The chain of entries is broken at entry {broken}.")
    refs = deriving.open_episodes(port)
    kept: dict[str, list[reading.Owed]] = {}
    for owed in reading.worklist(port):
        kept.setdefault(owed.episode, []).append(owed)
    for ref in screen.progress(refs, "Checked"):
        try:
            fresh = deriving.rows(desk.settled(ref), desk.heading(ref))
        except RecordUnusable as damaged:
            kept.pop(ref, None)
            found.append(f"{ref}: {damaged.message}")
            continue
        told = sorted(tuple(row[name] for name in reading.Owed._fields) for row in fresh)
        if told != sorted(tuple(owed) for owed in kept.pop(ref, [])):
            found.append(f"The worklist of {ref} does not agree with its facts. Mend it with: eh record rebuild")
    found += [
        f"The worklist still holds tasks of {ref}, which is not open. Mend it with: eh record rebuild"
        for ref in sorted(kept)
    ]
    return found


def open_count(desk: Desk) -> int:
    return int(desk.record.rows("SELECT count(*) FROM episode WHERE closed_on = ''")[0][0])
