"""The nightly run: a backup, checks that would notice if the worklist were wrong, and lists to files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from ehcli.desk.desk import Desk
from ehcli.errors import EhError, RecordUnusable, Refused
from ehcli.keeping import backups, checking, kept_seals, lost
from ehcli.lists.tasks import Scope, items, soon
from ehcli.machine import faults, files, folders
from ehcli.record import office
from ehcli.record.seals import Head
from ehcli.record.tasks import worklist
from ehcli.screen import screen
from ehcli.show import tasks

AHEAD = 5  # working days that the due lists look ahead
NOT_DONE = 5  # the exit code of a night that left something undone


class BackedUp(NamedTuple):
    """What became of the night's backup: where it is, what was found, and why there is none."""

    said: str
    findings: list[str]
    none: str = ""


def run(desk: Desk, folder: Path) -> int:
    """Makes the backup, writes the files and says what it found.

    5 where there is no backup or a file could not be written; 1 when something is overdue or does not agree; else 0.
    """
    until = desk.days.workdays.after(desk.days.today, AHEAD).isoformat()
    now = desk.days.today.isoformat()
    counts: list[dict[str, Any]] = []
    lists: dict[Path, bytes] = {}
    for team in office.teams(desk.record):
        late = items(desk, worklist(desk.record, teams=[team.slug], before=now))
        to_come = soon(desk, Scope((team.slug,), ""), until)
        if team.until and not late and not to_come:
            continue
        for name, found in (("overdue", late), ("due", to_come)):
            # With a byte-order mark, so that a spreadsheet reads the names as they are.
            told = "\ufeff" + screen.csv_text(tasks.CSV, tasks.csv_rows(found))
            lists[folder / f"{team.slug}-{name}.csv"] = told.encode()
            lists[folder / f"{team.slug}-{name}.json"] = (screen.json_text(found) + "\n").encode()
        counts.append(
            {"team": team.slug, "overdue": len(late) - held(late), "on_hold": held(late), "due": len(to_come)}
        )
    backup = backed_up(desk)  # before the lists: a folder that cannot be written, or a full one, is no reason for none
    wrong = [*backup.findings, *beside_the_copy(desk)]
    moved = desk.about.get("moved")  # what is kept of a record is of where it goes on
    head = None if moved else kept_seals.head_now(desk)
    summary = {
        "today": now,
        "due_until": until,
        "teams": counts,
        "findings": [*wrong, *([backup.none] if backup.none else [])],
        "head": {"entry": head.entry, "hash": head.hash} if head else None,
    }
    lists[folder / "summary.json"] = (screen.json_text(summary) + "\n").encode()
    undone = [backup.none, *written(desk, folder, lists, head)]
    tell(counts, [*undone, backup.said, *wrong])
    if head:
        screen.tell(f"Head of the journal: entry {head.entry}, {head.hash}. Kept in {folder / kept_seals.NAME}")
    if any(undone):
        return NOT_DONE
    return 1 if wrong or any(count["overdue"] for count in counts) else 0


def tell(counts: Iterable[dict[str, Any]], said: Iterable[str]) -> None:
    """What was not done comes first, then what was found, then how much is owed."""
    for each in filter(None, said):
        screen.tell(each)
    for count in counts:
        waiting = f" ({count['on_hold']} more on hold)" if count["on_hold"] else ""
        soon_due = f"{count['due']} due within {AHEAD} working days"
        screen.out(f"{count['team']}: {count['overdue']} overdue{waiting}, {soon_due}")


def beside_the_copy(desk: Desk) -> list[str]:
    """What the heads that were kept, and the clocks since, show of the record."""
    try:
        since = max((head.entry for head in kept_seals.heads_to_check(desk, "")), default=0)
        return [*checking.moved(desk), *checking.heads_kept(desk), *lost.remarks(desk, since)]
    except EhError as unread:  # what was kept is damaged: that stops no list
        return [unread.message]


def written(desk: Desk, folder: Path, lists: dict[Path, bytes], head: Head | None) -> list[str]:
    """Writes the lists, all of them or none, and the head of the journal; what could not be written."""
    failed: list[str] = []
    line = kept_seals.as_line(desk, head) if head else ""
    try:
        files.out_folder(folder)
        if line:
            lists[folder / kept_seals.NAME] = kept_seals.noted(line, folder / kept_seals.NAME)
        files.write_all(lists)
    except EhError as refused:
        failed.append(f"The lists were not written, and those from before stand: {refused.message}")
    try:
        kept = kept_seals.kept()
        if line and kept not in lists:
            files.write_all({kept: kept_seals.noted(line, kept)})
        if line:
            faults.tell_once(faults.HEAD_KEPT, desk.about.get("record", ""))
    except EhError as refused:
        failed.append(f"The head of the journal was not kept: {refused.message}")
    return failed


def held(late: list[dict[str, Any]]) -> int:
    """How many of these tasks nobody is chased for: their case is on hold."""
    return sum(1 for item in late if item["on_hold_since"])


def found_on_the_record(desk: Desk) -> list[str]:
    """What the checks find on the record itself, where there is no copy to look at."""
    try:
        return checking.findings(desk)
    except RecordUnusable as unread:  # there may be no room for what looking needs
        return [f"The record could not be checked: {unread.message}"]


def backed_up(desk: Desk) -> BackedUp:
    """Backs the record up, and what its checks found: they are made on the copy, which is the record as it stands."""
    if desk.about.get("practice") == "yes":
        return BackedUp("", checking.findings(desk))  # it is made anew
    lost = backups.forgotten(desk)
    try:
        taken = backups.take(desk, folders.backups())
    except (RecordUnusable, Refused) as failed:  # a login's role on a server may not read all there is
        return BackedUp("", [*lost, *found_on_the_record(desk)], f"No backup was made: {failed.message}")
    if taken.manifest is None:
        none = f"No backup was made. The copy is kept to mend from: {taken.file}"
        return BackedUp("", [*lost, *taken.findings], none)
    # Guards are not copied with the rows.
    server = [] if isinstance(desk.where.place, Path) else [*desk.record.damage(), *checking.guards(desk)]
    said = f"Backed up to {taken.file}, up to entry {taken.manifest.entry}."
    return BackedUp(said, [*lost, *server, *(each.replace(str(taken.file), "the copy") for each in taken.aside)])
