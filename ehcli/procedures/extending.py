"""A council's own pack laid over the one that it extends: what it changes, drops and adds, entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ehcli.errors import EhError, nearest

Content = dict[str, Any]
Refuse = Callable[[str, str, str], EhError]


def extended(base: Content, own: Content, refuse: Refuse) -> Content:
    """The whole content of a pack that extends another; raises what ``refuse`` makes of item, key and reason.

    Of the lists an entry of the same slug takes the place of the other's; what is only read is added to it.
    """
    duties = {str(duty.get("id")): duty for duty in tables(base, "duty", refuse)}
    for drop in tables(own, "drop", refuse):
        del duties[known_duty(drop, "drop", duties, refuse)]
    for change in tables(own, "change", refuse):
        id = known_duty(change, "change", duties, refuse)
        duties[id] = duties[id] | {key: value for key, value in change.items() if key not in ABOUT_A_CHANGE}
    for duty in tables(own, "duty", refuse):
        id = str(duty.get("id"))
        if id in duties:
            raise refuse(
                f"duty {id}", "id", "stands in the pack that is extended: say what is different in [[change]]."
            )
        duties[id] = duty
    base = {key: value for key, value in base.items() if key != "running"}  # said of the other's own versions
    whole = {key: merged(key, base.get(key), value) for key, value in {**base, **own}.items()}
    return whole | {"duty": list(duties.values())}


# Keys of a [[change]] that say where the change is printed, and not what it changes.
ABOUT_A_CHANGE = ("duty", "cite", "default", "reading", "why")


def known_duty(table: Mapping[str, Any], kind: str, duties: Mapping[str, Any], refuse: Refuse) -> str:
    """The duty that is changed or dropped; each needs a source of its own, or is marked as the council's default."""
    id = str(table.get("duty", ""))
    item = f"{kind} {id or '?'}"
    if id not in duties:
        raise refuse(item, "duty", f"the pack that is extended has no such duty. {nearest(id, list(duties))}".strip())
    if not table.get("cite") and not (table.get("default") == "ours" and table.get("reading")):
        raise refuse(item, "cite", 'needs a citation of its own, or default = "ours" with the reading it follows.')
    if kind == "change" and not set(table) - set(ABOUT_A_CHANGE):
        raise refuse(item, "duty", "changes nothing: name the keys of the duty that are different.")
    return id


def merged(key: str, theirs: Any, ours: Any) -> Any:
    """One key of both packs: tables by name, lists entry by entry."""
    if theirs is None or ours is theirs:
        return ours
    if key in ("sources", "procedure") and isinstance(theirs, dict) and isinstance(ours, dict):
        return {**theirs, **ours} if key == "sources" else ours
    if isinstance(theirs, list) and isinstance(ours, list):
        taken = {name(each) for each in ours} - {""}
        return [*(each for each in theirs if name(each) not in taken), *ours]
    return ours


def name(entry: Any) -> str:
    """What an entry of a list goes by; nothing for one that is only read, which never takes another's place."""
    if not isinstance(entry, dict):
        return ""
    return str(
        entry.get("slug")
        or entry.get("id")
        or entry.get("of")
        or ("" if "says" in entry or "why" in entry else entry.get("name", ""))
    )


def tables(content: Content, key: str, refuse: Refuse) -> list[Content]:
    value = content.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise refuse("the pack", key, "must be a list of tables.")
    return value
