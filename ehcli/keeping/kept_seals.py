"""The head of the journal kept outside the record: what shows that an end was cut off or the whole written again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from ehcli.desk.desk import Desk
from ehcli.errors import BadInput, NotFound
from ehcli.machine import files, folders
from ehcli.record import journal, seals
from ehcli.record.seals import Head

NAME = "heads.tsv"
HASH = re.compile(r"[0-9a-f]{64}")


def kept() -> Path:
    """Where the heads are kept when no other place is named."""
    return folders.home() / NAME


def head_now(desk: Desk) -> Head | None:
    """The head of the journal today."""
    return journal.head(desk.record, desk.days.today.isoformat())


def as_line(desk: Desk, head: Head) -> str:
    """A head as it is kept, with who looked."""
    count, looked = seals.looks(desk.record.whole) if journal.may_see_looks(desk.record) else (0, "0" * 64)
    return "\t".join((head.noted_on, desk.about.get("record", ""), str(head.entry), head.hash, str(count), looked))


def noted(line: str, file: Path) -> bytes:
    """A file of heads with this one in it: one that stands there is not told again, and none is taken out."""
    there = files.small(file, files.DOCUMENT).decode("utf-8") if os.path.lexists(file) else ""
    told = any(each.split("\t")[1:] == line.split("\t")[1:] for each in there.splitlines())
    return (there if told else f"{there}{line}\n").encode()


def heads_to_check(desk: Desk, against: str) -> list[Head]:
    """The heads to check against: those of a file, one hash, or with neither those that eh night kept."""
    if against and HASH.fullmatch(against.strip().lower()):
        return [Head("", entry_of(desk, against.strip().lower()), against.strip().lower())]
    file = Path(against).expanduser() if against else kept()
    if not against and not file.is_file():
        return []
    hint = "Name a file that 'eh night' kept, or a seal of 64 figures."
    try:
        return list(read(file, desk.about.get("record", "")))
    except NotFound as unread:
        raise NotFound(unread.message, hint) from None
    except UnicodeDecodeError:
        raise BadInput(f"{file} is not a file of heads.", hint) from None


def entry_of(desk: Desk, hash: str) -> int:
    """The entry that has this seal; one past the last where none has, which is then found to be missing."""
    head = journal.head(desk.record, "")
    return journal.entry_sealed(desk.record, hash) or (head.entry if head else 0) + 1


def read(file: Path, record: str) -> Iterator[Head]:
    """The heads of one record in a file; raises BadInput for a line that is none."""
    for number, line in enumerate(files.small(file, files.DOCUMENT).decode("utf-8").splitlines(), start=1):
        parts = line.split("\t")
        seal, looked = parts[2:4], parts[4:] or ["0", "0" * 64]  # older lines tell nothing of who looked
        if not all(len(each) == 2 and each[0].isdigit() and HASH.fullmatch(each[1]) for each in (seal, looked)):
            raise BadInput(f"Line {number} of {file} is not a head of a journal.", "Name a file that 'eh night' kept.")
        if parts[1] == record:
            looks = int(looked[0]), looked[1].strip("0") and looked[1]
            yield Head(parts[0], int(parts[2]), parts[3], *looks)
