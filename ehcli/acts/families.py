"""Keeps people and families true: details, addresses, who lives there, who is what to whom, who is kept apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ehcli.addressing.household import HouseholdMember
from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.days import Days
from ehcli.desk.desk import Desk
from ehcli.desk.recording import Recording
from ehcli.desk.said import Said
from ehcli.desk.typed_words import NONE, NewPerson, emptied
from ehcli.episodes.references import read
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.matching.homes import Home
from ehcli.meetings import touched
from ehcli.record import cases, households
from ehcli.record.households import Details, Membership

if TYPE_CHECKING:
    from ehcli.acts.known_already import Match

FORMATS = ("easy-read", "braille", "audio", "large-print", "interpreter")
ROLES = ("child", "parent", "sibling", "other")
SAID = ("yes", "no", "unknown")
BORN_APART = "Type the name alone. A date of birth: --born DATE; a sex: --sex M, F or U"
EMAIL = r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>]+"
PHONE = r"[0-9+()#/. -]{5,}"


class PersonChange(NamedTuple):
    """What is to change of a person, as it was typed; what is empty stays as it is."""

    name: str = ""
    born: str = ""
    sex: str = ""
    phone: str = ""
    email: str = ""
    formats: tuple[str, ...] = ()
    unsafe: str = ""
    safe_again: bool = False
    died: str = ""
    address: str = ""
    unconfirmed: bool = False
    confirmed: bool = False
    moved_too: tuple[str, ...] = ()


# People


def change(desk: Desk, person: str, asked: PersonChange, *, new: bool = False, link: str = "") -> Said:
    """What is known of a person is new from that day on; raises BadInput where nothing would change.

    Raises Refused where a new name or date of birth makes them like somebody else of the record, unless it is said
    whether they are one person or two.
    """
    notes: list[str] = []
    with desk.recording() as now:
        alike = alike_now(now, person, asked) if asked.name or asked.born else []
        refuse_unsaid(alike, link, new=new)
        moving = [households.person(now.writer, each) for each in ((person, *asked.moved_too) if asked.address else ())]
        said = changed(now, person, asked)
        people = [read(each, "P") for each in (person, *asked.moved_too)]
        found = touched.NOTHING
        if asked.unsafe or asked.address or asked.unconfirmed or (asked.died and emptied(asked.died)):
            was = {each.ref: households.someone(each, households.Membership("", each.ref, "", "")) for each in moving}
            found = touches(desk, now, people, was)
        if alike:
            notes = carried(now, read(person, "P"), alike, link)
    ref = read(person, "P")
    notes = [*notes, *remarked(asked.address), *found.in_words()]
    return Said(now.outcome, f"Changed {ref}. {' '.join(said)}", ref=ref, notes=notes, more={"touches": found.told()})


def touches(
    desk: Desk,
    now: Recording,
    people: Sequence[str],
    was: Mapping[str, HouseholdMember] | None = None,
    *,
    apart: bool = False,
) -> touched.Touched:
    """The letters, invitations and meetings that this touches: of every family that these people are of."""
    families = {each.family for ref in people for each in households.members(now.writer, person=ref)}
    return touched.by(now, desk.who.reader, sorted(families), people, was, apart=apart)


def alike_now(now: Recording, person: str, asked: PersonChange) -> list[Match]:
    """Whom somebody is like with a new name or date of birth, and was not like before."""
    from ehcli.acts import known_already

    was = households.person(now.writer, person)
    fresh = details(now.days, was, asked)
    places = households.members(now.writer, person=was.ref)
    home, role = (places[0].family, places[0].role) if places else ("", "")
    before, after = (
        known_already.found(now.writer, [known_already.Typed(*as_typed(each, role))], now.days.today, home)[0]
        for each in (was, fresh)
    )
    known = {was.ref, *(each.ref for each in before)}
    return [each for each in after if each.ref not in known]


def as_typed(known: Details, role: str) -> tuple[NewPerson, str, Home, str]:
    """Somebody of the record as one who is typed, with home and telephone."""
    born = date.fromisoformat(known.born) if known.born else None
    home = Home(tuple(known.address.split("\n")) if known.address else (), known.postcode)
    return NewPerson(known.name, born, known.sex), role, home, known.phone


def refuse_unsaid(alike: Sequence[Match], link: str, *, new: bool) -> None:
    """Raises Refused where nobody said whether somebody is one person with those they are like."""
    if link and read(link, "P") not in {each.ref for each in alike}:
        raise Refused(f"Nothing makes this person like {read(link, 'P')}.", "Leave --link out.")
    if not alike or link or new:
        return
    from ehcli.acts import known_already

    lines = "\n".join(known_already.in_words(alike))
    raise Refused(
        f"With that, this person may be one who is in the record already:\n{lines}", known_already.SAME_OR_NOT
    )


def carried(now: Recording, person: str, alike: Sequence[Match], link: str) -> list[str]:
    """Marks somebody as those are marked whom they are like; where they are one, those too as this one is."""
    from ehcli.acts import known_already

    pairs = {person: [each.ref for each in alike]}
    if link:
        pairs[read(link, "P")] = [person]
    marks = known_already.carried(now, "", pairs)
    for new, those in pairs.items():
        for place in households.members(now.writer, person=new):
            marks += known_already.flagged(now, place.family, {new: those}, now.days.today)
    notes = [f"Warning: {mark}" for mark in marks]
    if link:
        other = read(link, "P")
        notes.append(
            f"Note: {person} and {other} are one person in two records, and each stays as it is. Go on with one."
        )
    return notes


def remarked(address: str) -> list[str]:
    """What an officer should know of an address that was recorded as it was typed."""
    return [f"Note: {remark}" for remark in typed_words.remarks(address)]


def changed(now: Recording, typed: str, asked: PersonChange) -> list[str]:
    """Records what is new of a person: a sentence for each; raises BadInput where nothing would change."""
    known = households.person(now.writer, typed)
    on = happened(now.days)
    fresh = details(now.days, known, asked)
    if fresh.safe_to_write and not known.safe_to_write:
        require_release(now)
    said = [f"{words_of[name]}: {value or 'none'}." for name, value in differences(known, fresh)]
    if {"name", "born"} & {name for name, _ in differences(known, fresh)}:
        settle_again(now, known.ref)
    if fresh != known:
        row = fresh._asdict()
        for column in ("ref", "address", "postcode", "since", "confirmed"):
            del row[column]
        now.row("details", person=known.ref, **row)
        now.words(known.ref, fresh.name)
    if fresh.unsafe_because != known.unsafe_because and not said:
        said.append("Why it is not safe to write is noted anew.")
    said += live_at(now, known, asked, on)
    if not said:
        raise BadInput(f"Nothing new is said of {known.ref}.", "See what may change: eh person change --help")
    return said


words_of = {
    "name": "Name",
    "born": "Born",
    "sex": "Sex",
    "phone": "Telephone",
    "email": "Email",
    "formats": "Formats",
    "safe_to_write": "Safe to write to",
    "died_on": "Died on",
}


def differences(known: Details, fresh: Details) -> list[tuple[str, str]]:
    """What of a person is not as it was, as it is read out; why it is unsafe to write is not."""
    return [
        (name, "yes" if value is True else "no" if value is False else str(value).replace("\n", ", "))
        for name, value in fresh._asdict().items()
        if name in words_of and value != getattr(known, name)
    ]


def details(days: Days, known: Details, asked: PersonChange) -> Details:
    """The person with what was typed; raises BadInput for what cannot be."""
    fresh = known._replace(**safety(known, asked), **who_they_are(days, asked), **reached(asked))
    if asked.died:
        died = emptied(asked.died) and days.day(asked.died, "day of death")
        fresh = fresh._replace(died_on=died.isoformat() if died else "")
    if fresh.died_on and (fresh.died_on > days.today.isoformat() or (fresh.born and fresh.died_on < fresh.born)):
        raise BadInput(
            f"{known.ref} cannot have died on {long(date.fromisoformat(fresh.died_on))}.",
            "Check the date: it is not to come, and not before the birth.",
        )
    return fresh


def safety(known: Details, asked: PersonChange) -> dict[str, Any]:
    """Whether it is safe to write to somebody, where that is said."""
    if asked.unsafe and asked.safe_again:
        raise BadInput("It cannot be unsafe and safe again.", "Say one of them: --unsafe TEXT, or --safe-again")
    if asked.safe_again and known.safe_to_write:
        raise Refused(f"{known.ref} is not marked unsafe to write to.", f"See: eh person show {known.ref}")
    if asked.safe_again:
        return {"safe_to_write": True, "unsafe_because": ""}
    if not asked.unsafe:
        return {}
    return {"safe_to_write": False, "unsafe_because": typed_words.text(asked.unsafe, "reason", "--unsafe TEXT")}


def who_they_are(days: Days, asked: PersonChange) -> dict[str, Any]:
    """The name, the date of birth and the sex, where they are said."""
    said = {}
    if asked.name:
        said["name"] = typed_words.a_name(asked.name, "name (--name)", BORN_APART)
    if asked.born:
        born = emptied(asked.born) and typed_words.born(days, asked.born, "person")
        said["born"] = born.isoformat() if born else ""
    if asked.sex:
        said["sex"] = typed_words.sex(asked.sex)
    return said


def reached(asked: PersonChange) -> dict[str, Any]:
    """Telephone, email and the formats that were asked for, where they are said."""
    said = {}
    if asked.phone:
        said["phone"] = fitting(PHONE, asked.phone, "telephone", "figures and spaces: 07700 900123")
    if asked.email:
        said["email"] = fitting(
            EMAIL,
            re.sub(r"(?i)^mailto:|[.,;]+$", "", asked.email.strip()),
            "email address",
            "one address: sam@example.org",
        )
    if asked.formats:
        said["formats"] = "\n".join(formats(asked.formats))
    return said


def fitting(shape: str, typed: str, what: str, like: str) -> str:
    if (value := emptied(typed)) and not re.fullmatch(shape, value):
        raise BadInput(f"'{typed}' is no {what}.", f"Type {like}; '{NONE}' empties it.")
    return value


def formats(typed: Sequence[str]) -> list[str]:
    """The formats that somebody asked for; an interpreter's language is kept as it was typed."""
    found = []
    for each in typed:
        kind, _, language = each.partition(":")
        if not emptied(kind):
            continue
        kind = typed_words.one_of(kind, FORMATS, "format")
        if (kind == "interpreter") != bool(language.strip()):
            raise BadInput(f"'{each}' says too much or too little.", "Type interpreter:LANGUAGE, or one of the others.")
        found.append(f"{kind}:{typed_words.text(language, 'language')}" if language else kind)
    return list(dict.fromkeys(found))


def live_at(now: Recording, known: Details, asked: PersonChange, on: date) -> list[str]:
    """Records where a person lives, and who moved too (TEH-119: those who are named, never everybody)."""
    if asked.confirmed and asked.unconfirmed:
        raise BadInput("The address cannot be confirmed and unconfirmed.", "Say one of them.")
    if asked.moved_too and not asked.address:
        raise BadInput("Where have they moved to?", "Add --address TEXT")
    if not asked.address and not asked.confirmed and not asked.unconfirmed:
        return []
    said = []
    for each in [known, *(households.person(now.writer, ref) for ref in asked.moved_too)]:
        if asked.address:
            lines, postcode, _ = typed_words.address(asked.address)
        elif each.address:
            lines, postcode = tuple(each.address.split("\n")), each.postcode
        else:
            raise NotFound(f"No address of {each.ref} is recorded.", "Add --address TEXT")
        now.address(each.ref, lines, postcode, on, confirmed=not asked.unconfirmed)
        unsure = ", not confirmed" if asked.unconfirmed else ""
        said.append(f"Address of {each.ref}: {', '.join(lines)}{unsure}.")
    return said


def settle_again(now: Recording, person: str) -> None:
    """A child's age decides what is due, and the lists print the name: every open episode is worked out again."""
    for episode in cases.open_with_children(now.writer, [person]):
        now.episode(episode)
        now.settle_too(episode)


def add(desk: Desk, person: str, *, family: str, role: str, lives_with: str, new: bool, more: PersonChange) -> Said:
    """Somebody is of a family from now on: a new person, or one who is in the record already.

    Raises Refused for somebody who is of it already, and for a likely duplicate.
    """
    from ehcli.acts import known_already

    if not family or not role:
        raise BadInput("Which family, and what in it?", "Add --family F-... and --role parent, child, sibling or other")
    with desk.recording() as now:
        home = a_family(now, family)
        kept = typed_words.one_of(role, ROLES, "role in a family")
        someone = typed_words.person(desk.days, person, kept)
        if someone.ref:
            ref, name = joined(now, someone.ref, home, kept)
            marks = known_already.flagged(now, home, {ref: [ref]}, now.days.today)
        else:
            alike = whom_it_may_be(now, someone, home, kept, lives_with, more)
            if not new:
                refuse_alike(someone, alike, home, kept)
            name = someone.name
            ref = now.person(name=name, born=someone.born, sex=someone.sex)
            now.member(home, ref, kept)
            lives_where(now, ref, lives_with)
            if more != PersonChange():
                changed(now, ref, more)
            marks = known_already.carried(now, home, {ref: [each.ref for each in alike]})
    said = f"Added {ref} {name} to {home} as {role}."
    notes = [*(f"Warning: {mark}" for mark in marks), *remarked(more.address)]
    return Said(now.outcome, said, ref=ref, more={"family": home}, notes=notes)


def joined(now: Recording, person: str, home: str, role: str) -> tuple[str, str]:
    """Gives somebody who is in the record a place in a family; their reference and name."""
    known = households.person(now.writer, person)
    if any(each.family == home and not each.until for each in households.members(now.writer, person=known.ref)):
        raise Refused(f"{known.ref} is of family {home} already.", f"See: eh family show {home}")
    now.member(home, known.ref, role)
    return known.ref, known.name


def whom_it_may_be(
    now: Recording, someone: NewPerson, home: str, role: str, lives_with: str, more: PersonChange
) -> list[Match]:
    """Who of the record somebody may be who is new to a family, going by where they are said to live too."""
    from ehcli.acts import known_already

    where = Home()
    if more.address:
        where = typed_words.address(more.address)
    elif lives_with:
        other = households.person(now.writer, lives_with)
        where = Home(tuple(other.address.split("\n")) if other.address else (), other.postcode)
    typed = known_already.Typed(someone, role, where, emptied(more.phone))
    return known_already.found(now.writer, [typed], now.days.today, home)[0]


def refuse_alike(someone: NewPerson, alike: Sequence[Match], home: str, role: str) -> None:
    """Raises Refused when a new person may be in the record already, naming every candidate and why."""
    if not alike:
        return
    from ehcli.acts import known_already

    lines = "\n".join(known_already.in_words(alike))
    raise Refused(
        f"{someone.name} may be in the record already:\n{lines}",
        f"If it is the same person: eh person add P-... --family {home} --role {role}. "
        "If it is somebody else: --new-person",
    )


def lives_where(now: Recording, person: str, other: str) -> None:
    """Records that a person lives where another does, if one was named; raises NotFound for one without address."""
    if not other:
        return
    with_whom = households.person(now.writer, other)
    if not with_whom.address:
        raise NotFound(
            f"No address of {with_whom.ref} is recorded.",
            f"Record it first: eh person change {with_whom.ref} --address TEXT",
        )
    now.address(person, with_whom.address.split("\n"), with_whom.postcode, happened(now.days))


# Families


def a_family(now: Recording, typed: str) -> str:
    """The reference of a family; raises NotFound."""
    ref = read(typed, "F")
    if not households.members(now.writer, family=ref):
        raise NotFound(f"There is no family {ref}.", cases.near_reference(now.writer, "F", "family"))
    return ref


def place(now: Recording, person: str, family: str) -> Membership:
    """Somebody's place in the family that is meant; raises Refused when it could be more than one."""
    ref = households.person(now.writer, person).ref
    found = households.members(now.writer, person=ref)
    if family:
        wanted = a_family(now, family)
        found = [each for each in found if each.family == wanted]
        if not found:
            raise NotFound(f"{ref} is not of family {wanted}.", f"See: eh family show {wanted}")
    if len(found) > 1:
        raise Refused(
            f"{ref} is of more than one family: {', '.join(each.family for each in found)}.",
            "Say which: --family F-...",
        )
    return found[0]


def member(desk: Desk, person: str, *, family: str, left: str, back: bool, role: str) -> Said:
    """Somebody left the household, came back, or has another place in the family."""
    with desk.recording() as now:
        stands = place(now, person, family)
        if not (left or back or role):
            raise BadInput("What is new?", "Add --left DATE, --back or --role ROLE")
        until, said = household(desk.days, stands, left, back)
        if role:
            role = typed_words.one_of(role, ROLES, "role in a family")
            said.append(f"is recorded as {role} in {stands.family}")
        now.row("member", family=stands.family, person=stands.person, role=role or stands.role, until=until)
        found = touches(desk, now, [stands.person]) if left or role else touched.NOTHING
    return Said(
        now.outcome,
        f"{stands.person} {' and '.join(said)}.",
        ref=read(person, "P"),
        notes=found.in_words(),
        more={"touches": found.told()},
    )


def household(days: Days, stands: Membership, left: str, back: bool) -> tuple[str, list[str]]:
    """The last day in the household, empty while it has not come, and what is said of it."""
    if left and back:
        raise BadInput("Somebody cannot leave and come back at once.", "Say one of them: --left DATE, or --back")
    if left:
        day = days.day(left, "last day in the household")
        if day > days.today:
            raise BadInput(f"{long(day)} is to come.", "Record it when they have left.")
        return day.isoformat(), [f"left the household of {stands.family} after {long(day)}"]
    if not back:
        return stands.until, []
    if not stands.until:
        raise Refused(f"{stands.person} is in the household already.", f"See: eh family show {stands.family}")
    return "", [f"is back in the household of {stands.family}"]


def relate(desk: Desk, adult: str, child: str, *, relation: str, responsibility: str) -> Said:
    """What an adult is to a child, and whether the adult has parental responsibility."""
    with desk.recording() as now:
        one, other = two(now, adult, child)
        if not relation and not responsibility:
            raise BadInput("What is new?", "Add --relation TEXT or --responsibility yes, no or unknown")
        said = typed_words.one_of(responsibility, SAID, "answer") if responsibility else ""
        known = [each for each in households.relations(now.writer, [one]) if each.child == other]
        relation = relation.strip() or (known[0].relation if known else "")
        said = said or (known[0].responsibility if known else "unknown")
        family = shared(now, one, other)
        now.row("relation", family=family, person=one, child=other, relation=relation, responsibility=said)
        found = touches(desk, now, [one]) if responsibility and said == "no" else touched.NOTHING
    sentence = f"{one} is {relation or 'related'} to {other}; parental responsibility: {said}."
    return Said(now.outcome, sentence, ref=read(adult, "P"), notes=found.in_words(), more={"touches": found.told()})


def restrict(desk: Desk, person: str, other: str, *, because: str, until: str, lift: bool) -> Said:
    """Two people are kept apart in what is sent, or this is over; raises Refused where the role may not lift it."""
    on = happened(desk.days)
    with desk.recording(because) as now:
        # One order for both, so that it does not matter who was named first.
        one, another = sorted(two(now, person, other), key=lambda ref: (len(ref), ref))
        row = {"family": shared(now, one, another), "person": one, "other": another}
        if lift:
            require_release(now)
            standing = restriction(now, one, another, row["family"], on)
            because, since, last = because or standing.because, standing.since, before(on)
            said = f"The restriction between {one} and {another} is lifted."
        else:
            because = typed_words.text(because, "reason", "--because TEXT")
            since, last = on.isoformat(), end(desk.days, until, on)
            known = [each for each in households.restrictions(now.writer, [one]) if {*each[:2]} == {one, another}]
            sooner(now, f"The restriction between {one} and {another}", known, last)
            said = f"{one} and {another} are kept apart in everything that is sent{until_words(last)}."
        now.row("restriction", **row, because=because, since=since, until=last)
        found = touched.NOTHING if lift else touches(desk, now, [one, another], apart=True)
    return Said(now.outcome, said, ref=read(person, "P"), notes=found.in_words(), more={"touches": found.told()})


def restriction(now: Recording, one: str, another: str, family: str, on: date) -> households.Restricted:
    """What keeps two people apart on that day; raises NotFound where nothing does."""
    for each in households.restrictions(now.writer, [one]):
        if {*each[:2]} == {one, another} and households.stands(each.since, each.until, on):
            return each
    raise NotFound(f"No restriction stands between {one} and {another}.", f"See: eh family show {family}")


def flag(desk: Desk, family: str, *, because: str, until: str, lift: bool) -> Said:
    """A second person looks at a family's letters, or this is over; raises Refused where the role may not lift it."""
    on = happened(desk.days)
    with desk.recording(because) as now:
        if lift:
            require_release(now)
        home = a_family(now, family)
        standing = households.flag(now.writer, home, on)
        if lift and not standing:
            raise NotFound(f"Letters to {home} do not need a second person.", f"See: eh family show {home}")
        if lift and standing:
            because, since, last = because or standing.because, standing.since, before(on)
            said = f"Letters to {home} no longer need a second person."
        else:
            because = typed_words.text(because, "reason", "--because TEXT")
            since, last = on.isoformat(), end(desk.days, until, on)
            known = households.newest_flag(now.writer, home)
            sooner(now, f"The flag of {home}", [known] if known else [], last)
            said = f"Letters to {home} need a second person{until_words(last)}."
        now.row("flag", family=home, because=because, since=since, until=last)
        found = touched.NOTHING if lift else touched.by(now, desk.who.reader, [home], [], apart=True)
    return Said(now.outcome, said, ref=read(family, "F"), notes=found.in_words(), more={"touches": found.told()})


def require_release(now: Recording) -> None:
    """What keeps somebody safe is taken off only by those who may release a letter: our default."""
    now.require("release-letters", now.procedure())


def sooner(now: Recording, what: str, known: Sequence[households.Restricted | households.Flag], last: str) -> None:
    """Raises Refused where what keeps somebody safe today would end sooner, and the role may not decide that.

    To say it again with another last day is a way of ending it like any other; to have it stand for longer is
    everybody's to say.
    """
    today = now.days.today.isoformat()
    for each in known:
        if (not each.until or each.until >= today) and last and (not each.until or last < each.until):
            try:
                require_release(now)
            except Refused as problem:
                stands = until_words(each.until) or " and has no end"
                problem.message = f"{what} stands{stands}: to end it sooner is to be decided. {problem.message}"
                raise


def two(now: Recording, person: str, other: str) -> tuple[str, str]:
    """Two different people; raises BadInput for one named twice."""
    refs = households.person(now.writer, person).ref, households.person(now.writer, other).ref
    if refs[0] == refs[1]:
        raise BadInput(f"{refs[0]} is named twice.", "Name two people.")
    return refs


def shared(now: Recording, person: str, other: str) -> str:
    """The family that two people are both of; raises Refused when there is none."""
    theirs = [each.family for each in households.members(now.writer, person=person)]
    others = {each.family for each in households.members(now.writer, person=other)}
    found = [family for family in theirs if family in others]
    if not found:
        raise Refused(
            f"{person} and {other} are not of one family.",
            f"Add one to the other's: eh person add {other} --family {(theirs or ['F-...'])[0]} --role other",
        )
    return found[0]


def happened(days: Days) -> date:
    """The day from which it holds: never one to come, for it holds at once."""
    on, _ = days.happened
    if on > days.today:
        raise BadInput(f"{long(on)} is to come.", "Record it when it has happened.")
    return on


def before(on: date) -> str:
    return date.fromordinal(on.toordinal() - 1).isoformat()


def end(days: Days, until: str, since: date) -> str:
    """The last day on which it holds; empty when no end is known."""
    if not until:
        return ""
    last = days.day(until, "last day")
    if last < since:
        raise BadInput(f"It cannot end on {long(last)}, before it begins.", "Check --until")
    return last.isoformat()


def until_words(last: str) -> str:
    return f" until {long(date.fromisoformat(last))}" if last else ""
