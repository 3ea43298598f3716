"""Who is invited to a TAF, how, and what they answer: whoever may not be written to is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ehcli.addressing.addressing import BY_PHONE, NEVER, RELEASABLE, WRITTEN, Addressing, Stop, kept_apart, unsafe
from ehcli.desk.note_copies import reached
from ehcli.episodes.episode import Episode, Meeting
from ehcli.episodes.facts import VALUES
from ehcli.errors import BadInput, Refused, nearest, together
from ehcli.letters import fields, outside
from ehcli.meetings import apart, places
from ehcli.meetings.guests import Guest, guest, is_over, left_out
from ehcli.meetings.invitation_files import DRAFTED
from ehcli.procedures.procedure import Procedure
from ehcli.record.deriving import Settled
from ehcli.record.port import Port

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording

METHODS = VALUES["invited", "method"]
Pair = tuple[str, str]  # how somebody is invited, and what they answered


def typed_pairs(pairs: Iterable[str], who: Iterable[str], method: str, answer: str) -> dict[str, Pair]:
    """Who was typed, with how and what they answered; raises BadInput for a way of asking that there is not."""
    found: dict[str, Pair] = {}

    def put(name: str, how: str) -> None:
        how = how.strip().casefold().replace(" ", "-")
        if how and how not in METHODS:
            hint = nearest(how, list(METHODS)) or f"It is one of {', '.join(METHODS)}."
            raise BadInput(f"'{how}' is not a way to invite somebody.", hint)
        if found.get(name, (how, ""))[0] != how:
            raise BadInput(f"'{name}' is invited in two ways.", "Name the way that was used last.")
        found[name] = (how, answer)

    for pair in pairs:
        name, _, how = pair.rpartition("=") if "=" in pair else (pair, "", "")
        put(name.strip(), how)
    for name in who:
        put(name.strip(), method)
    if not all(found):
        raise BadInput("An invitation names nobody.", "Type it as --invite P-0003=letter")
    return found


def held_back(found: Addressing, invited: Guest, method: str, letting: fields.Release) -> list[Stop]:
    """What stands in the way of a written invitation; raises BadInput for one that is released without a reason."""
    held = found.held(invited.who, released=bool(letting.by))
    if letting.by and not letting.reason and not held and (anyway := found.held(invited.who, released=False)):
        raise BadInput(f"Why may this invitation go? {anyway[0].reason}", "Add --reason TEXT")
    flagged = found.flagged and method in DRAFTED and not letting.by
    return [*held, looked_at(invited.who, method)] if flagged else held


def checked(
    port: Port,
    settled: Settled,
    procedure: Procedure,
    meeting: Meeting,
    invited: Mapping[Guest, str],
    today: date,
    letting: fields.Release = fields.Release(),
) -> tuple[list[Guest], list[Guest]]:
    """Who can be invited, and who is left out because they ended or left before the meeting.

    Raises Refused for somebody who may not be written to, and where nobody is left.
    """
    ended = [each for each in invited if is_over(each, meeting)]
    asked = [each for each in invited if each not in ended]
    children = {child.ref for child in settled.children}
    stops: list[Stop] = []
    for each in asked:
        method = invited[each]
        if each.kind == "family" and method in WRITTEN | BY_PHONE:
            audience = "young-person" if each.who in children else "parent"
            found = fields.addressed(port, settled, procedure, audience=audience, on=today, to=each.who, method=method)
            stops += held_back(
                by_telephone(found, today) if method == "phone" else found.addressing, each, method, letting
            )
    before = {each.who for each in meeting.asked}
    telling = [each.who for each in asked if invited[each] or each.who not in before]
    both = letting_together(apart.against(port, settled, meeting, telling, today), letting)
    at_home = [each.who for each in asked if each.kind == "family" and invited[each]]
    stops += of_places(places.against(port, settled, meeting, at_home, today), letting)
    if stops or both:
        raise refused(stops, both)
    if not asked:
        said = "; ".join(left_out(each) for each in ended)
        raise Refused(f"Nobody can be invited: {said}", "Name somebody who is still there: eh agency list")
    return asked, ended


def by_telephone(found: fields.Addressed, on: date) -> Addressing:
    """What stops a call: safety alone, for a call is not delivered to a door."""
    people = [
        each._replace(
            stops=(
                *(stop for stop in each.stops if each.person.died and stop.lifted == NEVER),
                *unsafe(each.person, "phone"),
                *kept_apart(found.household, each.person, on, "phone"),
            )
        )
        for each in found.addressing.addressees
    ]
    return Addressing(tuple(people))


def letting_together(stops: Sequence[Stop], letting: fields.Release) -> list[Stop]:
    """What stops people kept apart from being asked to one meeting; raises BadInput for a release without a reason."""
    held = [stop for stop in stops if not (letting.by and stop.lifted == RELEASABLE)]
    if letting.by and not letting.reason and len(held) < len(stops):
        raise BadInput(f"Why may both be asked? {stops[0].reason}", "Add --reason TEXT")
    return held


def refused(stops: Sequence[Stop], both: Sequence[Stop]) -> Refused:
    """Every reason at once: another way of asking helps against some, and against people kept apart none does."""
    every = [*stops, *both]
    todo = dict.fromkeys(stop.todo for stop in every)
    releasing = any(stop.lifted == RELEASABLE for stop in every)
    more = ["What a manager may release: --released-by LOGIN --reason TEXT"] if releasing else []
    more += ["Or invite in another way, such as in-person."] if stops else []
    return Refused("\n".join(dict.fromkeys(stop.reason for stop in every)), together(*todo, *more))


def of_places(found: Mapping[str, Sequence[Stop]], letting: fields.Release) -> list[Stop]:
    """What stops people from being told of a place; raises BadInput for a release without a reason."""
    every = [stop for stops in found.values() for stop in stops]
    held = [stop for stop in every if not (letting.by and stop.lifted == RELEASABLE)]
    if letting.by and not letting.reason and not held and every:
        raise BadInput(f"Why may this invitation go? {every[0].reason}", "Add --reason TEXT")
    return held


def looked_at(who: str, method: str) -> Stop:
    """What is said of an invitation that a second person looks at first."""
    return Stop(
        "What is written to this family is looked at by a second person first.",
        f"Once a second person has looked at it: eh taf invite M-... --invite {who}={method} --released-by LOGIN",
    )


def told(
    now: Recording,
    stands: Settled,
    meeting: Meeting,
    pairs: Mapping[str, Pair],
    letting: fields.Release = fields.Release(),
) -> tuple[dict[str, Pair], list[str]]:
    """Who is invited, with how and the answer, and a sentence for each who is left out."""
    usual = {each.who: each.method for each in meeting.asked}
    found = {guest(now.writer, stands, typed): pair for typed, pair in pairs.items()}
    # An answer is what somebody said to us: nothing is written to anybody for it.
    ways = {each: how or ("" if answer else usual.get(each.who, "")) for each, (how, answer) in found.items()}
    procedure = now.procedure(stands.episode.ref)
    fresh = [each.who for each, (how, answer) in found.items() if each.kind != "family" and (how or not answer)]
    outside.refuse([reached(now.writer, who) for who in fresh], stands, procedure)
    asked, ended = checked(now.writer, stands, procedure, meeting, ways, now.days.today, letting)
    return {each.who: found[each] for each in asked}, [left_out(each) for each in ended]


def before(episode: Episode, meeting: Meeting) -> dict[str, Pair]:
    """Those who were invited to the meeting before this one, in the same way."""
    earlier = [each for each in episode.meetings if each.ref != meeting.ref and each.asked]
    if not earlier:
        raise Refused(
            f"Nobody was invited to a meeting of {episode.ref} before {meeting.ref}.",
            f"Name them: eh taf invite {meeting.ref} --invite WHO=METHOD",
        )
    return {each.who: (each.method, "") for each in earlier[-1].asked}


def offered(stands: Settled) -> str:
    """Whom one would think of first: the family and who holds the case."""
    held = [each.worker for each in stands.episode.holdings if not each.until]
    return f"Think of the parents or carers, {', '.join([child.ref for child in stands.children] + held)}."


def in_words(asked: Mapping[str, Pair]) -> str:
    """Who is invited, how, and what they answered."""
    return "; ".join(
        f"{who} ({', '.join(part for part in pair if part) or 'as before'})" for who, pair in asked.items()
    )
