"""Whose consent stands, and who a case note may be copied to: who holds the case, or is on the consent statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ehcli.episodes.episode import Episode
from ehcli.episodes.facts import ConsentRecorded, Told
from ehcli.matching.spelling import folded
from ehcli.named_tuple import NamedTuple
from ehcli.procedures import citation
from ehcli.procedures.procedure import Procedure

EARLY_HELP = "early help"  # what consent is for, where nobody says anything else


class CopyRecipient(NamedTuple):
    """Somebody a note is to be copied to: a worker, or a whole agency, whose login is then its short name."""

    login: str
    team: str = ""
    agency: str = ""


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


def blocked(recipient: CopyRecipient, episode: Episode, told: Sequence[Told], team: str, procedure: Procedure) -> str:
    """Why a note may not go to somebody (TEH p11, TEH-116); empty where it may.

    Who holds the case, and the team that answers for it, see their own case without being named: our default.
    """
    if recipient.login in {held.worker for held in episode.holdings if held.until is None}:
        return ""
    if recipient.team and recipient.team == team:
        return ""
    named = on_statement(told)
    if recipient.login in named or (recipient.agency and recipient.agency in named):
        return ""
    asks = procedure.in_brackets("copy-to-those-named")
    return f"{recipient.login} is not named on the consent statement of {episode.ref} ({asks})"
