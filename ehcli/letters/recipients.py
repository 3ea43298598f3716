"""Who a letter goes to: somebody of the family, the referrer, another professional, or nobody but the file."""

from __future__ import annotations

from datetime import date

from ehcli.episodes.facts import ReferralReceived
from ehcli.errors import NotFound, Refused
from ehcli.letters import fields, outside
from ehcli.letters.fields import Addressed, Recipient, Release
from ehcli.matching.spelling import folded
from ehcli.procedures.procedure import Procedure
from ehcli.record import office, people
from ehcli.record.deriving import Settled
from ehcli.record.port import Port

FAMILY = ("parent", "young person")


def recipient(
    port: Port,
    settled: Settled,
    procedure: Procedure,
    audience: str,
    *,
    to: str,
    on: date,
    release: Release = Release(),
) -> tuple[Recipient, list[str]]:
    """The one person or agency that a letter to this audience goes to, and what to know of it.

    Raises Refused or NotFound with what to do.
    """
    if audience == "file":
        return Recipient("", "", ""), []
    if audience in FAMILY:
        asked = fields.addressed(port, settled, procedure, audience=audience, on=on, to=to)
        found = asked.recipient(release=release)
        return found, [*asked.notes(found.ref), *outside.to_the_family(settled, procedure)]
    asked = fields.addressed(port, settled, procedure, audience="professional", on=on)
    if audience == "referrer" and not to:
        found = referrer(port, settled, asked, release)
    else:
        found = fields.professional(port, asked, release, to)
    return found, outside.letter(port, settled, procedure, found.ref, names(settled, found), asked.household, on)


def names(settled: Settled, found: Recipient) -> list[str]:
    """What whoever a letter goes to is called, and the agency of a referrer who is known by name alone."""
    referral = next((each.fact for each in settled.told if isinstance(each.fact, ReferralReceived)), None)
    return [found.name, *([referral.agency] if referral and found.name == referral.referrer else [])]


def referrer(port: Port, settled: Settled, asked: Addressed, release: Release) -> Recipient:
    """Who referred the family; raises Refused where nobody is known to have, or the family did so itself."""
    referral = next((each.fact for each in settled.told if isinstance(each.fact, ReferralReceived)), None)
    if not referral or not (referral.referrer or referral.agency):
        raise Refused(f"{settled.episode.ref} has no referrer to write to.", "Say who it goes to: --to AGENCY")
    family = {folded(each.name) for each in people.family(port, settled.episode.family)}
    if folded(referral.referrer) in family:
        raise Refused(f"The family of {settled.episode.ref} asked for support itself.", "There is no referrer to tell.")
    for name in (referral.agency, referral.referrer):
        try:
            found = fields.professional(port, asked, release, name) if name else None
        except NotFound:
            found = None
        if found:
            return found._replace(name=referral.referrer or found.name)
    asked.addressing.sure("", released=bool(release.by))
    return Recipient("", referral.referrer or referral.agency, "", asked.household, release.by)


def advised(port: Port, agency: str) -> dict[str, object]:
    """The agency a family is advised to contact, as a letter names it."""
    wanted = folded(agency)
    for each in office.agencies(port):
        if wanted in (folded(each.slug), folded(each.name)) and not each.until:
            ways = [("Phone", each.phone), ("Email", each.email), ("Address", each.address.replace("\n", ", "))]
            return {"agency_name": each.name, "agency_contact": [f"{way}: {how}" for way, how in ways if how]}
    raise NotFound(f"There is no agency '{agency}'.", "See: eh agency list")
