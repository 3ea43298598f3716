"""What the journal tells that eh would have refused, whoever wrote it: named, since nothing but a person can mend it.

No copy is worse for it: a backup is made all the same, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ehcli.desk.desk import Desk
from ehcli.procedures import rights
from ehcli.procedures.adoptions import read
from ehcli.record import identity, office, out_of_order
from ehcli.record.cases import EpisodeHeading
from ehcli.record.out_of_order import Part, Place

May = Callable[[str, int, str], bool]  # whether somebody had a right before an entry: login, entry, right


def findings(desk: Desk) -> Iterator[str]:
    """What stands in the journal that eh would have refused, in sentences with the family and the entry."""
    port = desk.record
    of_itself = identity.told(port)
    if of_itself.get("practice", desk.about.get("practice")) != "yes":
        # A record to replay in may be told of any day: of it those are to come that are so by both days.
        today = max(desk.days.today, desk.days.real) if of_itself.get(identity.REPLAY) == "yes" else desk.days.real
        for told in out_of_order.days_to_come(port, today.isoformat()):
            yield (
                f"{told.episode} of {told.family}: entry {told.entry} ({told.command}, by {told.by}) tells of"
                f" {told.day}, which is to come. Correct it with: eh correct {told.episode} {told.kind}"
                f" --entry {told.entry} --on DATE --reason TEXT"
            )
    for ref, family, entry, by in out_of_order.never_opened(port):
        taken = f": entry {entry}, by {by}, took that back" if entry else ""
        yield f"{ref} of {family} is open, and nothing tells that it was opened{taken}. Look at it with: eh show {ref}"
    yield from choices(desk)
    roles = out_of_order.roles(port)
    may = rights_then(desk, roles)
    yield from parts(desk, out_of_order.kept_apart(port), may)
    yield from undone(desk, roles, may)


def choices(desk: Desk) -> Iterator[str]:
    """The choices of teams that cannot be read, or name a procedure that is not here."""
    for entry, kind, name in office.unreadable_choices(desk.record):
        what, _, team = kind.partition(":")
        yield f"Entry {entry} chose for {team} what cannot be read ({what} {name}): it counts for nothing."
    here = set(desk.rules.here())
    for team, chosen in sorted(office.choices_of_teams(desk.record, "adopted").items()):
        for first, value in sorted(chosen.items()):
            if (name := read(first, value).name) not in here:
                yield (
                    f"{team} took up the procedure {name} from {first}, and it is not here:"
                    " none of its episodes can be worked out."
                )


def rights_then(desk: Desk, roles: Sequence[Place]) -> May:
    """Whether a worker's role had a right, under any procedure in use, just before an entry was made."""
    procedures = desk.rules.in_use_here

    def here(entry: int) -> dict[str, str]:
        now = {each.login: each for each in roles if each.entry < entry and not 0 < each.undone_in < entry}
        return {login: each.role for login, each in now.items() if not each.until}

    def has(role: str, right: str) -> bool:
        return any(right in rights.may(role, procedure) for procedure in procedures)

    def may(login: str, entry: int, right: str) -> bool:
        then = here(entry)
        if right in rights.BEGUN_BY_ANYBODY and not any(has(role, right) for role in then.values()):
            return True  # somebody has to begin
        return has(then.get(login, ""), right) or login not in {each.login for each in roles}

    return may


def parts(desk: Desk, told: Sequence[Part], may: May) -> Iterator[str]:
    """The restrictions and flags that hold no more, though nobody with the right ended them."""
    families = out_of_order.families(desk.record)
    ends = {each.entry: each for each in out_of_order.undone(desk.record)}
    for pair in dict.fromkeys(each.pair for each in told):
        of = [each for each in told if each.pair == pair]
        standing = [each for each in of if not each.undone_in]
        newest = of[-1]
        whom = " and ".join(sorted(pair))
        again = (
            f"eh family restrict {newest.person} {newest.other}" if newest.other else f"eh family flag {newest.family}"
        )
        mend = f"If they are to stand, record it again with: {again} --because TEXT"
        for each in standing[-1:]:
            theirs = [families.get(person, set()) for person in (each.person, each.other) if person]
            if theirs and not any(each.family in known for known in theirs):
                yield f"Entry {each.entry} keeps {whom} apart in {each.family}, which is the family of neither. {mend}"
            if len(standing) > 1 and keeps_less(each, standing[-2]) and not may(each.by, each.entry, "release-letters"):
                yield (f"{each.family}: entry {each.entry} ended what keeps {whom} safe, and {each.by} may not. {mend}")
        if newest.undone_in and not lifts(newest, of) and newest.undone_in in ends_by(ends):
            by = ends_by(ends)[newest.undone_in]
            if not may(by, newest.undone_in, "release-letters"):
                yield (
                    f"{newest.family}: entry {newest.undone_in} undid entry {newest.entry}, which keeps {whom} safe,"
                    f" and {by} may not end that. {mend}"
                )


def ends_by(ends: dict[int, out_of_order.Undone]) -> dict[int, str]:
    """Who decided on each undoing."""
    return {each.by_entry: each.decided_by for each in ends.values()}


def keeps_less(new: Part, old: Part) -> bool:
    """Whether a later word takes something off an earlier one."""
    if old.until and old.until < new.since:
        return False  # that was over
    return new.since > new.told_on or bool(new.until and (not old.until or new.until < old.until))


def lifts(each: Part, of: Sequence[Part]) -> bool:
    """Whether this word took off what stood before it: to undo it keeps more, which anybody may."""
    before = [other for other in of if other.entry < each.entry and not 0 < other.undone_in < each.entry]
    return bool(before) and keeps_less(each, before[-1])


def undone(desk: Desk, roles: Sequence[Place], may: May) -> Iterator[str]:
    """What was undone by another, though later work rested on it, or by somebody who may not give a role back."""
    told = out_of_order.undone(desk.record)
    for each in told:
        if each.by != each.undone_by:
            yield (
                f"Entry {each.by_entry}, by {each.undone_by}, undid entry {each.entry} ({each.command}), which"
                f" {each.by} recorded."
            )
    by_number = {each.entry: each for each in told}
    opened = out_of_order.opened(desk.record)
    for entry, resting, episode in out_of_order.rested_on(desk.record):
        family, made = opened[episode]
        hidden = f" {episode} of {family} is out of sight since then." if made == entry else ""
        each = by_number[entry]
        yield (
            f"{episode} of {family}: entry {each.by_entry}, by {each.undone_by}, undid entry {entry} ({each.command}),"
            f" and entry {resting} rested on it.{hidden} See: eh history {episode}"
        )
    deciding = {
        each.slug for own in desk.rules.in_use_here for each in own.lists["role"] if rights.decides(each.slug, own)
    }
    for place in {each.login: each for each in roles}.values():
        undoing = by_number.get(place.entry)
        before = [each for each in roles if each.login == place.login and not each.undone_in]
        if not (place.until and undoing and before):
            continue
        wanted = "appoint" if before[-1].role in deciding else "staff"
        if not may(undoing.decided_by, undoing.by_entry, wanted):
            yield (
                f"Entry {undoing.by_entry} gave {place.login} a role back by undoing entry {place.entry}, and"
                f" {undoing.decided_by} may not. If they left: eh worker end {place.login} --by LOGIN"
            )


def owes_nothing(heading: EpisodeHeading) -> str:
    """That an open episode owes nothing, though it once did."""
    return (
        f"{heading.ref} of {heading.family} is open and nothing is owed of it any more: what was told of it was taken"
        f" back. Look at it with: eh show {heading.ref}"
    )
