"""What goes outside the family once consent was withdrawn: to whom nothing new goes, and what those who protect know.

A referral is never stopped. Whoever gets it is told that consent was withdrawn, and from whom what must be kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ehcli.addressing.household import Household
from ehcli.desk import note_copies
from ehcli.errors import Refused
from ehcli.procedures.consent import CopyRecipient, in_words, is_inside, is_named, stopped, withdrawn
from ehcli.procedures.procedure import Procedure
from ehcli.record.deriving import Settled
from ehcli.record.port import Port


def letter(
    port: Port, settled: Settled, procedure: Procedure, to: str, names: Iterable[str], home: Household, on: date
) -> list[str]:
    """What to know of a letter to a professional; raises Refused where consent was withdrawn, and it does not protect.

    ``to`` is a login or an agency's short name, empty where only a name is known.
    """
    if not withdrawn(settled.told):
        return []
    found = note_copies.reached(port, to, *names)
    refuse([found], settled, procedure)
    return told_all_the_same(found, settled, procedure, home, on)


def not_to(port: Port, settled: Settled, logins: Iterable[str], on: date) -> set[str]:
    """Those of these workers and agencies to whom nothing new goes since consent was withdrawn."""
    if not withdrawn(settled.told):
        return set()
    episode, procedure = settled.episode, settled.programme.in_force(on)
    found = [note_copies.reached(port, each) for each in logins]
    return {each.login for each in found if stopped(each, episode, settled.told, episode.team, procedure)}


def refuse(asked: Iterable[CopyRecipient], settled: Settled, procedure: Procedure) -> None:
    """Raises Refused where somebody outside the family would get something new since consent was withdrawn."""
    episode = settled.episode
    reasons = {each.login: stopped(each, episode, settled.told, episode.team, procedure) for each in asked}
    against = [login for login, why in reasons.items() if why]
    if not against:
        return
    who = ", ".join(login or "whoever referred" for login in against)
    shared = "".join(f" --share-with {login or 'LOGIN'}" for login in against)
    raise Refused(
        f"{reasons[against[0]]}. It would go to {who}.",
        f"Where the family agrees to it: eh consent {episode.ref} --from P-... --method signed{shared}. "
        "What goes to MASH, social care or the police is not stopped.",
    )


def told_all_the_same(
    to: CopyRecipient, settled: Settled, procedure: Procedure, home: Household, on: date
) -> list[str]:
    """What to know of what goes out though consent was withdrawn, and why it does."""
    found, episode = withdrawn(settled.told), settled.episode
    if not found:
        return []
    said = f"{in_words(found, procedure)}."
    if to.protects:
        goes = f"It goes to {to.login or 'them'} all the same: nothing stops what protects a child."
        return [f"{said} {goes}", *hidden(home, on)]
    if is_inside(to, episode, episode.team):
        return [f"{said} {to.login} is of this case, and nobody outside is to be told."]
    return [f"{said} {to.login} is named on a statement that stands."] if is_named(to, settled.told) else []


def to_the_family(settled: Settled, procedure: Procedure) -> list[str]:
    """What to know of what goes to the family itself, which is never stopped."""
    found = withdrawn(settled.told)
    return [f"{in_words(found, procedure)}. It goes to the family itself, which is not stopped."] if found else []


def no_contact_stopped(settled: Settled, procedure: Procedure) -> list[str]:
    """What to know of a contact or visit though consent was withdrawn: it is logged whatever was withdrawn."""
    found = withdrawn(settled.told)
    return [f"{in_words(found, procedure)}. No contact is stopped by it."] if found else []


def hidden(home: Household, on: date) -> Iterator[str]:
    """What of a referral must not be shown to whom: those who are kept apart, and whose post others read."""
    yield "Say in it that consent was withdrawn, and that nothing of it goes to others without asking you."
    for each in home.restrictions:
        if each.stands(on):
            yield (
                f"Do not show {each.one} where {each.other} is, nor {each.other} where {each.one} is: "
                "a restriction keeps them apart. Say so in the referral."
            )
    for person in home.people:
        if not person.safe and not person.died:
            yield f"Show nothing of it to {person.ref} in writing: it is not safe there. Say so in the referral."
