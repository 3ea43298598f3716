"""The minutes of a TAF as a letter prints them, from what was recorded: nothing of a case note is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ehcli.episodes.episode import Meeting
from ehcli.episodes.facts import StarCompleted
from ehcli.errors import BadInput
from ehcli.letters.fields import in_full, joined
from ehcli.meetings import plan
from ehcli.meetings.apart import Hidden
from ehcli.paper.pages import Block, Heading, Paragraph, Passage, Run, Star, Table, Voice
from ehcli.procedures.procedure import Named, Procedure
from ehcli.record import minuted
from ehcli.record.deriving import Settled
from ehcli.record.port import Port

METHODS = {
    "phone": "by telephone",
    "in-person": "in person",
    "email": "by email",
    "secure-email": "by secure email",
    "moveit": "by MoveIT",
    "ehm": "through EHM",
    "text": "by text message",
    "video": "by video call",
    "letter": "by letter",
}


def passage(
    procedure: Procedure, port: Port, settled: Settled, meeting: Meeting, to: str, hidden: Hidden = Hidden()
) -> Passage:
    """The minutes of a meeting for one reader; raises one BadInput that names everything that is missing.

    A child's own Star goes to that child alone: no source sends it to a parent, and one forbids it (HAR-144). Nothing
    of those whom a restriction keeps from the reader is in them: that they were there, what they do, lines that name
    them.
    """
    headings = plan.parts(procedure, meeting.kind)
    said = minuted.said(port, meeting.ref)
    actions = minuted.agreed(port, meeting.ref)
    refuse_unready(headings, settled, meeting, said, actions)
    said, actions, meeting = hidden.said(said), hidden.actions(actions), without(meeting, hidden)
    spelt = plan.names(port, settled, [*meeting.attended, *(each.who for each in meeting.asked)])
    names = {child.ref: child.name for child in settled.children}
    blocks: list[Block] = [*attendance(meeting, spelt)]
    for part, each in plan.ordered(headings, said):
        blocks.append(Heading(2, f"{part.heading}{about(each.child, names, ': {}')}"))
        kind = Voice if part.voice else Paragraph
        blocks += [kind((Run(line),)) for line in each.text.split("\n") if line.strip()]
    doing = plan.names(port, settled, [each.who for each in actions])
    blocks += [Heading(2, "What happens next"), agreed(actions, names, doing)]
    return Passage((*blocks, *stars(procedure, settled, meeting, to, names)))


def without(meeting: Meeting, hidden: Hidden) -> Meeting:
    """A meeting as one reads of it who is kept from some of those that were asked to it."""
    return meeting._replace(
        attended=tuple(each for each in meeting.attended if not hidden.is_one(each)),
        asked=tuple(each for each in meeting.asked if not hidden.is_one(each.who)),
        chair="" if hidden.is_one(meeting.chair) else meeting.chair,
    )


def refuse_unready(
    headings: Sequence[plan.Part],
    settled: Settled,
    meeting: Meeting,
    said: Sequence[minuted.Said],
    actions: Sequence[minuted.Action],
) -> None:
    """Raises one BadInput that names everything minutes still need."""
    lacking = plan.unsaid(headings, settled, said)
    if not headings and not any(each.text for each in said):
        lacking.append("what was said, under your authority's own headings")
    if not actions:
        lacking.append("the actions, each with who does it")
    if not meeting.held_on:
        lacking = ["that it was held, and who was there"]
    if lacking:
        raise BadInput(
            f"The minutes of {meeting.ref} cannot be written yet. Still needed: {'; '.join(lacking)}.",
            f"Record it: eh taf plan {meeting.ref} --part 'HEADING=TEXT' --action 'WHAT; WHO; BY'. "
            f"'None' is an answer. A blank form: eh taf plan {meeting.ref} --form",
        )


def about(child: str, names: Mapping[str, str], form: str) -> str:
    """The name of the child that something is about, in words; nothing where it is about everybody."""
    return form.format(names[child]) if child else ""


def agreed(actions: Sequence[minuted.Action], names: Mapping[str, str], doing: Mapping[str, str]) -> Table:
    """What was agreed, who does it and by when."""
    return Table(
        ("", "Action", "Who", "By when"),
        tuple(
            (
                str(each.item),
                f"{each.action}{about(each.child, names, ' ({})')}",
                doing.get(each.who, each.who),
                f"done on {shown(each.done_on)}" if each.done_on else shown(each.by_when) or "no date agreed",
            )
            for each in actions
        ),
    )


def shown(day: str) -> str:
    return in_full(date.fromisoformat(day)) if day else ""


def attendance(meeting: Meeting, spelt: dict[str, str]) -> Iterable[Block]:
    """Who was there, who sent apologies, and who else was invited and how."""

    def listed(refs: Sequence[str]) -> str:
        return ", ".join(spelt.get(ref, ref) for ref in refs)

    yield Heading(2, "Who was there")
    yield Paragraph((Run(listed(meeting.attended)),))
    if meeting.chair:
        yield Paragraph((Run(f"Chair: {spelt.get(meeting.chair, meeting.chair)}"),))
    absent = [each for each in meeting.asked if each.who not in meeting.attended]
    if sorry := [each.who for each in absent if each.answer == "apologies"]:
        yield Paragraph((Run(f"Apologies: {listed(sorry)}"),))
    if others := [each for each in absent if each.answer != "apologies"]:
        yield Paragraph(
            (
                Run("Also invited: "),
                Run(
                    "; ".join(
                        f"{spelt.get(each.who, each.who)} ({METHODS.get(each.method, each.method)})" for each in others
                    )
                ),
            )
        )


def stars(procedure: Procedure, settled: Settled, meeting: Meeting, to: str, names: dict[str, str]) -> Iterable[Block]:
    """The Stars with scores up to the meeting's day: the last of each, with the distance since the one before."""
    known = {named.slug: named for named in procedure.lists.get("star", ())}
    done: dict[tuple[str, tuple[str, ...]], list[StarCompleted]] = {}
    for told in sorted(settled.told, key=lambda each: each.order):
        fact = told.fact
        if isinstance(fact, StarCompleted) and fact.scores and meeting.held_on and fact.on <= meeting.held_on:
            done.setdefault((fact.star, fact.children), []).append(fact)
    for (slug, children), facts in done.items():
        if children and children != (to,):
            continue
        named = known.get(slug)
        title = named.name if named else slug
        about = f" of {', '.join(names.get(child, child) for child in children)}" if children else ""
        yield from one_star(f"{title}{about}", named, facts)


def areas(named: Named | None, count: int) -> list[str]:
    """The names of a Star's areas; numbers where the procedure prints none, or not as many."""
    printed = named.more.get("domains") if named else None
    domains = [str(each) for each in printed] if isinstance(printed, list) else []
    return domains if len(domains) == count else [f"Point {number}" for number in range(1, count + 1)]


def scale(named: Named | None) -> tuple[int, int]:
    """The lowest and the highest score of a Star."""
    printed = named.more.get("scale") if named else None
    return (int(printed[0]), int(printed[1])) if isinstance(printed, list) else (1, 10)


def one_star(title: str, named: Named | None, facts: Sequence[StarCompleted]) -> Iterable[Block]:
    """One Star: its picture, the distance in words, and the scores in a table."""
    last = facts[-1]
    before = next((each for each in reversed(facts[:-1]) if len(each.scores) == len(last.scores)), None)
    domains, (low, high) = areas(named, len(last.scores)), scale(named)
    was = before.scores if before else ()
    words = distance(last, before)
    yield Heading(2, f"{title}, {in_full(last.on)}")
    alt = f"{title} on {in_full(last.on)}: " + "; ".join(
        f"{number} {name}, {score}" for number, (name, score) in enumerate(zip(domains, last.scores, strict=True), 1)
    )
    if len(last.scores) > 2:
        yield Star(alt, tuple(last.scores), tuple(was), low, high)
    yield Paragraph((Run(words),))
    numbered = enumerate(zip(domains, last.scores, was or [None] * len(domains), strict=True), 1)
    if before:
        yield Table(
            ("", "Area", "Before", "Now", "Change"),
            tuple((str(n), name, str(old), str(new), changed(new - (old or 0))) for n, (name, new, old) in numbered),
        )
    else:
        yield Table(("", "Area", "Score"), tuple((str(n), name, str(new)) for n, (name, new, _) in numbered))


def changed(by: int) -> str:
    """How far a score has moved, in words: a minus sign is easily missed."""
    return f"{'up' if by > 0 else 'down'} {abs(by)}" if by else "the same"


def distance(last: StarCompleted, before: StarCompleted | None) -> str:
    """How far the scores have come since the Star before, in words."""
    if not before:
        return "This is the first Star with scores."
    changes = [new - old for new, old in zip(last.scores, before.scores, strict=True)]
    up, down = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    counts = ((up, "went up"), (down, "went down"), (len(changes) - up - down, "stayed the same"))
    said = [f"{count} {what}" for count, what in counts if count]
    return f"Since {in_full(before.on)}, of the {len(changes)} areas, {joined(said)}."


def meeting_of(settled: Settled, ref: str) -> Meeting:
    """The meeting named, else the last one held."""
    if ref:
        found = settled.episode.meeting(ref)
        if found:
            return found
    held = settled.episode.tafs_held
    if not held:
        raise BadInput(
            f"{settled.episode.ref} has no TAF that was held.", f"See: eh taf list --episode {settled.episode.ref}"
        )
    return held[-1]
