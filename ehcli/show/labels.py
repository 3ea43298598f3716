"""What a detail is called where people read it, and how its value is told: never as the record names or keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ehcli.days.typed_dates import long, minute
from ehcli.screen import shapes
from ehcli.screen.hints import HINTS

# Details whose own name would say little to somebody who does not know the record; the others are called as they are.
LABELS = {
    "about_on": "for",
    "address_confirmed": "address confirmed",
    "address_since": "at this address since",
    "aliases": "also called",
    "because": "why",
    "by_when": "by",
    "closed_on": "closed",
    "confirmed": "address confirmed",
    "default": "our default",
    "died_on": "died",
    "done_on": "done",
    "due_at": "at",
    "ehm_user": "uses the Early Help Module",
    "end_reason": "reason for closing",
    "ended_on": "ended",
    "external_number": "number in the other case system",
    "first_day": "from",
    "happened_on": "day",
    "hash": "fingerprint of the file",
    "held_on": "held",
    "holdings": "held by",
    "lines": "address",
    "open_to": "restricted to",
    "opened_on": "opened",
    "options": "printed as",
    "pack_version": "version of the procedure",
    "phone": "telephone",
    "planned_at": "at",
    "planned_on": "planned for",
    "posted_on": "posted",
    "procedure_since": "followed since",
    "procedures_before": "what began earlier follows",
    "procedures_to_come": "to come",
    "ref": "reference",
    "responsibility": "parental responsibility",
    "running_moves": "what is running moves too",
    "safe_to_write": "safe to write to",
    "slug": "short name",
    "start_reason": "reason for opening",
    "started_on": "counts from",
    "template_hash": "fingerprint of the template",
    "template_version": "version of the template",
    "title": "what",
    "unsafe_because": "not safe because",
    "words": "says",
}
# What the values of some details are: days, moments of recording, days with a time, lines, yes or no.
DAYS = {
    *("about_on", "address_since", "born", "by_when", "closed_on", "dated", "died_on", "done_on", "due", "ended_on"),
    *("happened_on", "held_on", "left", "limit", "on", "opened_on", "planned_on", "posted_on", "since", "started_on"),
    *("first_day", "procedure_since", "until", "would_be"),
}
MOMENTS = {"recorded_at"}
TIMES = {"due_at"}
LINES = {"address", "copied_to", "enclosures", "formats", "lines", "options"}  # kept one below the other
COMMANDS = {"how", "why"}  # to be typed
YES_OR_NO = {"running_moves", "ehm_user", "draft", "safe_to_write", "confirmed", "significant"}


def label(name: str, called: str = "") -> str:
    """What a detail is called at the head of a line or column; ``called`` where it is another thing here."""
    said = called or named(name)
    return said[:1].upper() + said[1:]


def named(name: str) -> str:
    """What a detail is called in a sentence."""
    return LABELS.get(name) or name.replace("_", " ")


def flat(value: object) -> object:
    """A value in one cell."""
    if value is None or type(value) is str:
        return value  # most cells, of which a long list has many
    if isinstance(value, (list, tuple)):
        return "; ".join(in_a_word(each) if isinstance(each, dict) else str(each) for each in value)
    if isinstance(value, dict):
        return in_a_word(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def in_a_word(value: Mapping[str, Any]) -> str:
    """A citation by its document and page, anybody by their name."""
    if shapes.is_citation(value):
        return f"{value['document'].upper()} {value['place'] or ''}".rstrip()
    return str(value.get("name") or value.get("person"))


def day(text: str) -> str:
    """A day in words; what is no day, in a record that was damaged, as it stands."""
    try:
        return long(date.fromisoformat(text))
    except ValueError:
        return text


def shown(name: str, value: object) -> str:
    """The value of a detail as people read it: days in words."""
    if name in YES_OR_NO and isinstance(value, int):
        value = bool(value)  # a database may keep it as a number
    value = flat(value)
    if value is None or value == "":
        return ""
    if name in DAYS:
        return day(str(value))
    if name in MOMENTS:
        return minute(str(value))
    if name in TIMES:
        on, _, time = str(value).partition("T")
        return f"{day(on)} {time}".rstrip()
    if name in COMMANDS:
        return HINTS.of_record(str(value))
    return str(value).replace("\n", ", ") if name in LINES else str(value)
