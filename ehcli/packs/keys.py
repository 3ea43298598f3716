"""The keys that each table of a pack may hold, and of what kind each value is; data/procedures/README.md tells of each.

``object`` is checked where it is read, with words of its own.
"""

from __future__ import annotations

from datetime import date

from ehcli.procedures.extending import ABOUT_A_CHANGE, JOIN

# Of every entry of a list, and of every table that is kept to be read.
LISTED = {"name": str, "slug": str, "aliases": list, "cite": list, "default": str, "reading": str}
KEPT_TO_BE_READ = {"id": str, "title": str, "name": str, "says": str, "aliases": list, "cite": list}
# What each list may hold beside these.
LISTS: dict[str, dict[str, type]] = {
    "level": {"order": int, "usual": bool, "owes_nothing": bool},
    "route": {"level": str},
    "role": {
        "may": list,
        "says": str,
        "tray": str,
        "chairs": list,
        "chairs_instead": list,
        "begins_records": bool,
        "holds": str,
    },
    "tray": {},
    "note_type": {"family": str, "headings": list, "written_by": list, "goes_to": list},
    "form": {"stages": list, "dated": list, "per_child": bool, "event": bool, "meeting": str}
    | {"before_allocation": str},
    "star": {"scale": list, "domains": list, "bands": list, "per_child": bool, "all_areas": bool},
    "start_reason": {"decided_by": list},
    "end_reason": {"decided_by": list, "to_social_care": bool},
    "outcome": {"order": int},
    "episode_type": {"usual": bool},
    "database_source": {},
    "minutes_stage": {"after": list, "chaired_by": list, "optional": bool},
    "meeting_kind": {"as": str, "in_full": str},
}
# Tables of a pack that are kept for reading and for coverage, not reckoned with.
KEPT: dict[str, dict[str, type]] = {
    "consent_rule": {"before": str, "who": str, "grounds": list, "from_age": int},
    "contact_period": {"from": dict, "until": dict, "every": dict, "how": list, "in_person": bool},
    "ladder": {"steps": list, "within": dict},
    "checklist": {"items": list},
    "agenda": {"items": list, "meetings": list},
    "term": {"means": str},
    "staff_duty": {"every": dict, "longest": dict, "floor": str, "responsible": str},
    "locality": {"areas": list, "premises": str},
    "closing_rule": {},
    "taf_record": {},
    "invitation": {"who": str, "methods": list, "from_age": int},
    "plan": {"parts": list},
}
# Tables about the pack itself: they hold these keys and no others.
OF_THE_PACK: dict[str, dict[str, type]] = {
    "left_out": {"rows": list, "why": str},
    "printed": {"of": str, "cite": list},
    "drop": {
        "duty": str,
        "of": str,
        "name": str,
        "why": str,
        "cite": list,
        "default": str,
        "reading": str,
    },
    "join": {**dict.fromkeys(JOIN, object), "names": list},
    "place": {"after": str, "duties": list},
}
PART = {"heading": str, "rows": list, "meetings": list, "per_child": bool, "voice": bool, "optional": bool}
# A change holds keys of the duty that it changes, and these.
CHANGE = dict.fromkeys(ABOUT_A_CHANGE, object)
BANDS = {"cite": list, "agreed": dict, **dict.fromkeys(("default", "reading"), str)}
AGREED = {"by": str, "on": date}
RUNNING = {"moves": bool, "cite": list, **dict.fromkeys(("default", "reading"), str)}
PROCEDURE = {
    **dict.fromkeys(("name", "title", "authority", "version", "in_force_default"), str),
    "extends": object,
    **dict.fromkeys(("in_force_from", "in_force_until"), date),
}
SOURCE = {
    **dict.fromkeys(("title", "publisher", "version"), str),
    **dict.fromkeys(("dated", "review_by"), date),
    "caveats": list,
    "sections": dict,
}
CITE = {**dict.fromkeys(("source", "section", "place"), str), "rows": list}
# Keys that hold a list of words wherever they stand.
WORDS = (
    *("levels", "routes", "episode_types", "by", "rows", "caveats", "aliases", "chairs", "chairs_instead", "meetings"),
    *("headings", "stages", "dated", "decided_by", "written_by", "goes_to", "may", "domains", "bands", "chaired_by"),
    *("after", "grounds", "how", "steps", "items", "areas", "methods", "names", "duties"),
)
HEAD: dict[str, type] = dict.fromkeys(
    (
        *("format", "procedure", "sources", "bands", "on_hold", "running", "duty", "closing_check"),
        *LISTS,
        *KEPT,
        *OF_THE_PACK,
        "change",
    ),
    object,
)


def of(kind: str) -> dict[str, type]:
    """The keys that an entry of that list or table may hold; none are known of a change, which holds a duty's."""
    if kind in LISTS:
        return LISTED | LISTS[kind]
    return KEPT_TO_BE_READ | KEPT[kind] if kind in KEPT else OF_THE_PACK.get(kind, {})
