"""Which procedures the record and its teams follow: packs read once, on first touch."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zlib import crc32

from ehcli.errors import EhError
from ehcli.machine import folders
from ehcli.packs import calendar
from ehcli.procedures.printed import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from ehcli.desk.days import Days
    from ehcli.procedures.in_force import Procedures
    from ehcli.procedures.procedure import Procedure

# Raised whenever the derivation itself changes, so that worklists written before are rebuilt.
DERIVATION = "6"


class Rules:
    """The procedures of one record.

    ``about`` gives what the record says of itself, and ``adoptions`` the procedures a team took up, by day.
    """

    def __init__(
        self, days: Days, about: Callable[[], Mapping[str, str]], adoptions: Callable[[str], Mapping[str, str]]
    ) -> None:
        self.days, self.about, self.adoptions = days, about, adoptions
        self.versions: dict[str, Procedures] = {}
        self._of_teams: dict[str, Procedures] = {}

    def forget(self) -> None:
        """Forgets which procedures are in use: a choice has changed them."""
        self.versions.clear()
        self._of_teams.clear()

    def version(self, name: str) -> Procedures:
        """Every version of a procedure, read once."""
        if name not in self.versions:
            from ehcli.packs import reading

            self.versions[name] = reading.programme(name)
        return self.versions[name]

    @property
    def names(self) -> list[str]:
        """The procedures this record uses: its own first, then those that teams adopted."""
        about = self.about()
        return about.get("procedures", about.get("procedure", "sandwell")).split()

    @property
    def procedure(self) -> Procedure:
        """The procedure this record follows today."""
        return self.programme("").in_force(self.days.today)

    def printed(self, rule: str) -> str:
        """A refusal's rule: for the name of one that eh keeps by itself, where the record's own procedure prints it."""
        if rule not in RULES:
            return rule
        try:
            return self.procedure.printed(rule)
        except EhError:  # no record, or no pack that can be read: nobody prints it
            return ""

    def procedure_of(self, team: str) -> Procedure:
        """The procedure that is in force today for a team."""
        return self.programme(team).in_force(self.days.today)

    def followed(self, teams: Iterable[str]) -> list[Procedure]:
        """The procedures in force today for the record and for these teams, each once."""
        return list({each.name: each for each in map(self.procedure_of, ("", *teams))}.values())

    def programme(self, team: str) -> Procedures:
        """The procedures of a team, by the day from which each is in force."""
        if team not in self._of_teams:
            from ehcli.procedures import in_force

            today = self.days.today
            adoptions = self.adoptions(team) if team else {}
            self._of_teams[team] = in_force.adopted(
                self.version(self.names[0]).as_of(today),
                {day: self.version(name).as_of(today) for day, name in adoptions.items()},
            )
        return self._of_teams[team]

    def fingerprint(self) -> str:
        """What a worklist is worked out from: the procedures' files, the calendar's, and the derivation."""
        packs = [path for name in self.names for path in (folders.pack(name), *folders.versions(name)) if path]
        if any(folders.is_councils(path) for path in packs):  # its own packs may extend any other
            packs = folders.procedures()
        files = [folders.found("data", calendar.FILE)]
        files += [file for path in with_those_extended(packs) for file in folders.files_of_pack(path)]
        # To notice a change, not to prove there was none: hashlib would cost every list 5 ms.
        contents = {file: file.read_bytes() for file in files}
        marks = [f"{file.name}-{len(content)}-{crc32(content)}" for file, content in contents.items()]
        if any(b"\n[running]" in content for content in contents.values()):  # the day tells which version it is
            marks += [self.version(name).as_of(self.days.today).in_force(date.min).version for name in self.names]
        return " ".join((DERIVATION, *marks))


def with_those_extended(packs: Iterable[Path]) -> list[Path]:
    """These packs and all that they extend, each once, as far as their first lines say."""
    found: list[Path] = []
    waiting = list(packs)
    while waiting:
        path = waiting.pop(0)
        if path in found:
            continue
        found.append(path)
        head = next(iter(folders.files_of_pack(path))).read_bytes()
        told = head.partition(b"\nextends")[2].partition(b"\n[")[0].partition(b"\nversion")[0]
        names = [each.decode() for each in told.partition(b"=")[2].split(b'"')[1::2]]
        waiting += [each for name in names if (each := folders.pack(name))]
    return found
