"""A record with something of everything in it, for generated command lines: two families, one in words of its own.

No generated line ever holds one of those words: wherever one turns up, eh itself has carried it there.
"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from pathlib import Path

from tests.offices import Office

OLDEST = Path(__file__).parents[1] / "records" / "0001" / "record.sql.gz"
PRIVATE = (
    *("Zephyrine", "Quillwort", "Ottoline", "Peverel", "Brackenthwaite", "DY4 8ZQ", "2009-04-17", "17/04/2009"),
    *("07700 900987", "wrackline", "Thistledown", "Hollowmere", "Sorrelbank", "Fennimore", "17 Apr 2009"),
)
FAMILY = (
    *("open-episode", "--team", "tipton", "--child", "Zephyrine Quillwort; 2009-04-17; F"),
    *("--parent", "Ottoline Quillwort", "--parent", "Peverel Quillwort", "--phone", "07700 900987"),
    *("--address", "77 Brackenthwaite Row; Tipton; DY4 8ZQ", "--received", "2016-08-08 09:30"),
    *("--referrer", "Fennimore School", "--consent-from", "Ottoline Quillwort", "--consent-on", "08/08/2016"),
    *("--consent-method", "signed"),
)
KEYS = {"key": "ladder o'clock walnut", "new-key": "kettle harbour ninepins"}
PLAN = '[[action]]\nwhat = "Ring the school"\nwho = "aroy"\nby = "+5wd"\n'
REQUEST = 'team = "tipton"\n[[child]]\nname = "Ada Bell"\nborn = "09/01/2014"\n[[parent]]\nname = "Tess Bell"\n'
PACK = 'name = "own"\nextends = "sandwell"\n'


def furnish(met: Office, home: Path) -> Office:
    """The office after its first TAF, on Tuesday 9 August 2016, with a second family and files of every kind."""
    eh = met.copy(home)
    eh("group", "add", "ecaf", "--member", "aroy", "--member", "jmay", "--by", "jmay")
    eh(*FAMILY)
    eh("allocate", "E-2", "--to", "aroy", "--by", "jmay")
    eh("person", "change", "P-5", "--email", "wrackline@example.org")
    eh("family", "relation", "P-3", "P-1", "--relation", "mother", "--responsibility", "yes")
    eh("taf", "schedule", "E-2", "--at", "2016-08-18 14:00", "--venue", "Town hall", "--invite", "P-5=email")
    eh("cog", "schedule", "--team", "tipton", "--at", "2016-08-16 09:30", "--venue", "Town hall")
    eh("cog", "add", "E-2", "--day", "2016-08-16", "--reason", "Thistledown")
    for note in (("E-2",), ("E-1",), ("E-2", "--restrict-to", "ecaf")):
        eh("note", *note, "--type", "Case Summary", "--text", "Thistledown", user="aroy")
    for letter in (("E-1", "--format", "txt"), ("E-1", "--afresh"), ("E-2", "--restrict-to", "ecaf")):
        eh("letter", "no-contact", *letter, user="aroy")
    eh("person", "change", "P-6", "--unsafe", "Hollowmere opens the post")
    eh("family", "restrict", "P-5", "P-6", "--because", "Sorrelbank")
    eh("backup")
    (copy,) = eh.home.glob("backups/eh-*.db")
    shutil.copy(copy, copy.with_name("copy.db"))
    (eh.home / "out").mkdir()
    for name, text in {**KEYS, "plan.toml": PLAN, "request.toml": REQUEST, "pack.toml": PACK}.items():
        (eh.home / name).write_text(text + "\n", encoding="utf-8")
        (eh.home / name).chmod(0o600)
    encrypted(eh)
    older(eh.home / "old" / "record.db")
    return eh


def encrypted(eh: Office) -> None:
    """A second record, under a passphrase."""
    place = eh.home / "secret"
    place.mkdir(mode=0o700)
    shutil.copy(eh.record, place / "record.db")
    eh("record", "encrypt", "--db", str(place / "record.db"), env={"EH_KEY_FILE": str(eh.home / "key")})


def older(place: Path) -> None:
    """A record of the first schema."""
    place.parent.mkdir(mode=0o700)
    connection = sqlite3.connect(place)
    connection.executescript(gzip.decompress(OLDEST.read_bytes()).decode("utf-8"))
    connection.close()
    place.chmod(0o600)
