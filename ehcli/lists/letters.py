"""Letters as they were printed, and which record made a file that somebody holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ehcli.days.typed_dates import long
from ehcli.desk.desk import Desk
from ehcli.episodes.references import read
from ehcli.machine import files
from ehcli.machine.hashes import sha256
from ehcli.paper import proof
from ehcli.record import office, texts
from ehcli.show import lists

OF_LETTERS = {"letter": "Letter", "episode": "Episode", "kind": "Kind", "person": "To"}
OF_LETTERS |= {
    "dated": "Dated",
    "posted_on": "Posted",
    "withdrawn": "Taken back",
    "open_to": "Restricted to",
    "file": "File",
}
OF_LETTERS |= lists.beside("template_version", "addressee", "address", "hash", "enclosures", "template_hash", "options")
OF_LETTERS |= lists.beside("released_by", "restricted", "team")


def letters(desk: Desk, *, episode: str = "", teams: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The letters of an episode or of some teams, with the day each was posted, as whoever asks may see them."""
    slugs = office.several(desk.record, teams)
    ref = read(episode, "E") if episode else ""
    return texts.letters(desk.record, episode=ref, teams=slugs, reader=desk.who.reader)


def verified(desk: Desk, file: Path) -> tuple[dict[str, Any], str]:
    """Whether a letter's file is as it was printed, and of which letter: as a script and as a person is told of it."""
    content = files.small(file.expanduser(), files.DOCUMENT)
    ref = texts.letter_of_hash(desk.record, sha256(content))
    claimed = ref or proof.claimed(content, file.name)
    row = next(iter(texts.letters(desk.record, ref=claimed, reader=desk.who.reader)), None) if claimed else None
    told = {"file": str(file), "letter": row["letter"] if row else None, "as_printed": bool(ref)}
    if row and ref:
        said = f"{file.name} is {ref} ({row['kind']}) of {row['episode']}, as it was printed on "
        said += f"{long(date.fromisoformat(row['dated']))}."
        said += " It was taken back since, and is not to be posted." if row["withdrawn"] else ""
    elif row:
        said = f"{file.name} says it is {row['letter']}, but it is not the file that was printed: it was altered."
    else:
        said = f"No letter of this record was printed as {file.name}."
    return told, said
