"""Which procedures the record and its teams follow: packs read once, on first touch."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING
from zlib import crc32

from ehcli.errors import EhError, NotFound
from ehcli.machine import folders
from ehcli.packs import calendar
from ehcli.procedures.printed import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from ehcli.desk.days import Days
    from ehcli.procedures.adoptions import Adoption
    from ehcli.procedures.in_force import Procedures
    from ehcli.procedures.procedure import Procedure
    from ehcli.record.cases import EpisodeHeading

# Raised whenever the derivation itself changes, so that worklists written before are rebuilt.
DERIVATION = "10"
MOVED = "moved:"  # begins the mark of a team whose running work has moved to another procedure


class Rules:
    """The procedures of one record.

    ``about`` gives what the record says of itself, and ``adopted`` the procedures that teams took up: each team's by
    first day.
    """

    def __init__(
        self,
        days: Days,
        about: Callable[[], Mapping[str, str]],
        adopted: Callable[[], Mapping[str, Mapping[str, str]]],
    ) -> None:
        self.days, self.about, self.adopted = days, about, adopted
        self.versions: dict[str, Procedures] = {}
        self._taken_up: dict[str, list[Adoption]] | None = None
        self._programmes: dict[tuple[str, ...], Procedures] = {}

    def forget(self) -> None:
        """Forgets which procedures are in use: a choice has changed them."""
        self.versions.clear()
        self._programmes.clear()
        self._taken_up = None

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
    def in_use(self) -> list[Procedure]:
        """Every version of every procedure that this record uses: what closed earlier keeps its own."""
        return [each for name in self.names for each in self.version(name).procedures]

    def here(self) -> list[str]:
        """The procedures that can be used on this computer."""
        from ehcli.packs import reading

        return reading.procedure_names()

    @property
    def in_use_here(self) -> list[Procedure]:
        """Every version of every procedure that this record uses and that is here."""
        here = set(self.here())
        return [each for name in self.names if name in here for each in self.version(name).procedures]

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

    def taken_up(self, team: str) -> list[Adoption]:
        """What a team took up or is to take up, in the order in which each counts."""
        if not team:
            return []
        if self._taken_up is None:
            from ehcli.procedures import adoptions

            self._taken_up = {of: adoptions.as_kept(chosen) for of, chosen in self.adopted().items()}
        return self._taken_up.get(team, [])

    def programme(self, team: str, closed_on: str = "", *, on: date | None = None) -> Procedures:
        """The procedures of a team, by the day from which each is in force: as seen today, or on another day.

        What is running may have moved to one that was taken up later; an episode that was closed by then did not.
        """
        seen, chosen = on or self.days.today, dict[str, str]()
        if taken_up := self.taken_up(team):
            from ehcli.procedures import adoptions

            chosen = adoptions.by_day(taken_up, seen.isoformat(), closed_on)
        key = (seen.isoformat(), *(part for each in sorted(chosen.items()) for part in each))
        if key not in self._programmes:
            from ehcli.procedures import in_force

            self._programmes[key] = in_force.adopted(
                self.version(self.names[0]).as_of(seen),
                {day: self.version(name).as_of(seen) for day, name in chosen.items()},
            )
        return self._programmes[key]

    def programmes(self, teams: Iterable[str]) -> dict[str, Procedures]:
        """The procedures of each of these teams, without a team that took up one which is not here."""
        found = {}
        for team in sorted(teams):
            with suppress(NotFound):
                found[team] = self.programme(team)
        return found

    def likely(self, team: str) -> Procedures:
        """The procedures that something of a team will most likely be asked of: enough to read ahead."""
        return self.programmes({team}).get(team) or self.programme("")

    def programme_of(self, heading: EpisodeHeading) -> Procedures:
        """The procedures of an episode: its team's, and of one that is closed as they were when it closed."""
        return self.programme(heading.team, heading.closed_on)

    def fingerprint(self) -> str:
        """What a worklist is worked out from: the procedures' files, the calendar's, and the derivation."""
        packs = [path for name in self.names for path in (folders.pack(name), *folders.versions(name)) if path]
        if any(folders.is_councils(path) for path in packs):  # its own packs may extend any other
            packs = folders.procedures()
        days = folders.found("data", calendar.FILE)
        # To notice a change, not to prove there was none: hashlib would cost every list 5 ms.
        contents = {days: days.read_bytes(), **with_those_extended(packs)}
        marks = [f"{file.name}-{len(content)}-{crc32(content)}" for file, content in contents.items()]
        if any(b"\n[running]" in content for content in contents.values()):  # the day tells which version it is
            marks += [self.version(name).as_of(self.days.today).in_force(date.min).version for name in self.names]
        return " ".join((DERIVATION, *marks, *self.moved_to()))

    def moved_to(self) -> Iterator[str]:
        """The procedures to which what was running has moved by today: the day comes by itself, and no entry tells."""
        if len(self.names) == 1:
            return  # no team took up another
        today = self.days.today.isoformat()
        for team in self.adopted():
            for each in self.taken_up(team):
                if each.running and each.first <= today:
                    yield f"{MOVED}{team}:{each.first}:{each.name}"


def teams_that_moved(one: str, other: str) -> set[str]:
    """The teams that two fingerprints of a worklist differ in; none where they differ otherwise too."""
    differ = set(one.split()) ^ set(other.split())
    moved = {each.split(":")[1] for each in differ if each.startswith(MOVED)}
    return moved if all(each.startswith(MOVED) for each in differ) else set()


def with_those_extended(packs: Iterable[Path]) -> dict[Path, bytes]:
    """What the files of these packs hold, and of all that they extend as far as their first lines say."""
    found: dict[Path, bytes] = {}
    waiting = list(packs)
    while waiting:
        head, *others = folders.files_of_pack(waiting.pop(0))
        if head in found:
            continue
        found |= {file: file.read_bytes() for file in (head, *others)}
        told = found[head].partition(b"\nextends")[2].partition(b"\n[")[0].partition(b"\nversion")[0]
        names = [each.decode() for each in told.partition(b"=")[2].split(b'"')[1::2]]
        waiting += [each for name in names if (each := folders.pack(name))]
    return found
