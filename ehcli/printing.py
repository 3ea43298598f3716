"""Prints letters: each one's file, its fact and its row go into the record together, or none of them does."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from ehcli import correspondence, files, minuted, places
from ehcli.desk import Desk
from ehcli.errors import EhError, NotFound
from ehcli.facts import LetterWritten
from ehcli.letters.pages import Letter, Passage
from ehcli.letters.text import as_text
from ehcli.record.deriving import Settled

if TYPE_CHECKING:
    from ehcli.letters.wording import Template
    from ehcli.recording import Recording


class Printed(NamedTuple):
    """A letter that was printed; on a dry run it has words but no file."""

    ref: str
    kind: str
    file: Path | None
    hash: str
    letter: Letter


class Press:
    """Prints the letters of one run: a file whose recording failed is not left lying about.

    ``with Press(desk) as press, desk.recording() as now: press.letter(now, ...)``
    """

    def __init__(self, desk: Desk, *, out: str = "", format: str = "docx", large_print: bool = False) -> None:
        self.desk = desk
        self.out, self.format, self.large_print = out, format, large_print
        self.folders = list(places.folders("letter_templates"))
        self.templates: dict[str, Template] = {}
        self.unkept: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind:
            for file in self.unkept:
                with suppress(OSError):
                    file.unlink()
        self.unkept.clear()

    def template(self, kind: str) -> Template:
        """The template of a kind of letter, read once."""
        if kind not in self.templates:
            self.templates[kind] = self.desk.wording.load(kind, self.folders)
        return self.templates[kind]

    def letter(
        self,
        now: Recording,
        settled: Settled,
        kind: str,
        to: correspondence.Recipient,
        dated: date,
        *,
        meeting: str = "",
        more: Mapping[str, object] | None = None,
    ) -> Printed:
        """Prints one letter and records that it was written; ``more`` fills fields in that the record cannot.

        Raises BadInput that names every gap, and then records nothing of it.
        """
        template = self.template(kind)
        ref = now.writer.ref("L")
        minutes: dict[str, object] = {}
        if "minutes" in template.fields():
            held = minuted.meeting_of(settled, meeting)
            meeting = held.ref
            minutes["minutes"] = minuted.passage(self.desk, now.writer, settled, held, to.ref)
        known = correspondence.fields(self.desk, now.writer, settled, to, letter=ref, dated=dated, meeting=meeting)
        said = known | dict(more or {}) | minutes
        spelt = {name: value.said() if isinstance(value, Passage) else value for name, value in said.items()}
        correspondence.keep_secret(to, spelt, template, self.desk.today)
        letter = template.write(said)
        if now.dry_run:
            return Printed(ref, template.kind, None, "", letter)
        file = self.folder / f"{ref}-{template.kind}.{self.format}"
        self.unkept.append(file)
        self.save(letter, file)
        printed = Printed(ref, template.kind, file, hashlib.sha256(file.read_bytes()).hexdigest(), letter)
        now.tell([LetterWritten(settled.episode.ref, dated, "", ref, template.kind, to.ref)])
        now.row(
            "letter",
            ref=ref,
            episode=settled.episode.ref,
            kind=template.kind,
            template_version=template.version,
            person=to.ref,
            addressee=to.name,
            address=to.address,
            dated=dated.isoformat(),
            file=str(file),
            hash=printed.hash,
            released_by=to.released_by,
        )
        return printed

    def save(self, letter: Letter, file: Path) -> None:
        """Writes the letter to its file: on the house letterhead, or as plain text."""
        if file.suffix == ".txt":
            files.write(file, as_text(letter) + "\n")
        else:
            self.desk.word.write(letter, self.letterhead, file, large_print=self.large_print)

    @cached_property
    def letterhead(self) -> Path:
        found = next((each / "letterhead.docx" for each in self.folders if (each / "letterhead.docx").is_file()), None)
        if found is None:
            raise NotFound("There is no letterhead.", f"Put letterhead.docx in {self.folders[0]}")
        return found

    @cached_property
    def folder(self) -> Path:
        """The folder for letters, made if it is not there."""
        made = Path(self.out).expanduser().absolute() if self.out else places.home() / "letters"
        try:
            made.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EhError(f"{made} cannot be made: {error.strerror}.", "Name another folder: --out DIR") from None
        return made
