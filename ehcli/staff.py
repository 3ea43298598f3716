"""Who may decide what: the roles of a procedure and their rights."""

from __future__ import annotations

from ehcli.errors import Refused
from ehcli.facts import Fact
from ehcli.procedure import Procedure

RIGHTS = {
    "allocate": "allocate an episode",
    "allocate-when-trained": "allocate an episode",
    "close": "close an episode",
    "approve-minutes": "approve minutes",
    "agree-visit-frequency": "agree how often a family is visited",
    "set-aside": "agree that a task will not be done",
    "close-to-social-care": "close an episode to social care",
    "release-letters": "release a letter",
    "switch": "make such a choice for the authority",
}


def require(right: str, *, role: str, login: str, procedure: Procedure, rule: str = "") -> None:
    """Refuses unless this role may do this; says who may and how to name them."""
    if right in may(role, procedure):
        return
    who = " or ".join(procedure.roles_that_may(right)) or "nobody in this procedure"
    raise Refused(
        f"{login} ({role or 'no role'}) may not {RIGHTS[right]}: {who} may.",
        "If one of them decided it, record that with: --by LOGIN",
        rule,
    )


def require_for_closing(reason: str, *, role: str, login: str, procedure: Procedure) -> None:
    """Refuses a reason for closing that is for others to decide, as the procedure prints it."""
    for named in procedure.lists["end_reason"]:
        allowed = named.more.get("decided_by", [])
        if named.name == reason and allowed and role not in allowed:  # type: ignore[operator]
            require("close-to-social-care", role=role, login=login, procedure=procedure)


def require_agreement(fact: Fact, *, role: str, login: str, procedure: Procedure) -> None:
    """Refuses an agreement to a longer limit by anybody but those whom the procedure lets agree to it."""
    for duty in procedure.duties:
        relax = duty.relax
        if relax and relax.agreed.fits(fact) and role not in relax.by:
            raise Refused(
                f"{login} ({role or 'no role'}) may not agree to this: {' or '.join(relax.by)} may.",
                "If one of them agreed to it, record that with: --by LOGIN",
                "; ".join(map(str, relax.cite)),
            )


def may(role: str, procedure: Procedure) -> tuple[str, ...]:
    """The rights of a role; none for a role the procedure does not know."""
    for named in procedure.lists.get("role", ()):
        if named.slug == role:
            return named.may
    return ()
