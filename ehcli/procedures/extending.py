"""A pack laid over those that it extends: what it joins, changes, drops and adds, entry by entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ehcli.errors import nearest
from ehcli.procedures.complaints import Complaints

Content = dict[str, Any]

# Keys of a [[change]] that say where the change is printed, and not what it changes.
ABOUT_A_CHANGE = ("duty", "cite", "default", "reading", "why")
# What two limits have in common that are the same limit, printed twice.
LIMIT = ("within", "aim", "counts_from", "day", "at", "before")
JOIN = ["of", "names", "wins", "why", "rows", "set"]


def extended(base: Content, own: Content, refuse: Complaints) -> Content:
    """The whole content of a pack that extends another; raises what ``refuse`` makes of item, key and reason.

    Of the lists an entry of the same slug takes the place of the other's; what is only read is added to it.
    """
    duties = {str(duty.get("id")): duty for duty in tables(base, "duty", refuse)}
    for drop in tables(own, "drop", refuse):
        with refuse.apart():
            if "of" in drop:
                base = without(base, drop, refuse)
            else:
                del duties[known_duty(drop, "drop", duties, refuse)]
    for change in tables(own, "change", refuse):
        with refuse.apart():
            id = known_duty(change, "change", duties, refuse)
            duties[id] = duties[id] | {key: value for key, value in change.items() if key not in ABOUT_A_CHANGE}
    fresh: dict[str, Content] = {}
    for at, duty in enumerate(tables(own, "duty", refuse)):
        id = str(duty.get("id"))
        if id in duties:
            said = "stands in the pack that is extended: say what is different in [[change]]."
            refuse.take(refuse(f"duty {id}", "id", said))
        # of two of one name both are kept, so that it is told of as that
        fresh[id if "id" in duty and id not in fresh else f"{id} {at}"] = duty
    duties |= fresh
    for place in tables(own, "place", refuse):
        with refuse.apart():
            duties = placed(duties, place, refuse)
    base = {key: value for key, value in base.items() if key != "running"}  # said of the other's own versions
    whole = {key: merged(key, base.get(key), value) for key, value in {**base, **own}.items()}
    return whole | {"duty": list(duties.values())}


def without(base: Content, drop: Content, refuse: Complaints) -> Content:
    """The content less an entry of one of its lists."""
    kind, gone = str(drop.get("of")), str(drop.get("name"))
    listed = tables(base, kind, refuse)
    names = [name(each) for each in listed]
    if gone not in names:
        raise refuse(f"drop {gone}", "name", f"no {kind} of that name. {nearest(gone, [*filter(None, names)])}".strip())
    if not drop.get("why"):
        raise refuse(f"drop {gone}", "why", "is missing.")
    return base | {kind: [each for each in listed if name(each) != gone]}


def placed(duties: Mapping[str, Content], place: Content, refuse: Complaints) -> dict[str, Content]:
    """The duties with some of them moved behind another: tasks of one day are numbered and listed in that order."""
    moved, after = place.get("duties"), place.get("after")
    for key, told in (("duties", moved if isinstance(moved, list) else [None]), ("after", [after])):
        for id in told:
            if id not in duties:
                raise refuse("place", key, f"no duty '{id}'. {nearest(str(id), list(duties))}".strip())
    if not isinstance(moved, list) or after in moved:
        raise refuse("place", "after", "must be a duty that is not moved itself.")
    order = [id for id in duties if id not in moved]
    at = order.index(str(after)) + 1
    return {id: duties[id] for id in [*order[:at], *moved, *order[at:]]}


def known_duty(table: Mapping[str, Any], kind: str, duties: Mapping[str, Any], refuse: Complaints) -> str:
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


# Several packs joined


def joined(bases: Mapping[str, Content], own: Content, refuse: Complaints) -> Content:
    """Several packs as one: what one alone says, and of what several say the winner's, with every citation.

    Where packs differ about an entry a [[join]] must say which wins: raises what ``refuse`` makes of item, key and
    reason for one that nothing joins, and for a join of what is not there.
    """
    joins = {}
    for join in tables(own, "join", refuse):
        with refuse.apart():
            joins.update(dict.fromkeys(named_by(join, bases, refuse), join))
    whole: Content = {}
    for pack, content in bases.items():
        for key, value in content.items():
            if key not in whole or key in ("format", "procedure"):
                whole[key] = value
            elif isinstance(value, list) and isinstance(whole[key], list):
                whole[key] = both_lists(key, whole[key], value, pack, joins, refuse)
            elif isinstance(value, dict) and key == "sources":
                whole[key] = whole[key] | value
            elif value != whole[key] and key not in own:
                refuse.take(refuse("the pack", key, "the packs that are joined differ: say it here."))
    for (kind, each), join in joins.items():
        whole[kind] = [set_anew(entry, join) if name(entry) == each else entry for entry in whole[kind]]
    return whole


def named_by(join: Content, bases: Mapping[str, Content], refuse: Complaints) -> list[tuple[str, str]]:
    """The entries that a join speaks of, by list and name."""
    kind, names = str(join.get("of", "")), join.get("names")
    item = f"join {kind or '?'} {' '.join(map(str, names)) if isinstance(names, list) else '?'}"
    for key in join:
        if key not in JOIN:
            refuse.take(refuse(item, key, f"is not a key of a join. {nearest(key, JOIN)}".strip()))
    if not isinstance(names, list) or not names:
        raise refuse(item, "names", "must be a list of names.")
    if join.get("wins") not in bases:
        raise refuse(item, "wins", f"must be one of {', '.join(bases)}.")
    if not isinstance(join.get("set", {}), dict) or (len(names) > 1 and not join.keys().isdisjoint(("rows", "set"))):
        raise refuse(item, "set", "must be a table, of a join of one entry.")
    for each in names:
        speak = [pack for pack, content in bases.items() if each in map(name, content.get(kind, ()))]
        if len(speak) < 2 and join.keys().isdisjoint(("rows", "set")):
            raise refuse(item, "names", f"'{each}' is no {kind} of two of these packs: there is nothing to join.")
        if not speak:
            raise refuse(item, "names", f"no {kind} '{each}' in the packs that are joined.")
    return [(kind, str(each)) for each in names]


def set_anew(entry: Content, join: Content) -> Content:
    """A joined entry with what the join says of it itself, and the further requirements that its first limit serves."""
    whole = {**entry, **join.get("set", {})}
    if join.get("rows") and whole.get("rule"):
        first, *others = whole["rule"]
        whole["rule"] = [{**first, "rows": union(first.get("rows", []), join["rows"])}, *others]
    return whole


def both_lists(
    kind: str,
    first: list[Any],
    second: list[Any],
    pack: str,
    joins: Mapping[tuple[str, str], Content],
    refuse: Complaints,
) -> list[Any]:
    """Two lists as one, in the order of the first; ``pack`` is whose the second is."""
    theirs = {name(each): each for each in second if name(each)}
    here = {name(each) for each in first}
    whole = []
    for entry in first:
        id = name(entry)
        if id not in theirs:
            whole.append(entry)
            continue
        join = joins.get((kind, id))
        if join is None and without_cites(entry) != without_cites(theirs[id]):
            said = "the packs that are joined differ: say in a [[join]] which one wins."
            refuse.take(refuse(f"{kind} {id}", "join", said))
        whole.append(both(entry, theirs[id], join or {}, pack))
    return [*whole, *(each for each in second if not name(each) or name(each) not in here)]


def without_cites(entry: Content) -> Content:
    return {key: value for key, value in entry.items() if key not in ("cite", "rows", "reading")}


def both(first: Content, second: Content, join: Content, pack: str) -> Content:
    """An entry of two packs as one: the winner's words, the limits of both, the winner's first, and every citation."""
    winner, other = (second, first) if join.get("wins") == pack else (first, second)
    whole = dict(winner)
    for key in ("cite", "rows", "aliases"):
        if key in first or key in second:
            whole[key] = union(first.get(key, []), second.get(key, []))
    if "aliases" in whole and str(other.get("name")).casefold() != str(winner.get("name")).casefold():
        whole["aliases"] = union([each for each in whole["aliases"] if each != winner["name"]], [other["name"]])
    if "rule" in whole:
        start = whole.get("counts_from")
        theirs = [[from_its_start(rule, duty, start) for rule in duty["rule"]] for duty in (first, second)]
        of_winner = [limit(rule) for rule in theirs[winner is second]]
        whole["rule"] = sorted(limits_of_both(*theirs), key=lambda rule: limit(rule) not in of_winner)
    if "relax" in winner and "relax" in other:
        whole["relax"] = both(first["relax"], second["relax"], join, pack)
    return whole


def from_its_start(rule: Content, duty: Content, start: object) -> Content:
    """A limit of a duty as it stands in one that counts from another fact: with what it counts from itself."""
    return rule if duty.get("counts_from") == start else {"counts_from": duty.get("counts_from"), **rule}


def limit(rule: Content) -> list[Any]:
    """What makes two limits the same limit."""
    return [rule.get(key) for key in LIMIT]


def union(first: list[Any], second: list[Any]) -> list[Any]:
    return [*first, *(each for each in second if each not in first)]


def limits_of_both(first: list[Content], second: list[Content]) -> list[Content]:
    """The limits of a duty in two packs: the same limit stands once, with what both say of where it is printed."""
    rules = [dict(rule) for rule in first]
    for rule in second:
        same = next((each for each in rules if limit(each) == limit(rule)), None)
        if same is None:
            rules.append(rule)
            continue
        for key in ("cite", "rows"):
            told = union(same.get(key, []), rule.get(key, []))
            same.update({key: told} if told else {})
        readings = dict.fromkeys(filter(None, (same.get("reading"), rule.get("reading"))))
        same.update({"reading": "; ".join(readings)} if readings else {})
        if same.get("cite"):
            same.pop("default", None)
    return rules


def merged(key: str, theirs: Any, ours: Any) -> Any:
    """One key of both packs: tables by name, lists entry by entry."""
    if theirs is None or ours is theirs:
        return ours
    if key in ("sources", "procedure") and isinstance(theirs, dict) and isinstance(ours, dict):
        return {**theirs, **ours} if key == "sources" else ours
    if isinstance(theirs, list) and isinstance(ours, list):
        taken = {name(each) for each in ours if key not in ("change", "drop", "join", "place")} - {""}
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


def tables(content: Content, key: str, refuse: Complaints) -> list[Content]:
    value = content.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        refuse.take(refuse("the pack", key, "must be a list of tables."))
        return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    return value
