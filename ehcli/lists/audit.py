"""What an auditor asks of the journal: whether it is whole, which entries there are, and who read what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from ehcli.desk.desk import Desk
from ehcli.episodes.references import read
from ehcli.errors import NotFound
from ehcli.keeping import kept_seals
from ehcli.lists import who_saw as looked
from ehcli.record import journal, seals
from ehcli.record.seals import Head
from ehcli.screen import screen

NONE_KEPT = "No head is kept outside the record yet; 'eh night' keeps one."
CHECKED = "Checked against {} heads kept outside the record."


class Verified(NamedTuple):
    """What was found wrong with the journal, its last entry, and how many heads kept elsewhere it was held against.

    ``since`` is the kept head from which the chain was followed; None where it was followed from the first entry.
    """

    findings: list[str]
    head: Head | None
    heads_checked: int
    since: Head | None = None


def verified(desk: Desk, against: str, *, since_kept: bool = False) -> Verified:
    """Follows the chain of seals from the first entry to the last, and holds its end against the heads kept elsewhere.

    ``against`` is a file of heads or one seal; with none, the heads are those that eh night kept. With ``since_kept``
    the chain is followed from the newest of them on: that proves what was recorded since, and of what came before only
    that its seals are those that were kept. Raises NotFound where no head is kept.
    """
    port = desk.unsettled
    known = kept_seals.heads_to_check(desk, against)
    since = newest(known) if since_kept else None
    outside = {each: seals.unlike_head(port.whole, each) for each in known}
    followed = None
    if not (since and outside[since]):  # a head that the record does not have is no place to go on from
        followed = seals.first_broken(port.whole, counted, since)
    found = list(dict.fromkeys(str(each) for each in (followed, *outside.values()) if each))
    return Verified(found, journal.head(port, desk.days.today.isoformat()), len(known), since)


def counted(things: Iterable[Any], total: int) -> Iterable[Any]:
    """The things one by one, with how many were verified so far on a terminal."""
    return screen.counted(things, total, "Verified")


def newest(known: list[Head]) -> Head:
    """The newest of the heads that were kept; raises NotFound where there is none."""
    if not known:
        raise NotFound("No head is kept outside the record yet.", "Have one kept: eh night")
    return max(known, key=lambda head: head.entry)


def in_words(verified: Verified) -> list[str]:
    """What was proved of a journal in which nothing was found."""
    _, head, known, since = verified
    if not head:
        return []
    if since:
        later = head.entry - since.entry
        noted = f", kept on {since.noted_on}" if since.noted_on else ""
        return [
            f"Whole since entry {since.entry}{noted}: {later} entries, head {head.hash}.",
            f"Not read: entries 1 to {since.entry}. For a change to one of them: eh audit verify",
            CHECKED.format(known),
        ]
    return [
        f"The journal is whole: {head.entry} entries, head {head.hash}.",
        CHECKED.format(known) if known else NONE_KEPT,
    ]


def entries(desk: Desk, *, by: str, since: str, until: str, episode: str) -> list[dict[str, Any]]:
    """The entries of the journal; anybody may look through their own, all others take the right to audit."""
    if not by or by.casefold() != desk.who.user.casefold():
        desk.who.require("audit")
    start, end = days(desk, since, until)
    ref = read(episode, "E") if episode else ""
    found = journal.entries(desk.record, by=by, since=start, until=end, episode=ref)
    hushed = journal.hushed(desk.record, desk.who.reader)
    told = (journal.without(each, hushed) for each in found)
    return [each._asdict() | {"entry": each.id, "undone_by": each.undone_by or None} for each in told]


def who_saw(desk: Desk, ref: str, *, since: str, until: str) -> list[dict[str, Any]]:
    """Who read the file of a person or family; takes the right to audit."""
    desk.who.require("audit")
    return [each._asdict() for each in looked.who_saw(desk, ref, *days(desk, since, until))]


def days(desk: Desk, since: str, until: str) -> tuple[str, str]:
    """From the first moment of one day to that of the day after another, as the journal writes moments."""
    return (
        desk.days.day(since).isoformat() if since else "",
        (desk.days.day(until) + timedelta(days=1)).isoformat() if until else "",
    )
