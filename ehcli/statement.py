"""Who a case note may be copied to: those who hold the case, and those named on the consent statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ehcli.episode import Episode
from ehcli.facts import ConsentRecorded, Told


class Recipient(NamedTuple):
    """Somebody a note is to be copied to: a worker, or a whole agency, whose login is then its short name."""

    login: str
    team: str = ""
    agency: str = ""


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


def blocked(recipient: Recipient, episode: Episode, told: Sequence[Told], team: str) -> str:
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
    return f"{recipient.login} is not named on the consent statement of {episode.ref} (TEH p11, TEH-116)"
