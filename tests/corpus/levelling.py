"""What must vary from one run to the next is levelled, and nothing else.

Where the office lies; the moment of recording, wherever a time of this run stands; and what is made of either: the
mark of a record and the hashes of its journal. A practice record is told its moments and is the same each time, so
its hashes stand as they are. The version of eh changes with every release.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from ehcli import __version__

CLOCK = "Europe/London"  # the clock that the offices of the corpus go by
DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
MARK = "[0-9a-f]{8}"
RECORD = re.compile(rf"\b{MARK}-[0-9a-f]{{4}}-4[0-9a-f]{{3}}-[0-9a-f]{{4}}-[0-9a-f]{{12}}\b")
BACKUP = re.compile(rf"\beh-{MARK}(?=-|\.failed)")
HASH = re.compile(r"\b[0-9a-f]{64}\b")
# Backups of the same second have one name, so that how many there are depends on the clock.
BACKED_UP = re.compile(r"\d+ files?(?= in \S*/backups)")
AGAIN = re.compile(r"(?<=TIME)-\d+(?=\.db\b)")  # a second file of the same second
SIZE = re.compile(r'(?<="size": )\d+')  # of a database file in bytes, which is for the SQLite that is installed to say
UNSENT = re.compile(r"\bnote-\d+\.txt\b")  # named by the number of the process
VERSION = re.compile(rf'(?<=^eh ){re.escape(__version__)}$|(?<="eh": "){re.escape(__version__)}(?=")', re.MULTILINE)
# The ways in which a moment of recording is written, and how precise each is.
MOMENTS: tuple[tuple[re.Pattern[str], Callable[[str], datetime], timedelta], ...] = (
    (
        re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\+00:00|Z)"),
        datetime.fromisoformat,
        timedelta(seconds=1),
    ),
    (
        re.compile(r"\b\d{8}T\d{6}Z"),
        lambda text: datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC),
        timedelta(seconds=1),
    ),
    (
        re.compile(rf"\b{DAY}, \d\d {MONTH} \d{{4}} \d\d:\d\d:\d\d \+0000"),
        lambda text: datetime.strptime(text, "%a, %d %b %Y %H:%M:%S %z"),
        timedelta(seconds=1),
    ),
    (
        re.compile(rf"\b{DAY} \d{{1,2}} {MONTH} \d{{4}} \d\d:\d\d(?!:)"),
        lambda text: datetime.strptime(text, "%a %d %b %Y %H:%M").replace(tzinfo=ZoneInfo(CLOCK)),
        timedelta(minutes=1),
    ),
)


def level(text: str, places: dict[str, str], began: datetime, ended: datetime, *, practice: bool = False) -> str:
    """The text without what must vary: places by their names, moments between two as TIME, marks of a record."""
    for place in sorted(places, key=len, reverse=True):
        text = text.replace(place, places[place])
    for pattern, read, precise in MOMENTS:
        text = pattern.sub(partial(moment, read=read, precise=precise, began=began, ended=ended), text)
    text = VERSION.sub("VERSION", UNSENT.sub("note-PROCESS.txt", text))
    if practice:
        return text
    text = BACKED_UP.sub("N files", AGAIN.sub("", SIZE.sub("SIZE", text)))
    return HASH.sub("HASH", BACKUP.sub("eh-MARK", RECORD.sub("RECORD", text)))


def moment(
    found: re.Match[str], *, read: Callable[[str], datetime], precise: timedelta, began: datetime, ended: datetime
) -> str:
    """TIME for a moment of this run, as precise as it is written; any other as it stands."""
    try:
        told = read(found[0])
    except ValueError:
        return found[0]
    return "TIME" if began - precise < told <= ended else found[0]
