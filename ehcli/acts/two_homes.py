"""That two people live in two homes, though their addresses look like one; and that this is so no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ehcli.acts.families import require_release, two
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.said import Said
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.record import households, two_homes
from ehcli.record.deriving import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ehcli.desk.recording import Recording


def decide(desk: Desk, person: str, other: str, *, reason: str, over: bool) -> Said:
    """Two addresses are two homes from now on, as long as neither is changed; anybody may say that this is over.

    Raises Refused where the role may not decide it, or where the addresses are two homes as they are compared.
    """
    if desk.settings.on:
        raise BadInput("This holds for the addresses as they are today, from now on.", "Leave out --on")
    reason = typed_words.text(reason, "reason", "--reason TEXT")
    with desk.recording(reason) as now:
        refs = two_homes.pair(*two(now, person, other))
        one, another = refs.split()
        stands = refs in two_homes.standing(now.writer)
        if over and not stands:
            raise NotFound(f"Nobody decided that {one} and {another} live in two homes.", f"See: eh person show {one}")
        login, _ = now.decider()
        if not over:
            require_release(now)
        value = "" if over else fresh_mark(now, one, another)
        now.row("choice", kind=two_homes.KIND, name=refs, value=value, decided_by=login, reason=reason)
    said = f"{one} and {another} live in two homes, as their addresses stand today: decided by {login}."
    if over:
        said = f"The addresses of {one} and {another} are compared again as they stand."
    return Said(
        Outcome(entry=now.entry, dry_run=now.dry_run), said, ref=one, more={"other": another, "holds": not over}
    )


def fresh_mark(now: Recording, one: str, other: str) -> str:
    """The mark of both addresses; raises NotFound where one has none, and Refused where there is nothing to decide."""
    known = households.details(now.writer, [one, other])
    for ref in (one, other):
        if not known[ref].address:
            raise NotFound(f"No address of {ref} is recorded.", f"Record it: eh person change {ref} --address TEXT")
    lives = [households.someone(known[ref], households.Membership("", ref, "", "")) for ref in (one, other)]
    if frozenset((one, other)) in two_homes.decided(now.writer, known):
        raise Refused(f"It was decided already that {one} and {other} live in two homes.", "Nothing needs recording.")
    if lives[0].home_with(lives[1]).result == "different":
        raise Refused(
            f"The addresses of {one} and {other} are two homes as they are compared.", "Nothing needs recording."
        )
    return two_homes.mark(known, two_homes.pair(one, other))


def refuse_undoing(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Raises Refused for an entry that ended such a decision: to have it again is to be decided anew."""
    for row in rows.get("choice", ()):
        if row["kind"] == two_homes.KIND and not row["value"]:
            one, other = row["name"].split()
            raise Refused(
                f"That {one} and {other} live in two homes is over: this cannot be undone.",
                f"Decide it anew: eh family two-homes {one} {other} --reason TEXT --by LOGIN",
            )
