"""Who may be written to, and by what means: worked out from a family's people, restrictions and consents.

Pure: the rows, the day and the way of writing are passed in. No sentence here holds a name, an address or
the reason for a restriction, so each may be printed, logged and sent.

What no source prints, and is our default: a letter has one addressee; parental responsibility that nobody
recorded stops nothing and is said; without an age in the procedure, a young person has letters of their own
from 16; a manager may release what ``RELEASABLE`` stops, and nobody what ``NEVER`` stops.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ehcli.addressing.household import Household, HouseholdMember, after, gone, grown
from ehcli.errors import Refused, a

NEVER = "never"  # nobody may release it: what it says has to be mended
RELEASABLE = "releasable"  # a second person with the right may release it, with a reason
OWN_LETTERS_FROM = 16  # our default where a procedure prints no age of consent
WRITTEN = frozenset({"letter", "email", "secure-email", "text", "ehm", "moveit", "video"})
BY_EMAIL = frozenset({"email", "secure-email", "moveit", "video"})
BY_PHONE = frozenset({"phone", "text"})
OUTSIDE = "outside"  # somebody a restriction names who is not of the family
SAME, LIKELY, DIFFERENT = "same", "likely", "different"  # what two homes may be, as they are compared
OFFICE = "team_"  # the office's own address and telephone give no family away


class Stop(NamedTuple):
    """Why a letter may not go, what to do, and who may let it go all the same."""

    reason: str
    todo: str
    lifted: str = NEVER


class Addressee(NamedTuple):
    """Somebody a letter would go to, with everything that stops it and what an officer should know."""

    person: HouseholdMember
    stops: tuple[Stop, ...] = ()
    notes: tuple[str, ...] = ()


class Addressing(NamedTuple):
    """Who gets the letter: one letter each; what stops it for everybody; whether a second person looks at it."""

    addressees: tuple[Addressee, ...] = ()
    stops: tuple[Stop, ...] = ()
    flagged: bool = False

    def held(self, ref: str, released: bool) -> list[Stop]:
        """What stops the letter to this person, when a second person has released it or nobody has."""
        own = [stop for each in self.addressees if each.person.ref == ref for stop in each.stops]
        return [stop for stop in (*self.stops, *own) if not (released and stop.lifted == RELEASABLE)]

    def sure(self, ref: str, released: bool = False) -> None:
        """Raises Refused with every reason at once, and what to do about each."""
        held = self.held(ref, released)
        if self.flagged and not released:
            held.append(FLAGGED)
        if held:
            raise refusal(held)


FLAGGED = Stop(
    "Letters to this family need a second person.",
    "Have it looked at by somebody who may release letters: --released-by LOGIN",
    RELEASABLE,
)


def refusal(stops: Sequence[Stop]) -> Refused:
    """Every reason at once, and each thing to do once."""
    todo = list(dict.fromkeys(stop.todo for stop in stops))
    if any(stop.lifted == RELEASABLE and stop is not FLAGGED for stop in stops):
        todo.append("What a manager may release: --released-by LOGIN --reason TEXT")
    return Refused("\n".join(dict.fromkeys(stop.reason for stop in stops)), "\n".join(todo))


def addressing(
    household: Household,
    *,
    audience: str,
    on: date,
    consenting: Collection[str] = (),
    own_from: int = OWN_LETTERS_FROM,
    named: str = "",
    method: str = "letter",
) -> Addressing:
    """Who may be written to, or asked by this method, with every reason against it.

    ``audience`` is the template's: parent or young-person; for a professional or a referrer nobody of the
    family is addressed, and only what stops a letter about these children stops it.
    """
    stops = tuple(about_the_children(household, on, bool(named)))
    if audience not in ("parent", "young-person"):
        return Addressing((), stops, household.flagged)
    people = [household.known(named)] if named else candidates(household, audience, on, consenting, own_from)
    found = [
        Addressee(
            each,
            tuple(against(household, each, audience, on, consenting, own_from, bool(named), method)),
            tuple(notes(household, each, consenting)),
        )
        for each in people
        if each
    ]
    if not found:
        stops = (*stops, nobody(household, audience, own_from))
    return Addressing(tuple(found), stops, household.flagged)


def nobody(household: Household, audience: str, own_from: int) -> Stop:
    if audience == "young-person":
        return Stop(
            f"No child of the episode gave consent or is {own_from} or older.",
            "Name the young person: --to P-..., or write to a parent or carer.",
        )
    return Stop("There is no parent or carer to write to.", "Say who it goes to: --to P-...")


def candidates(
    household: Household, audience: str, on: date, consenting: Collection[str], own_from: int
) -> list[HouseholdMember]:
    """Whoever gave the consent in force, each a letter of their own; else whoever has the claim to one.

    'To whoever gave the consent; ask if both' is FWT-readings 25 (FWT-043); a person with parental
    responsibility is COG-309. A carer is written to where there is no parent: our default.
    """
    if audience == "young-person":
        asked = [each for each in household.people if each.ref in household.children]
        claim = [each for each in asked if grown(each, on, own_from) and there(each, on)]
    else:
        asked = [each for each in household.people if is_adult(household, each)]
        claim = with_a_claim(household, [each for each in asked if there(each, on)])
    return ordered(each for each in asked if each.ref in consenting) or ordered(claim)


def is_adult(household: Household, person: HouseholdMember) -> bool:
    return person.ref not in household.children and person.role in ("parent", "other")


def there(person: HouseholdMember, on: date) -> bool:
    """Whether somebody is alive and in the household on that day."""
    return not person.died and not gone(person, on)


def with_a_claim(household: Household, adults: Iterable[HouseholdMember]) -> list[HouseholdMember]:
    """Whoever is known to have parental responsibility, else the parents, else a carer; nobody known to have none."""
    here = [each for each in adults if "no" not in household.responsible(each.ref).values()]
    responsible = [each for each in here if "yes" in household.responsible(each.ref).values()]
    return responsible or [each for each in here if each.role == "parent"] or here


def ordered(people: Iterable[HouseholdMember]) -> list[HouseholdMember]:
    """In the order of their references, whatever the order in which things were recorded."""
    return sorted(people, key=lambda each: (len(each.ref), each.ref))


def about_the_children(household: Household, on: date, named: bool) -> Iterable[Stop]:
    """What stops a letter about these children, whoever it goes to."""
    for ref in sorted(household.children):
        child = household.known(ref)
        if child and child.died:
            yield Stop(
                f"{ref}, whom the letter is about, has died.",
                "Speak to the manager before anything is sent to this family.",
                RELEASABLE,
            )
        elif child and gone(child, on) and not named:
            yield Stop(
                f"{ref}, whom the letter is about, left the household{after(child)}.",
                f"Say who it goes to: --to P-..., or record the return: eh family member {ref} --back",
            )


def against(
    household: Household,
    person: HouseholdMember,
    audience: str,
    on: date,
    consenting: Collection[str],
    own_from: int,
    named: bool,
    method: str,
) -> Iterable[Stop]:
    """Everything that stops a letter to this person; nothing is left for a second try."""
    ref = person.ref
    if person.died:
        yield Stop(f"{ref} has died.", "Write to nobody in this name; name somebody else: --to P-...")
    yield from unsafe(person, method)
    if gone(person, on) and not named:
        yield Stop(f"{ref} left the household{after(person)}.", f"If it is meant: --to {ref}")
    yield from unreachable(person, on, method)
    yield from kept_apart(household, person, on, method)
    if ref in household.children:
        yield from against_a_child(person, audience, on, consenting, own_from)
    elif audience == "young-person":
        yield Stop(f"{ref} is not a child of the episode.", "Name the young person: --to P-...")
    else:
        yield from against_an_adult(household, person, consenting)


def against_a_child(
    person: HouseholdMember, audience: str, on: date, consenting: Collection[str], own_from: int
) -> Iterable[Stop]:
    """What stops a letter to a child of the episode: it is for a parent, or the child is too young for one."""
    ref = person.ref
    if audience == "parent":
        yield Stop(
            f"{ref} is a child of the episode, and this letter is for a parent or carer.",
            "Use the young person's letter (eh letters kinds), or name a parent: --to P-...",
        )
    elif ref not in consenting and not grown(person, on, own_from):
        yield Stop(
            f"{ref} did not give consent and is not known to be {own_from} or older.",
            f"Write to a parent or carer, or record the consent: eh consent E-... --from {ref} --method signed",
            RELEASABLE,
        )


def against_an_adult(household: Household, person: HouseholdMember, consenting: Collection[str]) -> Iterable[Stop]:
    """What stops a parent's letter to this person: their place in the family, or whose consent is in force."""
    ref = person.ref
    if person.role in ("child", "sibling"):
        yield Stop(
            f"{ref} is recorded as a {person.role}, and this letter is for a parent or carer.",
            f"Name a parent or carer: --to P-..., or put it right: eh family member {ref} --role other",
            RELEASABLE,
        )
    if "no" in household.responsible(ref).values():
        without = ", ".join(sorted(child for child, said in household.responsible(ref).items() if said == "no"))
        yield Stop(
            f"{ref} has no parental responsibility for {without}.",
            f"Name somebody who has: --to P-..., or put it right: "
            f"eh family relation {ref} {without.split(', ')[0]} --responsibility yes",
            RELEASABLE,
        )
    givers = set(consenting) & {each.ref for each in household.people}
    if givers and givers <= set(household.children):
        yield Stop(
            f"Only the young person gave consent ({', '.join(sorted(givers))}): no parent's is in force.",
            "Write to the young person, or record a parent's consent: eh consent E-... --from P-... --method signed",
            RELEASABLE,
        )


def unsafe(person: HouseholdMember, method: str) -> Iterable[Stop]:
    """Somebody else may read what comes, or answer the telephone."""
    if person.safe:
        return
    if method in WRITTEN:
        yield Stop(
            f"It is not safe to write to {person.ref}.",
            f"Speak to the key worker; see: eh person show {person.ref}. "
            f"When it is safe: eh person change {person.ref} --safe-again --by LOGIN",
        )
    elif method in BY_PHONE:
        yield Stop(
            f"It is not safe to write to {person.ref}, and perhaps not to telephone.",
            f"Speak to the key worker; see: eh person show {person.ref}",
            RELEASABLE,
        )


def unreachable(person: HouseholdMember, on: date, method: str) -> Iterable[Stop]:
    """Nothing to send it to, or nothing that anybody is sure of."""
    ref = person.ref
    if method in BY_EMAIL and not person.email:
        yield Stop(f"No email address of {ref} is recorded.", f"Record it: eh person change {ref} --email ADDRESS")
    if method in BY_PHONE and not person.phone:
        yield Stop(f"No telephone of {ref} is recorded.", f"Record it: eh person change {ref} --phone NUMBER")
    if method != "letter":
        return
    if person.is_nowhere:
        yield Stop(f"No address of {ref} is known.", f"Record it: eh person change {ref} --address TEXT")
    elif not person.confirmed:
        yield Stop(
            f"The address of {ref} is not confirmed.",
            f"When the address is confirmed: eh person change {ref} --address-confirmed",
        )
    elif gone(person, on) and person.left and (not person.since or person.since <= person.left):
        yield Stop(
            f"No address of {ref} is known since {ref} left the household{after(person)}.",
            f"Record it: eh person change {ref} --address TEXT",
        )


def kept_apart(household: Household, person: HouseholdMember, on: date, method: str) -> Iterable[Stop]:
    """A restriction against a child of the letter, or against somebody who lives where it would be delivered."""
    ref = person.ref
    apart = household.kept_from(ref, on)
    for child in sorted(apart & set(household.children)):
        yield Stop(
            f"A restriction stands between {ref} and {child}, whom the letter is about.",
            f"Speak to the manager. When the restriction is over: eh family restrict {ref} {child} --lift --by LOGIN",
        )
    for other in sorted(apart):
        apart_from = household.known(other)
        if not apart_from or apart_from.died:
            continue
        if method == "letter" and frozenset((ref, other)) in household.two_homes:
            continue
        if reached := reached_too(person, apart_from, method):
            yield shared(ref, other, method, likely=reached == LIKELY)


def shared(ref: str, other: str, method: str, *, likely: bool) -> Stop:
    """What is said where what is sent to one comes to the other too, for sure or likely, and how to mend it."""
    option = "--email ADDRESS" if method in BY_EMAIL else "--phone NUMBER" if method in BY_PHONE else "--address TEXT"
    todo = f"Put what is recorded right: eh person change {ref} {option}, or eh person change {other} {option}"
    if method == "letter":
        todo = f"Where these are two homes: eh family two-homes {ref} {other} --reason TEXT --by LOGIN\n{todo}"
    may = "may reach" if likely else "reaches"
    return Stop(
        f"A restriction stands between {ref} and {other}, and {a(method)} to one {may} the other.",
        todo,
        RELEASABLE if likely else NEVER,
    )


def reached_too(person: HouseholdMember, other: HouseholdMember, method: str) -> str:
    """Whether what is sent to one comes to the other too, by one home, telephone or email: same, likely or empty."""
    if method == "letter":
        result = person.home_with(other).result
        return "" if result == DIFFERENT else result
    from ehcli.matching import reach

    if method in BY_EMAIL:
        return SAME if reach.one_email(person.email, other.email) else ""
    if method in BY_PHONE:
        return SAME if reach.one_telephone(person.phone, other.phone) else ""
    return ""


def notes(household: Household, person: HouseholdMember, consenting: Collection[str]) -> Iterable[str]:
    """What an officer should know and nothing is stopped by."""
    if consenting and person.ref not in consenting:
        yield f"No consent of {person.ref} is in force; {', '.join(sorted(consenting))} gave it."
    unknown = [child for child, said in household.responsible(person.ref).items() if said == "unknown"]
    if unknown and person.ref not in household.children:
        yield (
            f"Whether {person.ref} has parental responsibility for {', '.join(unknown)} is not recorded: "
            f"eh family relation {person.ref} {unknown[0]} --responsibility yes"
        )
