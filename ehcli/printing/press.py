"""Prints letters: each one's file, its fact and its row go into the record together, or none of them does."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from ehcli.addressing.addressing import RELEASABLE, refusal
from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.who import Who
from ehcli.episodes.facts import LetterWritten
from ehcli.episodes.restricted import EVERYTHING, instead
from ehcli.errors import BadInput, EhError, NotFound, Refused
from ehcli.letters import fields as letters_fields
from ehcli.letters.unposted import unposted
from ehcli.machine import files, folders
from ehcli.machine.hashes import sha256
from ehcli.meetings import apart
from ehcli.paper import pages
from ehcli.paper.pages import Letter, Passage
from ehcli.paper.plain_text import as_text
from ehcli.printing import minutes
from ehcli.record import people, texts
from ehcli.record.deriving import Settled
from ehcli.record.port import Port

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording
    from ehcli.paper.letterhead import Letterhead
    from ehcli.paper.templates import Template
    from ehcli.procedures.procedure import Procedure

FORMATS = ("docx", "pdf", "txt")
LARGE = "large-print"
COVER = "cover-note"
MINUTES = "minutes"  # the field that holds the minutes of the meeting a letter is about
HOUSE_OWN = "the letterhead or the template"
MEETING = "meeting_"  # how the fields begin that say a letter is about one meeting


class Printed(NamedTuple):
    """A letter that was printed; on a dry run it has words but no file. ``formats`` is what the person asked for."""

    ref: str
    kind: str
    file: Path | None
    hash: str
    letter: Letter
    formats: tuple[str, ...] = ()


class Press:
    """Prints the letters of one run: a file whose recording failed is not left lying about.

    ``with Press(desk) as press, desk.recording() as now: press.letter(now, ...)``
    """

    def __init__(
        self,
        desk: Desk,
        *,
        out: str = "",
        format: str = "docx",
        large_print: bool = False,
        open_to: str = "",
        files: bool = True,
    ) -> None:
        self.desk = desk
        self.open_to = open_to
        self.out, self.large_print = out, large_print
        self.format = typed_words.one_of(format, FORMATS, "format of a letter")
        self.files = files  # whether letters lie in files: those of the practice record are in the record alone
        self.folders = list(folders.folders("letter_templates"))
        self.templates: dict[tuple[str, str], Template] = {}
        self.papers: dict[bool, Letterhead] = {}
        self.office: letters_fields.Office | None = None
        self.unkept: list[Path] = []
        self.looked_at: set[Path] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind:
            self.take_away()
        self.unkept.clear()

    def take_away(self, since: int = 0) -> None:
        """Takes away the files of letters that were not recorded, from so many on."""
        for file in self.unkept[since:]:
            with suppress(OSError):
                file.unlink()
        del self.unkept[since:]

    def template(self, kind: str, procedure: str = "") -> Template:
        """The template of a kind of letter, a procedure's own before the general one; read once."""
        if (kind, procedure) not in self.templates:
            from ehcli.paper import templates

            self.templates[kind, procedure] = templates.load(kind, self.folders, procedure)
        return self.templates[kind, procedure]

    def letter(
        self,
        now: Recording,
        settled: Settled,
        kind: str,
        to: letters_fields.Recipient,
        dated: date,
        *,
        meeting: str = "",
        more: Mapping[str, object] | None = None,
        afresh: bool = False,
    ) -> Printed:
        """Prints one letter and records that it was written; ``more`` fills fields in that the record cannot.

        Raises BadInput that names every gap, and Refused where the same letter waits to be posted; then
        records nothing of it.
        """
        procedure = self.procedure(now, settled)
        template = self.template(kind, procedure.name)
        about = self.about(settled, template, meeting)
        self.refuse_together(now, settled, template, about, to)
        if not afresh:
            waiting(now.writer, settled, template.kind, to, about, self.desk.who)
        given = self.given(now, settled, template, to, dated, meeting, procedure, more or {})
        self.refuse_wrong(template)
        ref = given["letter_ref"] = now.writer.ref("L")
        letter = self.worded(template, given, to)
        asked = tuple(people.formats(now.writer, to.ref)) if to.ref.startswith("P-") else ()
        printed = Printed(ref, template.kind, None, "", letter, asked)
        if now.dry_run:
            return printed
        kept: dict[str, str] = {}
        if self.files:
            printed, kept = self.filed(printed, template, given, about)
        else:
            printed = printed._replace(hash=sha256(as_text(letter).encode()))
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
            file=str(printed.file or ""),
            hash=printed.hash,
            released_by=to.released_by,
            enclosures="\n".join(template.enclosures),
            open_to=self.open_to,
            **kept,
        )
        return printed

    def filed(
        self, printed: Printed, template: Template, given: dict[str, object], about: str
    ) -> tuple[Printed, dict[str, str]]:
        """Writes the letter's file, and a cover where other formats were asked for; and what it is made again from."""
        large = self.large_print or LARGE in printed.formats
        content = self.made(printed.letter, template, given, large)
        file = self.folder / f"{printed.ref}-{template.kind}.{self.format}"
        before = len(self.unkept)
        try:
            self.put(content, file)
            if others := [each for each in printed.formats if each != LARGE]:
                self.cover(given, others)
        except EhError:
            self.take_away(before)  # nobody may post what is not recorded
            raise
        options = [self.format, *([LARGE] if large else []), *([about] if about else []), *printed.formats]
        kept = {
            "template_hash": template.hash,
            "options": "\n".join(dict.fromkeys(options)),
            "words": pages.kept(printed.letter, given if template.word else {}),
        }
        return printed._replace(file=file, hash=sha256(content)), kept

    def again(self, row: Mapping[str, Any]) -> Path:
        """Writes the file of a letter once more, from what the record keeps; nothing is recorded.

        Raises Refused where it would not be the same file, because a letterhead or template was changed.
        """
        letter, given = pages.from_kept(texts.letter_words(self.desk.record, row["letter"]))
        options = row["options"].split("\n")
        self.format = options[0]
        file = self.folder / Path(row["file"]).name if self.out else Path(row["file"])
        template = self.template(row["kind"], self.desk.procedure_of(row["episode"]).name) if given else None
        content = self.made(letter, template, given, LARGE in options)
        if sha256(content) != row["hash"]:
            also = ", or LibreOffice," if self.format == "pdf" else ""
            raise Refused(
                f"{row['letter']} cannot be made again as it was: the letterhead or the template{also} "
                "was changed since.",
                "Print a letter with today's, and a reference of its own: --afresh",
            )
        files.own_folder(file.parent)
        self.put(content, file)
        return file

    # What a letter says

    def procedure(self, now: Recording, settled: Settled) -> Procedure:
        return now.procedure(settled.episode.ref)

    def about(self, settled: Settled, template: Template, meeting: str) -> str:
        """The meeting a letter is about, as the record notes it: two meetings have a letter each."""
        if not any(name.startswith(MEETING) for name in self.fields(template)):
            return ""
        if MINUTES in self.fields(template):
            meeting = minutes.meeting_of(settled, meeting).ref
        found = letters_fields.next_meeting(settled.episode, meeting)
        return f"meeting {found.ref}" if found else ""

    def refuse_together(
        self, now: Recording, settled: Settled, template: Template, about: str, to: letters_fields.Recipient
    ) -> None:
        """Raises Refused where a letter tells its addressee of a meeting with somebody from whom they are kept."""
        meeting = settled.episode.meeting(about.removeprefix("meeting "))
        if not meeting or not to.household.kept_from(to.ref, self.desk.days.today):
            return
        today = self.desk.days.today
        stops = apart.reading(to.household, to.ref, meeting, today)
        if not stops and MINUTES not in self.fields(template) and meeting.status == "planned":
            stops = apart.against(now.writer, settled, meeting, [to.ref], today)
        held = [stop for stop in stops if not (to.released_by and stop.lifted == RELEASABLE)]
        if held:
            raise refusal(held)
        if stops and not now.reason:
            raise BadInput(f"Why may this letter go? {stops[0].reason}", "Add --reason TEXT")

    def given(
        self,
        now: Recording,
        settled: Settled,
        template: Template,
        to: letters_fields.Recipient,
        dated: date,
        meeting: str,
        procedure: Procedure,
        more: Mapping[str, object],
    ) -> dict[str, object]:
        """The values of every field of the letter; raises BadInput that names every gap."""
        if MINUTES in self.fields(template):
            meeting = minutes.meeting_of(settled, meeting).ref
        self.office = self.office or letters_fields.Office.of(self.desk, now.writer)
        note = procedure.named("note_type", template.note) if template.note else None
        known = letters_fields.fields(
            self.desk,
            now.writer,
            settled,
            to,
            letter="L-",  # no number is given out before it is certain that there will be a letter
            dated=dated,
            meeting=meeting,
            note=note,
            deadlines=template.deadlines,
            office=self.office,
        )
        said: dict[str, object] = {**known, **self.replying(template, settled, dated, more)}
        used = self.fields(template)
        if MINUTES in used:
            held = minutes.meeting_of(settled, meeting)
            hidden = apart.Hidden.of(to.household, [to.ref], self.desk.days.today)
            said[MINUTES] = minutes.passage(procedure, now.writer, settled, held, to.ref, hidden)
        filled = template.filled(said, used)
        spelt = {name: value.said() if isinstance(value, Passage) else value for name, value in filled.items()}
        letters_fields.keep_secret(to, spelt, used, self.desk.days.today)
        return {**said, **filled}

    def fields(self, template: Template) -> frozenset[str]:
        """The fields that a letter uses, a council's own Word template read in the place of ours."""
        if not template.word:
            return template.fields()
        from ehcli.paper import council_template

        return frozenset(council_template.fields(template.word))

    def replying(
        self, template: Template, settled: Settled, dated: date, more: Mapping[str, object]
    ) -> Mapping[str, object]:
        """What was given by hand, and the day to reply by: never sooner than the template's own working days."""
        asked = more.get("reply_by")
        if template.reply_within:
            soonest = self.desk.days.workdays_of(settled.episode.team).after(dated, template.reply_within)
            if isinstance(asked, date) and asked < soonest:
                raise BadInput(
                    f"The letter {template.kind} gives {template.reply_within} working days to reply, "
                    f"until {long(soonest)}; {long(asked)} is sooner.",
                    "Leave --reply-by out, or name a later day.",
                )
            asked = asked or soonest
        return {**more, "reply_by": letters_fields.in_full(asked) if isinstance(asked, date) else asked}

    def worded(
        self, template: Template, given: Mapping[str, object], to: letters_fields.Recipient | None = None
    ) -> Letter:
        """The letter in words; raises BadInput for one that says nothing, or does not show whom it goes to."""
        from ehcli.paper import says_something

        text = ""
        if not template.word:
            letter = template.write(given)
        else:
            from ehcli.paper import council_template

            content = council_template.written(template, given)
            letter, text = template.headed(given, council_template.words(content)), council_template.text(content)
        if to:
            says_something.refuse_empty(template, letter, text, (to.name, *to.address.split("\n")))
        return letter

    def refuse_wrong(self, template: Template) -> None:
        """Raises BadInput for a template that would make no letter; looked at once in a run."""
        from ehcli.paper import says_something

        if template.path not in self.looked_at:
            says_something.refuse_wrong(template, self.fields(template))
            self.looked_at.add(template.path)

    # Files

    def made(self, letter: Letter, template: Template | None, given: Mapping[str, object], large_print: bool) -> bytes:
        """The letter's file: on the house letterhead, from a council's own template, as PDF, or as plain text."""
        if self.format == "txt":
            return (as_text(letter) + "\n").encode()
        if template and template.word:
            from ehcli.paper import council_template

            content = council_template.written(template, given, large_print=large_print)
        else:
            from ehcli.paper import word

            content = word.made(letter, self.paper(large_print))
        if self.format == "pdf":
            from ehcli.paper import pdf

            content = pdf.converted(content)
        return content

    def put(self, content: bytes, file: Path) -> None:
        """Saves a file that is taken away again unless it is recorded; raises EhError where it is open in Word.

        Raises Refused where the working date is not the real day.
        """
        self.desk.days.sure()
        if files.open_in_word(file):
            raise EhError(f"{file.name} is open in Word.", "Close the letter in Word, then try again.")
        fresh = not file.exists()
        files.put(file, content)
        if fresh:
            self.unkept.append(file)

    def cover(self, given: Mapping[str, object], formats: list[str]) -> None:
        """Prints a note for the officer: what the person asked for, which nobody has done yet."""
        template = self.template(COVER)
        letter = template.write({**given, "formats": [letters_fields.spoken(each) for each in formats]})
        self.put(self.made(letter, None, {}, False), self.folder / f"{given['letter_ref']}-cover.{self.format}")

    def paper(self, large_print: bool) -> Letterhead:
        """The letterhead in one print, made ready once for all the letters of a run."""
        if large_print not in self.papers:
            from ehcli.paper import word

            self.papers[large_print] = word.ready(self.letterhead, large_print=large_print)
        return self.papers[large_print]

    @cached_property
    def letterhead(self) -> Path:
        found = next((each / "letterhead.docx" for each in self.folders if (each / "letterhead.docx").is_file()), None)
        if found is None:
            raise NotFound("There is no letterhead.", f"Put letterhead.docx in {self.folders[0]}")
        return found

    @cached_property
    def folder(self) -> Path:
        """The folder for letters, made if it is not there; a group's restricted letters have one of their own."""
        if self.open_to and not self.out:
            own = folders.home() / "letters" / self.open_to
            files.own_folder(own)
            return own
        made = Path(self.out).expanduser().absolute() if self.out else folders.home() / "letters"
        files.out_folder(made)
        return made


def waiting(port: Port, settled: Settled, kind: str, to: letters_fields.Recipient, about: str, who: Who) -> None:
    """Raises Refused where the same letter to the same person was printed already and not posted."""
    for ref in (ref for ref, person in unposted(settled.told, kind).items() if person == to.ref):
        row = texts.letters(port, ref=ref, reader=EVERYTHING)[0]
        if not about or about in row["options"].split("\n"):
            group = row["open_to"]
            where = row["file"] if who.reader.sees(group) else f"it is {instead(group)}"
            raise Refused(
                f"{ref} ({kind}) was printed on {long(date.fromisoformat(row['dated']))} and has not been posted: "
                f"{where}",
                f"Print the same one again: --again. Print another in its place: --afresh. "
                f"Record that it went: eh letters posted {ref}",
            )
