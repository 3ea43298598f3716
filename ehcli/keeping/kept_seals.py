"""The head of the journal kept outside the record: what shows that an end was cut off or the whole written again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ehcli.desk.desk import Desk
from ehcli.errors import BadInput, NotFound
from ehcli.machine import faults, files, folders
from ehcli.record import journal, seals
from ehcli.record.seals import Head, Looks

NAME = "heads.tsv"
NOT_TOLD = "0" * 64  # in the place of a hash
HASH = re.compile(r"[0-9a-f]{64}")


class Kept(NamedTuple):
    """A line of a file of heads: of which record, its head, who had looked by then, and where it lay."""

    record: str
    head: Head
    looks: Looks | None
    place: str


def kept() -> Path:
    """Where the heads are kept when no other place is named."""
    return folders.home() / NAME


def head_now(desk: Desk) -> Head | None:
    """The head of the journal today."""
    return journal.head(desk.record, desk.days.today.isoformat())


def as_line(desk: Desk, head: Head) -> str:
    """A head as it is kept, with who looked, and where the record lies."""
    count, looked = seals.looks(desk.record.whole) if journal.may_see_looks(desk.record) else (0, NOT_TOLD)
    place = str(desk.where.place).replace("\t", " ").replace("\n", " ")
    told = (head.noted_on, desk.about.get("record", ""), str(head.entry), head.hash, str(count), looked, place)
    return "\t".join(told)


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
        passed_over = None if against else list[str]()
        return [each.head for each in read(file, passed_over) if each.record == desk.about.get("record", "")]
    except NotFound as unread:
        raise NotFound(unread.message, hint) from None
    except UnicodeDecodeError:
        raise BadInput(f"{file} is not a file of heads.", hint) from None


def entry_of(desk: Desk, hash: str) -> int:
    """The entry that has this seal; one past the last where none has, which is then found to be missing."""
    head = journal.head(desk.record, "")
    return journal.entry_sealed(desk.record, hash) or (head.entry if head else 0) + 1


def looks_to_check(desk: Desk) -> list[Looks]:
    """Who had looked at which file when eh night last kept a head of this record; none where nothing was told."""
    its = [each.looks for each in all_kept() if each.record == desk.about.get("record", "") and each.looks]
    return its[-1:]


def of_another(desk: Desk) -> list[str]:
    """That seals were kept of a record in this place which is not the one that lies there now."""
    own, here = desk.about.get("record", ""), str(desk.where.place)
    lines = [each for each in all_kept() if each.place == here]
    if not lines or lines[-1].record == own:
        return []
    says = f"The seals that were kept here, last on {lines[-1].head.noted_on}, are of another record than this."
    return [f"{says} If it was replaced on purpose, take those lines out of {kept()}."]


def spoilt(desk: Desk) -> list[str]:
    """What of the kept heads cannot be read, or is gone though eh night kept some of this record."""
    file, own = kept(), desk.about.get("record", "")
    said = "so nothing shows whether the end of the journal was cut off since."
    if os.path.lexists(file) and not file.is_file():
        return [f"{file}, where the nightly run keeps its heads, is no file, {said} Take it away, then: eh night"]
    found: list[str] = []
    heads = list(read(file, found)) if file.is_file() else []
    if own and not any(each.record == own for each in heads) and faults.was_told(faults.HEAD_KEPT, own):
        gone = f"No head of this journal is in {file}, and the nightly run kept some there: they were taken out"
        found.append(f"{gone}, {said} Keep one anew: eh night")
    return found


def all_kept() -> list[Kept]:
    """Every line that eh night kept in the settings folder, as far as it can be read."""
    return list(read(kept(), [])) if kept().is_file() else []


def read(file: Path, spoilt: list[str] | None = None) -> Iterator[Kept]:
    """The lines of a file of heads; raises BadInput for one that is none. Older ones say less.

    With ``spoilt``, to which what is wrong is added, the lines that are no heads are passed over.
    """
    how = "strict" if spoilt is None else "replace"
    for number, line in enumerate(files.small(file, files.DOCUMENT).decode("utf-8", how).splitlines(), start=1):
        parts = line.split("\t")
        known = [*parts, *("", "", "", "", "0", NOT_TOLD, "")[len(parts) :]]
        noted_on, record, entry, seal, count, looked, place = known[:7]
        if len(parts) < 4 or not (
            entry.isdigit() and HASH.fullmatch(seal) and count.isdigit() and HASH.fullmatch(looked)
        ):
            says = f"Line {number} of {file} is not a head of a journal"
            if spoilt is None:
                raise BadInput(f"{says}.", "Name a file that 'eh night' kept.")
            spoilt.append(f"{says}: it was changed since it was kept. Take the line out, once you know who did that.")
            continue
        looks = Looks(noted_on, int(count), looked) if looked != NOT_TOLD else None
        yield Kept(record, Head(noted_on, int(entry), seal), looks, place)
