"""Who may do what: everybody who works here reads and records; what is to be decided takes a role that may."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ehcli.episodes.facts import Fact
from ehcli.errors import Refused
from ehcli.procedures import citation
from ehcli.procedures.procedure import Procedure

# No right is asked for to read what is not restricted, or to record what happened: nothing may stand
# between a worker and a contact, a visit or a referral to protect a child.
RIGHTS = {
    "allocate": "allocate an episode",
    "allocate-when-trained": "allocate an episode once trained to",
    "close": "close an episode",
    "approve-minutes": "approve minutes",
    "agree-visit-frequency": "agree how often a family is visited",
    "set-aside": "agree that a task will not be done",
    "close-to-social-care": "close an episode to social care",
    "release-letters": "release a letter",
    "switch": "make such a choice for the authority",
    "staff": "add or end workers, teams and agencies",
    "appoint": "give somebody a role that decides, or sees what is restricted",
    "keep": "copy, move or bring back the record",
    "audit": "see who did and who read what",
    "see-restricted": "see what is restricted to a group",
}
GONE = (
    "Nobody who may works here any more. On a server whoever owns the record's tables may name one, signed in as that "
    "owner. A record in a file is brought back as it was before the last one left: eh restore"
)
BY_LOGIN = "If one of them decided it, record that with: --by LOGIN"
# Somebody has to begin: until one who ever worked here held such a right, anybody here may use it. That nobody holds
# it any more opens it to nobody, or whoever ends the last manager could become the next.
BEGUN_BY_ANYBODY = ("staff", "appoint", "keep", "audit")


def require(
    right: str,
    *,
    role: str,
    login: str,
    procedure: Procedure,
    rule: str = "",
    trained: bool = False,
    ever: Callable[[], Iterable[str]] = tuple,
    here: Callable[[], Iterable[str]] = tuple,
    hint: str = BY_LOGIN,
) -> None:
    """Refuses unless this role may do this; says who may and how to name them.

    ``trained`` is whether this worker was trained to allocate; ``ever`` and ``here`` ask for the roles of everybody
    who ever worked here and who does now; ``hint`` is what to do about it.
    """
    held = may(role, procedure)
    if right in held or (trained and f"{right}-when-trained" in held):
        return
    if right in BEGUN_BY_ANYBODY and role:
        if not any(right in may(each, procedure) for each in ever()):
            return
        if not any(right in may(each, procedure) for each in here()):
            hint = GONE
    who = " or ".join(procedure.roles_that_may(right)) or "nobody in this procedure"
    if not procedure.roles_that_may(right):
        hint = f"No role of {procedure.name} has this right. A council's own pack can give it to one."
    if f"{right}-when-trained" in held:
        who += f", or {login} once trained (eh worker trained {login} --by MANAGER)"
    raise Refused(
        f"{login} ({role or 'no role'}) may not {RIGHTS[right]}: {who} may.",
        hint,
        rule or procedure.printed(right),
    )


def require_for_closing(reason: str, *, role: str, login: str, procedure: Procedure) -> None:
    """Refuses a reason for closing that is for others to decide, as the procedure prints it."""
    for named in procedure.lists["end_reason"]:
        if named.name != reason or not named.decided_by or role in named.decided_by:
            continue
        rule = citation.in_full(named.cite)
        if named.more.get("to_social_care"):
            require("close-to-social-care", role=role, login=login, procedure=procedure, rule=rule)
        else:
            who = " or ".join(named.decided_by)
            said = f"{login} ({role or 'no role'}) may not decide to close with the reason '{reason}': {who} may."
            raise Refused(said, BY_LOGIN, rule)


def require_agreement(fact: Fact, *, role: str, login: str, procedure: Procedure) -> None:
    """Refuses an agreement to a longer limit by anybody but those whom the procedure lets agree to it."""
    for duty in procedure.duties:
        relax = duty.relax
        if relax and relax.agreed.fits(fact) and role not in relax.by:
            raise Refused(
                f"{login} ({role or 'no role'}) may not agree to this: {' or '.join(relax.by)} may.",
                "If one of them agreed to it, record that with: --by LOGIN",
                citation.in_full(relax.cite),
            )


def decides(role: str, procedure: Procedure) -> bool:
    """Whether the role decides anything, beyond keeping the office: such a role is not given by everybody."""
    return bool(set(may(role, procedure)) - {"staff", "keep"})


def may(role: str, procedure: Procedure) -> tuple[str, ...]:
    """The rights of a role; none for a role the procedure does not know."""
    for named in procedure.lists.get("role", ()):
        if named.slug == role:
            return named.may
    return ()
