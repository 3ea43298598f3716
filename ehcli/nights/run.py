"""The nightly run: lists to files, a backup, and checks that would notice if the worklist were wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ehcli.desk.desk import Desk
from ehcli.errors import RecordUnusable, Refused
from ehcli.keeping import backups, checking, kept_seals
from ehcli.lists.tasks import Scope, items, soon
from ehcli.machine import files
from ehcli.record import office
from ehcli.record.tasks import worklist
from ehcli.screen import screen
from ehcli.show import tasks

AHEAD = 5  # working days that the due lists look ahead


def run(desk: Desk, folder: Path) -> int:
    """Writes the files and says what it found: 1 when something is overdue or does not agree, else 0."""
    port = desk.record
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordUnusable(f"{folder} cannot be made: {error.strerror}.", "Name another folder: --out DIR") from None
    until = desk.days.workdays.after(desk.days.today, AHEAD).isoformat()
    now = desk.days.today.isoformat()
    counts: list[dict[str, Any]] = []
    for team in office.teams(port):
        late = items(desk, worklist(port, teams=[team.slug], before=now))
        to_come = soon(desk, Scope((team.slug,), ""), until)
        if team.until and not late and not to_come:
            continue
        for name, found in (("overdue", late), ("due", to_come)):
            # With a byte-order mark, so that a spreadsheet reads the names as they are.
            files.write(
                folder / f"{team.slug}-{name}.csv",
                "\ufeff" + screen.csv_text(tasks.CSV, tasks.csv_rows(found)),
            )
            files.write(folder / f"{team.slug}-{name}.json", screen.json_text(found) + "\n")
        counts.append(
            {"team": team.slug, "overdue": len(late) - held(late), "on_hold": held(late), "due": len(to_come)}
        )
    since = max((head.entry for head in kept_seals.heads_to_check(desk, "")), default=0)
    wrong = [*backed_up(desk), *checking.heads_kept(desk), *checking.clocks(desk, since)]
    head = kept_seals.note(desk, folder)
    summary = {
        "today": now,
        "due_until": until,
        "teams": counts,
        "findings": wrong,
        "head": {"entry": head.entry, "hash": head.hash} if head else None,
    }
    files.write(folder / "summary.json", screen.json_text(summary) + "\n")
    total = sum(count["overdue"] for count in counts)
    for count in counts:
        waiting = f" ({count['on_hold']} more on hold)" if count["on_hold"] else ""
        soon_due = f"{count['due']} due within {AHEAD} working days"
        screen.out(f"{count['team']}: {count['overdue']} overdue{waiting}, {soon_due}")
    for finding in wrong:
        screen.tell(finding)
    if head:
        screen.tell(f"Head of the journal: entry {head.entry}, {head.hash}. Kept in {folder / kept_seals.NAME}")
    return 1 if total or wrong else 0


def held(late: list[dict[str, Any]]) -> int:
    """How many of these tasks nobody is chased for: their case is on hold."""
    return sum(1 for item in late if item["on_hold_since"])


def backed_up(desk: Desk) -> list[str]:
    """Backs the record up, and what its checks found: they are made on the copy, which is the record as it stands."""
    if desk.about.get("practice") == "yes":
        return checking.findings(desk)  # it is made anew
    lost = backups.forgotten(desk)
    try:
        taken = backups.take(desk, backups.folder())
    except (RecordUnusable, Refused) as failed:  # a login's role on a server may not read all there is
        return [*lost, *checking.findings(desk), f"No backup was made: {failed.message}"]
    if taken.manifest is None:
        return [*lost, *taken.findings, f"No backup was made. The copy is kept to mend from: {taken.file}"]
    # Guards are not copied with the rows.
    server = [] if isinstance(desk.where.place, Path) else [*desk.record.damage(), *checking.of_server(desk)]
    screen.tell(f"Backed up to {taken.file}, up to entry {taken.manifest.entry}.")
    return [*lost, *server]
