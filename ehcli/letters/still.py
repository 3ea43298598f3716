"""Which printed letters may no longer go: looked at again whenever they are listed, made again or posted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from ehcli.addressing import posting
from ehcli.addressing.addressing import Stop
from ehcli.addressing.posting import PrintedLetter
from ehcli.addressing.together import Invitation
from ehcli.desk import note_copies
from ehcli.desk.days import Days
from ehcli.desk.rules import Rules
from ehcli.episodes.episode import told_by
from ehcli.episodes.restricted import Reader, instead
from ehcli.letters.fields import own_letters_from
from ehcli.paper import pages
from ehcli.procedures import consent
from ehcli.procedures.consent import consenting
from ehcli.record import in_tray, meetings, texts, waiting
from ehcli.record.in_tray import Waiting
from ehcli.record.port import Port
from ehcli.record.waiting import Around


class StoppedLetter(NamedTuple):
    """A printed letter that may not go, with why and what to do."""

    letter: Waiting
    stops: tuple[Stop, ...]

    @property
    def called(self) -> str:
        """The letter in a sentence."""
        to = f", to {self.letter.to}" if self.letter.to else ""
        kind = instead(self.letter.open_to) if self.letter.open_to else f"{self.letter.kind}{to}"
        return f"{self.letter.ref} ({kind}, {self.letter.episode})"

    @property
    def why(self) -> str:
        """Every reason, in a row."""
        return " ".join(stop.reason for stop in self.stops)

    def told(self, reader: Reader) -> dict[str, Any]:
        """The letter as a list shows it; to somebody outside its group no reason is told."""
        group, row = self.letter.open_to, {"letter": self.letter.ref, "episode": self.letter.episode}
        row["team"] = self.letter.team
        if not reader.sees(group):
            return row | {
                "kind": "",
                "person": "",
                "why": instead(group),
                "todo": [f"Ask one of them: eh group show {group}"],
            }
        return row | {"kind": self.letter.kind, "person": self.letter.to, "why": self.why, "todo": self.todo}

    @property
    def todo(self) -> list[str]:
        """What to do about it: take it back; printing it anew says what else each reason asks for."""
        back = f"Take it back: eh letters withdraw {self.letter.ref} --reason TEXT"
        if self.letter.open_to:
            return [back]
        return [back, f"When one may go, print it anew: eh letter {self.letter.kind} {self.letter.episode}"]


def stopped(port: Port, days: Days, rules: Rules, asked: Iterable[str | Waiting]) -> dict[str, StoppedLetter]:
    """Those of these printed letters that may not go, by everything that is recorded and by the real day.

    On a practice or replay record the working date is the real day.
    """
    given = list(asked)
    letters = [each for each in given if isinstance(each, Waiting)]
    if refs := list(dict.fromkeys(each for each in given if isinstance(each, str))):
        letters += in_tray.letters(port, refs)
    if not letters:
        return {}
    on = days.today if days.kind else days.real
    known = waiting.around(port, {each.episode: each.family for each in letters}, on)
    planned = {
        row.ref
        for episode in dict.fromkeys(each.episode for each in letters if each.meeting)
        for row in meetings.meetings(port, episode=episode, since=on.isoformat())
        if row.status == "planned"
    }
    found = {}
    for each in letters:
        stops = of_one(port, each, known[each.episode], on, rules, planned)
        if stops:
            found[each.ref] = StoppedLetter(each, tuple(stops))
    return found


def of_one(
    port: Port, letter: Waiting, around: Around, on: date, rules: Rules, planned: Iterable[str]
) -> Sequence[Stop]:
    """What stops one letter."""
    if not letter.to and not letter.addressee:
        return []  # a paper for the file goes to nobody
    if not letter.to.startswith("P-") and (why := kept_inside(port, letter, around, rules)):
        return [Stop(f"{why}.", "Take it back, and write when consent is given again: eh consent E-... --from P-...")]
    asked = []
    if letter.meeting in planned:
        asked = [Invitation(*each) for each in waiting.invitations(around.told, letter.meeting)]
    hidden = letter.open_to and letter.address == instead(letter.open_to)
    kept = around.household.kept_from(letter.to, on)
    said = texts.letter_words(port, letter.ref) if kept and not hidden else ""
    printed = PrintedLetter(
        letter.ref,
        letter.to,
        "" if hidden else letter.address,
        letter.entry,
        bool(letter.released_by),
        letter.meeting,
        pages.in_words(said) if said else "",
    )
    return posting.stopped(
        printed,
        around.household,
        on,
        consenting=consenting(around.told),
        own_from=own_letters_from(rules.procedure_of(letter.team)),
        changed=around.changed,
        asked=asked,
    )


def kept_inside(port: Port, letter: Waiting, around: Around, rules: Rules) -> str:
    """Why a letter to somebody outside the family may not go since consent was withdrawn; empty where it may."""
    if not consent.withdrawn(around.told):
        return ""
    episode = told_by(letter.episode, list(around.told))
    to = note_copies.reached(port, letter.to, letter.addressee)
    return consent.stopped(to, episode, around.told, letter.team, rules.procedure_of(letter.team))
