"""Whose consent stands or was withdrawn, and what may go to whom outside the family.

What is new goes to who holds the case, or is on a consent statement that stands, and always to those who protect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ehcli.days.typed_dates import long
from ehcli.episodes.episode import Episode
from ehcli.episodes.facts import ConsentRecorded, Told
from ehcli.matching.spelling import folded
from ehcli.procedures import citation
from ehcli.procedures.procedure import Procedure

EARLY_HELP = "early help"  # what consent is for, where nobody says anything else


SHARING = "share-after-withdrawal"  # the rule under which nothing new goes outside once consent is withdrawn
# Who protects a child: nothing that goes to them is stopped. By the kind of an agency, or by what it is called.
PROTECTING_KINDS = ("childrens social care", "police")
PROTECTING = r"\b(?:police|mash|multi agency safeguarding hub|social care|social services|social work)\b"


class CopyRecipient(NamedTuple):
    """Somebody to whom a copy goes: a worker, or a whole agency, whose login is then its short name."""

    login: str
    team: str = ""
    agency: str = ""
    protects: bool = False  # MASH, social care or the police


class Withdrawal(NamedTuple):
    """That somebody's consent was withdrawn and not given again: since when, and for what."""

    person: str
    since: date
    purpose: str

    @property
    def in_words(self) -> str:
        """Whose, since when and for what, in a sentence."""
        return f"by {self.person} on {long(self.since)}, for {self.purpose}"


def protects(kind: str, *names: str) -> bool:
    """Whether an agency of this kind or these names is MASH, social care or the police."""
    return folded(kind) in PROTECTING_KINDS or any(re.search(PROTECTING, folded(name)) for name in names)


def withdrawn(told: Sequence[Told]) -> list[Withdrawal]:
    """Whose consent was withdrawn and not given again for the same purpose, the longest withdrawn first."""
    found: dict[tuple[str, str], Withdrawal] = {}
    for each in sorted(told, key=lambda each: each.order):
        fact = each.fact
        if not isinstance(fact, ConsentRecorded):
            continue
        purpose = fact.purpose.strip() or EARLY_HELP
        key = (fact.person, folded(purpose))
        if fact.state == "withdrawn":
            found.setdefault(key, Withdrawal(fact.person, fact.on, purpose))
        elif fact.state == "given":
            found.pop(key, None)
    return sorted(found.values(), key=lambda each: (each.since, len(each.person), each.person, each.purpose))


def in_words(found: Sequence[Withdrawal], procedure: Procedure, episode: str = "") -> str:
    """That consent was withdrawn, whose, since when and for what, and what follows, with the pages that print it."""
    said = "; ".join(each.in_words for each in found)
    where = f" in {episode}" if episode else ""
    asks = procedure.in_brackets(SHARING)
    return f"Consent was withdrawn{where} {said}: nothing new goes outside the family ({asks})"


def consenting(told: Sequence[Told]) -> set[str]:
    """Who has given consent and not taken it back."""
    state: dict[str, str] = {}
    for each in sorted(told, key=lambda each: each.order):
        if isinstance(each.fact, ConsentRecorded):
            state[each.fact.person] = each.fact.state
    return {person for person, last in state.items() if last == "given"}


def agreed_on(told: Sequence[Told], person: str, by: date) -> date | None:
    """The day on which this person last agreed to early help, by a day; none unless that consent still stands."""
    if person not in consenting(told):
        return None
    days = [
        each.on
        for each in told
        if isinstance(each.fact, ConsentRecorded)
        and (each.fact.person, each.fact.state) == (person, "given")
        and folded(each.fact.purpose) in ("", EARLY_HELP)
        and each.on <= by
    ]
    return max(days, default=None)


def wanting(procedure: Procedure, told: Sequence[Told], before: str) -> Iterator[str]:
    """What the procedure says of consent that should be there before this, where nobody's is.

    It is said and stands in the way of nothing: support to protect a child does not wait for it.
    """
    if consenting(told):
        return
    for rule in procedure.kept.get("consent_rule", ()):
        if rule.more.get("before") == before:
            yield f"no consent is on file. {rule.name} ({citation.in_short(rule.cite, ', ')})"


def on_statement(told: Sequence[Told]) -> frozenset[str]:
    """Everybody named on a consent statement that stands.

    A later statement adds to an earlier one (TEH-117); one that was refused or withdrawn names nobody.
    """
    named: dict[str, set[str]] = {}
    for each in sorted(told, key=lambda each: each.order):
        if isinstance(each.fact, ConsentRecorded):
            given = each.fact.state == "given"
            named[each.fact.person] = {*named.get(each.fact.person, ()), *each.fact.shared_with} if given else set()
    return frozenset().union(*named.values())


def is_inside(recipient: CopyRecipient, episode: Episode, team: str) -> bool:
    """Whether somebody sees the case without being named: who holds it, and the team that answers for it.

    That is our default.
    """
    held = {held.worker for held in episode.holdings if held.until is None}
    return recipient.login in held or bool(recipient.team and recipient.team == team)


def is_named(recipient: CopyRecipient, told: Sequence[Told]) -> bool:
    """Whether a consent statement that stands names somebody, or the agency."""
    named = on_statement(told)
    return recipient.login in named or bool(recipient.agency and recipient.agency in named)


def stopped(recipient: CopyRecipient, episode: Episode, told: Sequence[Told], team: str, procedure: Procedure) -> str:
    """Why nothing new goes to somebody outside the family since consent was withdrawn; empty where it may.

    One rule for everything that leaves: letters, minutes, copies, invitations, and what is exported. Nothing that goes
    to MASH, social care or the police is stopped by it.
    """
    found = withdrawn(told)
    if not found or recipient.protects or is_inside(recipient, episode, team) or is_named(recipient, told):
        return ""
    return in_words(found, procedure)


def blocked(recipient: CopyRecipient, episode: Episode, told: Sequence[Told], team: str, procedure: Procedure) -> str:
    """Why a note may not go to somebody (TEH p11, TEH-116); empty where it may."""
    if recipient.protects or is_inside(recipient, episode, team) or is_named(recipient, told):
        return ""
    if why := stopped(recipient, episode, told, team, procedure):
        return f"{recipient.login} - {why}"
    asks = procedure.in_brackets("copy-to-those-named")
    return f"{recipient.login} is not named on the consent statement of {episode.ref} ({asks})"
