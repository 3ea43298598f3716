"""Keeps people and families true: details, addresses, who lives there, who is what to whom, who is kept apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ehcli.acts import opening
from ehcli.days.typed_dates import long
from ehcli.desk import typed_words
from ehcli.desk.desk import Desk
from ehcli.desk.recording import Recording
from ehcli.desk.typed_words import NONE, emptied
from ehcli.episodes.references import read
from ehcli.errors import BadInput, NotFound, Refused
from ehcli.procedures import rights
from ehcli.record import households, stories
from ehcli.record.households import Details, Membership

FORMATS = ("easy-read", "braille", "audio", "large-print", "interpreter")
ROLES = ("child", "parent", "sibling", "other")
SAID = ("yes", "no", "unknown")
BORN_APART = "Type the name alone. A date of birth: --born DATE; a sex: --sex M, F or U"
EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>]+")
PHONE = re.compile(r"[0-9+()#/ -]{5,}")


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


def change(desk: Desk, now: Recording, typed: str, asked: PersonChange) -> list[str]:
    """Records what is new of a person: a sentence for each; raises BadInput where nothing would change."""
    known = households.person(now.writer, typed)
    on = happened(desk)
    fresh = changed(desk, known, asked)
    said = [f"{words_of[name]}: {value or 'none'}." for name, value in differences(known, fresh)]
    if {"name", "born"} & {name for name, _ in differences(known, fresh)}:
        settle_again(now, known.ref)
    if fresh != known:
        row = fresh._asdict()
        for column in ("ref", "address", "postcode", "since", "confirmed"):
            del row[column]
        now.row("details", person=known.ref, **row)
        now.words(known.ref, fresh.name)
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


def changed(desk: Desk, known: Details, asked: PersonChange) -> Details:
    """The person with what was typed; raises BadInput for what cannot be."""
    if asked.unsafe and asked.safe_again:
        raise BadInput("It cannot be unsafe and safe again.", "Say one of them: --unsafe TEXT, or --safe-again")
    if asked.safe_again and known.safe_to_write:
        raise Refused(f"{known.ref} is not marked unsafe to write to.", f"See: eh person show {known.ref}")
    fresh = known
    if asked.name:
        fresh = fresh._replace(name=typed_words.a_name(asked.name, "name (--name)", BORN_APART))
    if asked.born:
        born = emptied(asked.born) and typed_words.born(desk, asked.born, "person")
        fresh = fresh._replace(born=born.isoformat() if born else "")
    if asked.sex:
        fresh = fresh._replace(sex=typed_words.sex(asked.sex))
    if asked.phone:
        fresh = fresh._replace(phone=fitting(PHONE, asked.phone, "telephone", "figures and spaces: 07700 900123"))
    if asked.email:
        fresh = fresh._replace(email=fitting(EMAIL, asked.email, "email address", "one address: sam@example.org"))
    if asked.formats:
        fresh = fresh._replace(formats="\n".join(formats(asked.formats)))
    if asked.unsafe:
        fresh = fresh._replace(
            safe_to_write=False, unsafe_because=typed_words.text(asked.unsafe, "reason", "--unsafe TEXT")
        )
    if asked.safe_again:
        fresh = fresh._replace(safe_to_write=True, unsafe_because="")
    if asked.died:
        died = emptied(asked.died) and desk.days.day(asked.died, "day of death")
        fresh = fresh._replace(died_on=died.isoformat() if died else "")
    if fresh.died_on and (fresh.died_on > desk.days.today.isoformat() or (fresh.born and fresh.died_on < fresh.born)):
        raise BadInput(
            f"{known.ref} cannot have died on {long(date.fromisoformat(fresh.died_on))}.",
            "Check the date: it is not to come, and not before the birth.",
        )
    return fresh


def fitting(shape: re.Pattern[str], typed: str, what: str, like: str) -> str:
    if (value := emptied(typed)) and not shape.fullmatch(value):
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
    for episode in stories.open_with_children(now.writer, [person]):
        now.episode(episode)
        now.settle_too(episode)


def add(
    desk: Desk, now: Recording, typed: str, *, family: str, role: str, lives_with: str, new: bool, more: PersonChange
) -> tuple[str, str, str]:
    """Adds somebody to a family: a new person, or one who is in the record already. Reference, name, family."""
    home = a_family(now, family)
    role = typed_words.one_of(role, ROLES, "role in a family")
    someone = typed_words.person(desk, typed, role)
    if someone.ref:
        known = households.person(now.writer, someone.ref)
        if any(each.family == home and not each.until for each in households.members(now.writer, person=known.ref)):
            raise Refused(f"{known.ref} is of family {home} already.", f"See: eh family show {home}")
        now.member(home, known.ref, role)
        return known.ref, known.name, home
    if not new:
        try:
            opening.look_for_known(now.writer, [someone], [])
        except Refused as found:
            raise Refused(
                found.message,
                f"If it is the same person: eh person add P-... --family {home} --role {role}. "
                "If it is somebody else: --new-person",
            ) from None
    ref = now.person(name=someone.name, born=someone.born, sex=someone.sex)
    now.member(home, ref, role)
    if lives_with:
        with_whom = households.person(now.writer, lives_with)
        if not with_whom.address:
            raise NotFound(
                f"No address of {with_whom.ref} is recorded.",
                f"Record it first: eh person change {with_whom.ref} --address TEXT",
            )
        now.address(ref, with_whom.address.split("\n"), with_whom.postcode, happened(desk))
    if more != PersonChange():
        change(desk, now, ref, more)
    return ref, someone.name, home


# Families


def a_family(now: Recording, typed: str) -> str:
    """The reference of a family; raises NotFound."""
    ref = read(typed, "F")
    if not households.members(now.writer, family=ref):
        raise NotFound(f"There is no family {ref}.", stories.near_reference(now.writer, "F", "family"))
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


def member(desk: Desk, now: Recording, person: str, *, family: str, left: str, back: bool, role: str) -> str:
    """Records that somebody left the household, came back, or has another place in the family."""
    stands = place(now, person, family)
    if bool(left) + back + bool(role) == 0:
        raise BadInput("What is new?", "Add --left DATE, --back or --role ROLE")
    if left and back:
        raise BadInput("Somebody cannot leave and come back at once.", "Say one of them: --left DATE, or --back")
    until = stands.until
    said = []
    if left:
        day = desk.days.day(left, "last day in the household")
        if day > desk.days.today:
            raise BadInput(f"{long(day)} is to come.", "Record it when they have left.")
        until = day.isoformat()
        said.append(f"left the household of {stands.family} after {long(day)}")
    if back:
        if not stands.until:
            raise Refused(f"{stands.person} is in the household already.", f"See: eh family show {stands.family}")
        until = ""
        said.append(f"is back in the household of {stands.family}")
    if role:
        role = typed_words.one_of(role, ROLES, "role in a family")
        said.append(f"is recorded as {role} in {stands.family}")
    now.row("member", family=stands.family, person=stands.person, role=role or stands.role, until=until)
    return f"{stands.person} {' and '.join(said)}."


def relate(now: Recording, adult: str, child: str, *, relation: str, responsibility: str) -> str:
    """Records what an adult is to a child, and whether the adult has parental responsibility."""
    one, other = two(now, adult, child)
    if not relation and not responsibility:
        raise BadInput("What is new?", "Add --relation TEXT or --responsibility yes, no or unknown")
    said = typed_words.one_of(responsibility, SAID, "answer") if responsibility else ""
    known = [each for each in households.relations(now.writer, [one]) if each.child == other]
    relation = relation.strip() or (known[0].relation if known else "")
    said = said or (known[0].responsibility if known else "unknown")
    now.row(
        "relation",
        family=shared(now, one, other),
        person=one,
        child=other,
        relation=relation,
        responsibility=said,
    )
    return f"{one} is {relation or 'related'} to {other}; parental responsibility: {said}."


def restrict(
    desk: Desk, now: Recording, person: str, other: str, *, because: str, until: str, lift: bool, on: date
) -> str:
    """Records that two people are kept apart in what is sent, or that this is over."""
    # One order for both, so that it does not matter who was named first.
    one, another = sorted(two(now, person, other), key=lambda ref: (len(ref), ref))
    standing = [
        each
        for each in households.restrictions(now.writer, [one])
        if each[:2] == (one, another) and households.stands(each.since, each.until, on)
    ]
    row = {"family": shared(now, one, another), "person": one, "other": another}
    if lift:
        if not standing:
            raise NotFound(
                f"No restriction stands between {one} and {another}.", f"See: eh family show {row['family']}"
            )
        require_release(desk, now)
        now.row("restriction", **row, because=because or standing[0].because, since=standing[0].since, until=before(on))
        return f"The restriction between {one} and {another} is lifted."
    because = typed_words.text(because, "reason", "--because TEXT")
    last = end(desk, until, on)
    now.row("restriction", **row, because=because, since=on.isoformat(), until=last)
    return f"{one} and {another} are kept apart in everything that is sent{until_words(last)}."


def flag(desk: Desk, now: Recording, family: str, *, because: str, until: str, lift: bool, on: date) -> str:
    """Records that a second person looks at a family's letters, or that this is over."""
    home = a_family(now, family)
    standing = households.flag(now.writer, home, on)
    if lift:
        if not standing:
            raise NotFound(f"Letters to {home} do not need a second person.", f"See: eh family show {home}")
        require_release(desk, now)
        now.row("flag", family=home, because=because or standing.because, since=standing.since, until=before(on))
        return f"Letters to {home} no longer need a second person."
    because = typed_words.text(because, "reason", "--because TEXT")
    last = end(desk, until, on)
    now.row("flag", family=home, because=because, since=on.isoformat(), until=last)
    return f"Letters to {home} need a second person{until_words(last)}."


def require_release(desk: Desk, now: Recording) -> None:
    """What keeps somebody safe is taken off only by those who may release a letter: our default."""
    login, role = now.decider()
    rights.require("release-letters", role=role, login=login, procedure=desk.rules.procedure)


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


def happened(desk: Desk) -> date:
    """The day from which it holds: never one to come, for it holds at once."""
    on, _ = desk.days.happened
    if on > desk.days.today:
        raise BadInput(f"{long(on)} is to come.", "Record it when it has happened.")
    return on


def before(on: date) -> str:
    return date.fromordinal(on.toordinal() - 1).isoformat()


def end(desk: Desk, until: str, since: date) -> str:
    """The last day on which it holds; empty when no end is known."""
    if not until:
        return ""
    last = desk.days.day(until, "last day")
    if last < since:
        raise BadInput(f"It cannot end on {long(last)}, before it begins.", "Check --until")
    return last.isoformat()


def until_words(last: str) -> str:
    return f" until {long(date.fromisoformat(last))}" if last else ""
