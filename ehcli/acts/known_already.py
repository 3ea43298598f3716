"""Who of the record somebody that is typed may be, why, and what keeps them safe: carried along whatever is chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ehcli.days.typed_dates import long
from ehcli.desk.typed_words import NewPerson
from ehcli.matching.homes import Home
from ehcli.matching.persons import STRONG, Individual, at_one_home, reasons
from ehcli.record import households, known
from ehcli.record.port import Port
from ehcli.record.remembering import ask_ahead

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording

SAME_OR_NOT = "If it is the same person: --link P-... If it is somebody else: --new-person"
OFFERED = 8  # of one who is typed: more are told of by their number


class Typed(NamedTuple):
    """Somebody as typed, with the role, and where the request says that they live and are reached."""

    person: NewPerson
    role: str = ""
    home: Home = Home()
    phone: str = ""

    @property
    def about(self) -> Individual:
        """The same, as it is compared."""
        each, home = self.person, self.home
        return Individual(
            (each.name,),
            each.born.isoformat() if each.born else "",
            each.sex,
            (("\n".join(home.lines), home.postcode),) if home.lines and not home.is_none else (),
            (self.phone,) if self.phone else (),
            self.role,
        )


class Match(NamedTuple):
    """Somebody of the record who may be one that was typed: why, and what is to be known of them first."""

    ref: str
    name: str
    born: str
    why: tuple[str, ...]
    marks: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """It in a line."""
        dated = f", born {self.born}" if self.born else ""
        marked = f". Mind: {'; '.join(self.marks)}" if self.marks else ""
        return f"  {self.ref}  {self.name}{dated} - {', '.join(self.why)}{marked}"


def found(port: Port, typed: Sequence[Typed], today: date, family: str = "") -> list[list[Match]]:
    """Who of the record each of these may be, those for whom most speaks first; ``family`` is where they are to belong.

    That others of the same family are named too counts for each of them.
    """
    ask_ahead(port, lambda asked: [near(asked, each) for each in typed])
    those_near = [near(port, each) for each in typed]
    ask_ahead(port, lambda asked: read_of(asked, those_near))
    known_ones = [compared(port, each, refs, today) for each, refs in zip(typed, those_near, strict=True)]
    homes = known.families(port, [one.ref for those in known_ones for one, _ in those])
    strong = [
        {home for one, why in those if why and why[0] in STRONG for home in homes.get(one.ref, ())}
        for those in known_ones
    ]
    told = []
    for place, each in enumerate(typed):
        beside = set().union(*(those for at, those in enumerate(strong) if at != place), {family} if family else ())
        told.append(with_family(port, each, known_ones[place], homes, beside, today))
    every = {one.ref for those in told for one, _ in those}
    marks = marked(port, every, today) if every else {}
    return [
        [Match(one.ref, one.name, one.born, why, tuple(marks.get(one.ref, ()))) for one, why in ranked(those)]
        for those in told
    ]


def ranked(those: Iterable[tuple[known.Known, tuple[str, ...]]]) -> list[tuple[known.Known, tuple[str, ...]]]:
    """Those for whom anything speaks, most of it first."""
    order = {kind: place for place, kind in enumerate(STRONG)}
    speaking = [(one, why) for one, why in those if why]
    return sorted(speaking, key=lambda each: (-len(each[1]), order.get(each[1][0], len(order)), each[0].ref))


def near(port: Port, typed: Typed) -> set[str]:
    """The references of everybody worth comparing with somebody who is typed."""
    about = typed.about
    return known.may_be(port, typed.person.name, typed.person.born, about.homes, about.phones)


def read_of(port: Port, those: Sequence[set[str]]) -> None:
    """What is read of everybody worth comparing, whatever is in it."""
    for refs in those:
        known.everybody(port, refs)
    known.families(port, set().union(*those))


def compared(port: Port, typed: Typed, refs: Iterable[str], today: date) -> list[tuple[known.Known, tuple[str, ...]]]:
    """These people, with what speaks for each, as far as names, dates, home and telephone go."""
    about = typed.about
    return [(each, reasons(about, each.about, today=today)) for each in known.everybody(port, refs)]


def with_family(
    port: Port,
    typed: Typed,
    those: Sequence[tuple[known.Known, tuple[str, ...]]],
    homes: Mapping[str, set[str]],
    families: Collection[str],
    today: date,
) -> list[tuple[known.Known, tuple[str, ...]]]:
    """The same where others of some families are named too: their people are compared with that in mind."""
    if not families:
        return list(those)
    members = known.of_families(port, families)
    seen = {one.ref for one, _ in those}
    again = [*those, *((one, ()) for one in known.everybody(port, members - seen))]
    return [
        (one, reasons(typed.about, one.about, family=True, today=today) if one.ref in members else why)
        for one, why in again
    ]


def in_words(those: Iterable[Match]) -> list[str]:
    """Who may be meant, a line each; where they are very many the rest are counted."""
    lines = [each.line for each in those]
    more = len(lines) - OFFERED
    return lines if more <= 0 else [*lines[:OFFERED], f"  and {more} more: eh find NAME"]


# What keeps somebody safe


def marked(port: Port, refs: Iterable[str], today: date) -> dict[str, list[str]]:
    """What is to be known of these people before anything is sent to them; no reason is told."""
    wanted, found = sorted(set(refs)), dict[str, list[str]]()

    def mark(ref: str, words: str) -> None:
        if ref in wanted:
            found.setdefault(ref, []).append(words)

    for ref, each in households.details(port, wanted).items():
        if each.died_on:
            mark(ref, f"died on {long(date.fromisoformat(each.died_on))}")
        if not each.safe_to_write:
            mark(ref, "not safe to write to")
        if each.address and not each.confirmed:
            mark(ref, "the address is not confirmed")
    for pair in households.restrictions(port, wanted):
        if households.stands(pair.since, pair.until, today):
            mark(pair.person, f"kept apart from {pair.other}")
            mark(pair.other, f"kept apart from {pair.person}")
    homes = known.families(port, wanted)
    flagged = households.flags(port, sorted({home for those in homes.values() for home in those}), today)
    for ref, those in homes.items():
        for home in sorted(those & set(flagged)):
            mark(ref, f"letters of {home} need a second person")
    return found


def carried(now: Recording, family: str, pairs: Mapping[str, Sequence[str]]) -> list[str]:
    """Marks each of these people as those are marked whom they may be, and says so; ``pairs`` is who may be whom.

    What is marked stays so until somebody who may release letters says otherwise.
    """
    pairs = {new: [old for old in those if old != new] for new, those in pairs.items()}
    on, olds = now.days.today, sorted({old for those in pairs.values() for old in those})
    said: list[str] = []
    if olds:
        ask_ahead(now.writer, lambda asked: of_marks(asked, pairs, olds))
        said += marked_so(now, family, pairs)
    if family and (olds or pairs.keys() - now.fresh.keys()):  # nobody knows anything of people who are made here
        said += flagged(now, family, {new: [new, *those] for new, those in pairs.items()}, on)
    return said


def of_marks(port: Port, pairs: Mapping[str, Sequence[str]], olds: Sequence[str]) -> None:
    """What is read of what keeps people safe, whatever is in it."""
    households.details(port, [*olds, *pairs])
    households.restrictions(port, [*alike(pairs), *pairs])
    known.families(port, {*olds, *pairs})


def alike(pairs: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The other way round: who of the new each of the record may be."""
    found: dict[str, list[str]] = {}
    for new, those in pairs.items():
        for old in those:
            found.setdefault(old, []).append(new)
    return found


def marked_so(now: Recording, family: str, pairs: Mapping[str, Sequence[str]]) -> list[str]:
    """Marks people as not safe to write to, of no sure address, or kept apart, as those are whom they may be."""
    on, olds = now.days.today, sorted({old for those in pairs.values() for old in those})
    details = households.details(now.writer, [*olds, *pairs])
    said: list[str] = []
    for new, those in pairs.items():
        if unsafe := next((old for old in those if not details[old].safe_to_write), ""):
            said += not_safe(now, details[new], details[unsafe])
        if unsure := next((old for old in those if is_unsure(details[old], details[new])), ""):
            where = details[new]
            now.address(new, where.address.split("\n"), where.postcode, on, confirmed=False)
            said.append(f"The address of {new} counts as not confirmed, as that of {unsure} is.")
    return [*said, *kept_apart(now, family, pairs, on)]


def is_unsure(old: households.Details, new: households.Details) -> bool:
    """Whether the same address is not confirmed of the one, and counts as confirmed of the other."""
    here, there = (new.address, new.postcode), (old.address, old.postcode)
    known_of_both = bool(old.address and new.address)
    return known_of_both and new.confirmed and not old.confirmed and at_one_home([here], [there])


def not_safe(now: Recording, new: households.Details, old: households.Details) -> list[str]:
    """Marks somebody as not safe to write to, as another is whom they may be."""
    if not new.safe_to_write:
        return []
    because = f"from {old.ref}, who may be the same person{f': {old.unsafe_because}' if old.unsafe_because else ''}"
    row = new._replace(safe_to_write=False, unsafe_because=because)._asdict()
    for column in ("ref", "address", "postcode", "since", "confirmed"):
        del row[column]
    now.row("details", person=new.ref, **row)
    return [f"{new.ref} is marked as not safe to write to, as {old.ref} is."]


def kept_apart(now: Recording, family: str, pairs: Mapping[str, Sequence[str]], on: date) -> list[str]:
    """Keeps people apart as those are kept apart whom they may be."""
    is_like = alike(pairs)
    standing = [
        each
        for each in households.restrictions(now.writer, [*is_like, *pairs])
        if households.stands(each.since, each.until, on)
    ]
    there, said = {frozenset(each[:2]) for each in standing}, []
    for each in standing:
        for one in (each.person, *is_like.get(each.person, ())):
            for other in (each.other, *is_like.get(each.other, ())):
                if one == other or frozenset((one, other)) in there:
                    continue
                there.add(frozenset((one, other)))
                first, second = sorted((one, other), key=lambda ref: (len(ref), ref))
                home = family or next(iter(sorted(known.families(now.writer, [first]).get(first, ()))), "")
                why = f"from {each.person} and {each.other}, who may be the same people: {each.because}"
                now.row(
                    "restriction",
                    family=home,
                    person=first,
                    other=second,
                    because=why,
                    since=on.isoformat(),
                    until=each.until,
                )
                said.append(f"{first} and {second} are kept apart, as {each.person} and {each.other} are.")
    return said


def flagged(now: Recording, family: str, pairs: Mapping[str, Sequence[str]], on: date) -> list[str]:
    """Has a second person look at the letters of a family, as of that of somebody who may be one of it."""
    olds = sorted({old for those in pairs.values() for old in those})
    homes = sorted({home for those in known.families(now.writer, olds).values() for home in those} - {family})
    standing = households.flags(now.writer, [family, *homes], on)
    if family in standing or not standing:
        return []
    home, flag = next(iter(standing.items()))
    because = f"from {home}, of which somebody here may be: {flag.because}"
    now.row("flag", family=family, because=because, since=on.isoformat(), until=flag.until)
    return [f"Letters to {family} need a second person, as those to {home} do."]
