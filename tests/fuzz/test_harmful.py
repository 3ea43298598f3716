"""Text that other programs would obey is kept as it was typed, in every field, and shown so that none of them obeys it.

SCRIPT types it into every option and argument that takes free text, one after the other on one record; then
everything that reads is run over it. A new option that takes text fails a test here until it is in the script.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import closing
from email import message_from_bytes, policy
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import icalendar
import pytest

from ehcli.cli.app import load
from ehcli.cli.commands import COMMANDS
from tests.commands.test_restricted_everywhere import lines

from .grammar import HARMFUL
from .tried import Tried

# Each begins in a way of its own, for a spreadsheet looks at the first sign, and has something for every other program.
TEXTS = {
    "formula": (
        "=1+1 ' OR 1=1; DROP TABLE fact;-- $HOME`id` {{ 7 * 7 }} \x1b[2J\x07\x9b31m <w:p>&amp;</w:p>]]> ${7*7} "
        "{% for x in y %}"
    ),
    "calendar": "-2+3 x\r\nATTENDEE:mailto:a@example.org\r\nEND:VEVENT\r\nBEGIN:VEVENT %s%n{0} \u202egnp.exe\u2066",
}
LETTERS = str.maketrans("0123456789", "abcdefghij")
if os.environ.get("EH_NIGHTLY") == "1":
    TEXTS["database"] = "../../../tmp/Robert'); DROP TABLE fact;-- \\..\\nul:$HOME`id`"
    typed = (text for text in HARMFUL if text.isprintable() or "\x1b" in text or "\r" in text)
    TEXTS |= {ascii(text)[:30]: text for text in typed if text.strip()}

# {} is the text as it is; {flat} is without what parts the field: semicolons, commas, line breaks and equals signs;
# {called} and {name} are the same with letters for its figures, which no name of a person may have.
SCRIPT: tuple[tuple[str, ...], ...] = (
    ("reason", "add", "--for", "opening", "--by", "jmay", "--", "{}"),
    ("reason", "add", "--for", "closing", "--by", "jmay", "--", "{} too"),
    ("agency", "add", "harmful", "--name", "{}", "--kind", "{}", "--address", "{flat}", "--phone", "{}"),
    ("team", "add", "harmful", "--name", "{}", "--address", "{flat}", "--phone", "{}", "--by", "jmay"),
    ("team", "closed", "tipton", "--on", "2016-08-30", "--reason", "{}", "--by", "jmay"),
    ("team", "band", "tipton", "genogram", "plan", "--reason", "{}", "--by", "jmay"),
    ("worker", "add", "hworker", "--name", "{}", "--agency", "{}", "--role", "key-worker", "--by", "jmay"),
    (
        *("open-episode", "--team", "tipton", "--level", "universal", "--child", "{name}; 2014-01-09; F"),
        *("--sibling", "{name} s", "--parent", "{name} p", "--address", "{flat}; Tipton; DY4 9JB", "--phone", "{}"),
        *("--start-reason", "@0", "--referrer", "{}", "--referrer-agency", "{}", "--consent-from", "@parent"),
        *("--consent-method", "signed", "--external-number", "{}", "--new-person"),
    ),
    ("open-episode", "--from", "@form", "--new-person"),
    ("allocate", "E-3", "--to", "hworker", "--by", "jmay"),
    ("close", "E-3", "--reason", "@1", "--by", "jmay"),
    ("contact", "E-1", "--how", "phone", "--outcome", "made", "--party", "referrer", "--seen", "{}"),
    ("frequency", "E-1", "--visits", "fortnightly", "--reason", "{}", "--by", "jmay"),
    ("note", "E-1", "--type", "Case Summary", "--text", "{}"),
    ("consent", "E-1", "--from", "P-3", "--method", "signed", "--purpose", "{}"),
    ("set-aside", "@task", "--reason", "{}", "--by", "jmay"),
    ("correct", "E-1", "referral-received", "--set", "referrer={}", "--reason", "{}"),
    ("taf", "schedule", "E-1", "--at", "2016-09-06 14:00", "--venue", "{}", "--invite", "aroy=email"),
    ("correct", "E-1", "taf-scheduled", "--was", "2016-08-09", "--set", "venue={}", "--reason", "{}"),
    ("taf", "cancel", "M-3", "--reason", "{}"),
    ("taf", "schedule", "E-1", "--at", "2016-09-07 14:00", "--venue", "{}", "--invite", "aroy=email"),
    (
        *("taf", "schedule", "E-2", "--at", "2016-08-09 09:00", "--venue", "{}", "--invite", "harmful=phone"),
        *("--reason", "{}"),
    ),
    ("taf", "held", "M-5", "--attended", "{flat}", "--chair", "{}"),
    ("taf", "schedule", "E-2", "--at", "2016-08-09 10:00", "--venue", "{}"),
    ("taf", "not-held", "M-6", "--reason", "{}"),
    ("taf", "plan", "M-1", "--part", "Intended outcomes={}", "--own", "Ours={}", "--action", "{flat}; {flat} w; +5wd"),
    ("taf", "plan", "M-1", "--own", "{flat}=Said"),
    ("taf", "plan", "M-1", "--from", "@plan"),
    ("taf", "action", "M-1", "1", "--who", "{}"),
    ("cog", "schedule", "--team", "tipton", "--at", "2016-08-23 09:30", "--venue", "{}"),
    ("cog", "schedule", "--team", "tipton", "--at", "2016-08-09 09:30", "--venue", "{}"),
    ("cog", "add", "E-1", "--day", "2016-08-23", "--reason", "{}"),
    ("cog", "off", "E-1", "--day", "2016-08-23", "--reason", "{}"),
    ("cog", "add", "E-1", "--day", "2016-08-09", "--reason", "{}"),
    (
        *("cog", "discussed", "E-1", "--day", "2016-08-09", "--present", "{flat}", "--chair", "jmay"),
        *("--statement-agreed", "--way-forward", "{}", "--thresholds", "{}", "--dissent", "{}"),
        *("--without-consent", "{}", "--action", "{flat}; {flat} w; 2016-08-20", "--follow-up", "{}"),
    ),
    ("family", "relation", "P-3", "P-2", "--relation", "{}"),
    (
        "person",
        "add",
        "--new-person",
        "--family",
        "F-1",
        "--role",
        "other",
        "--address",
        "{flat}; Tipton",
        "--",
        "{name} a; 2011-02-03",
    ),
    (
        "person",
        "change",
        "P-2",
        "--new-person",
        "--name",
        "{called}",
        "--format",
        "interpreter:{}",
        "--address",
        "{flat}; Tipton; DY4 9JB",
    ),
    ("letters", "posted", "L-1"),
    ("letters", "posted", "L-1", "--taken-back", "--reason", "{}", "--by", "jmay"),
    ("letters", "withdraw", "L-1", "--reason", "{}"),
    ("family", "flag", "F-1", "--because", "{}"),
    ("letter", "no-contact", "E-1", "--afresh", "--to", "P-3", "--released-by", "jmay", "--reason", "{}"),
    ("taf", "invite", "M-4", "--who", "P-3", "--method", "letter", "--released-by", "jmay", "--reason", "{}"),
    (
        *("letter", "closure", "E-1", "--released-by", "jmay", "--reason", "{}", "--afresh"),
        *("--field", "support_after={}", "--field", "closed_on=8 August 2016"),
    ),
    ("person", "change", "P-2", "--address", "1 High St; Tipton"),
    ("family", "two-homes", "P-1", "P-2", "--by", "jmay", "--reason", "{}"),
    ("family", "restrict", "P-1", "P-2", "--because", "{}"),
    ("person", "change", "P-2", "--unsafe", "{}"),
    ("procedure", "switch", "covid-19", "off", "--reason", "{}", "--by", "jmay"),
    (
        "procedure",
        "adopt",
        "sandwell-teh",
        "--team",
        "harmful",
        "--from",
        "2016-09-01",
        "--reason",
        "{}",
        "--by",
        "jmay",
    ),
    ("note", "E-1", "--type", "General Note", "--text", "Taken back"),
    ("undo", "--reason", "{}"),
    ("init", "--db", "new/record.db", "--name", "{}"),
)
# Options and arguments that name a thing, a day, a number or a place: refused unless they do (see test_fuzz).
CLOSED = {
    *("EPISODE", "E-", "P-", "F-", "M-", "MEETING", "TASK...", "LETTER...", "DATE", "WHEN", "SLUG", "LOGIN", "USER"),
    *("WORKER", "GROUP", "ROLE", "LEVEL", "ROUTE", "TYPE", "FORM", "STAGE", "STAR", "STATE", "OUTCOME", "HOW", "KIND"),
    *("HOW-OFTEN", "METHOD", "ANSWER", "CHECK", "WHAT", "SWITCH", "N", "MINUTES", "4,5,...", "M|F|U", "on|off"),
    *("yes|no|unknown", "opening|closing", "docx|pdf|txt", "FAMILY", "ADULT", "CHILD", "OTHER", "WHO=METHOD", "[-]"),
    *("DIR", "PATH", "FILE", "REASON", "DUTY", "BAND"),
}
CLOSED_BY_NAME = {
    "taf minutes meetings",
    *(
        "person change phone",
        "person add phone",
        "person change email",
        "person add email",
        "worker add email",
        "agency add email",
        "team add email",
    ),
    *("contact party", "taf invite who", "taf action item", "note copy_to", "consent share_with"),
    *("open-episode consent_shared_with", "init procedure", "procedure adopt name", "init keyring"),
    *(
        "person change person",
        "family member person",
        "family restrict person",
        "family two-homes person",
        "open-episode start_reason",
    ),
}


def written() -> Iterator[tuple[str, str, str]]:
    """Every option and argument of what records: the command, its name, and how it is typed."""
    for command in COMMANDS:
        if command.takes == "write" or command.name == "init":
            for param in load(command).params:
                known = param.name in ("db", "user", "today", "on", "by", "help")
                if not known and not getattr(param, "is_flag", False):
                    yield command.name, param.name, str(param.metavar)


def scripted() -> set[str]:
    """The options and arguments that the script types the text into."""
    found = set()
    for words in SCRIPT:
        command = next(each for each in COMMANDS if words[: len(each.name.split())] == tuple(each.name.split()))
        rest = list(words[len(command.name.split()) :])
        params = load(command).params
        by_option = {option: param for param in params for option in param.opts if option.startswith("-")}
        arguments = [param for param in params if param.param_type_name == "argument"]
        while rest:
            if (word := rest.pop(0)) == "--":
                continue
            param = by_option.get(word) or arguments.pop(0)
            said = word if word not in by_option else "" if param.is_flag else rest.pop(0)
            if "{" in said or said.startswith("@"):
                found.add(f"{command.name} {param.name}")
    return found


def test_every_option_that_takes_text_is_typed_into() -> None:
    typed_into = scripted()
    untried = [
        f"{command} {name} ({metavar})"
        for command, name, metavar in written()
        if f"{command} {name}" not in typed_into and f"{command} {name}" not in CLOSED_BY_NAME and metavar not in CLOSED
    ]
    assert not untried, "put it into SCRIPT, or say in CLOSED that it is no free text"


class Filled:
    """The script with one text in every place, each with a number of its own so that it is found again."""

    def __init__(self, tried: Tried, text: str) -> None:
        self.tried, self.text = tried, text
        self.typed: list[str] = []
        self.parent = self.in_letter = ""

    def lines(self) -> Iterator[list[str]]:
        for words in SCRIPT:
            yield [self.fill(word) for word in words]

    def fill(self, word: str) -> str:
        if word.startswith("@"):
            return str(getattr(self, f"of_{word[1:]}")())
        for place in re.findall(r"\{(?:flat|name|called)?\}", word):
            flat = place in ("{flat}", "{name}")
            text = " ".join(re.sub(r"[;,=]", " ", self.text).split()) if flat else self.text
            word = word.replace(place, self.numbered(text, LETTERS if place in ("{name}", "{called}") else {}), 1)
        if word.endswith(" p"):
            self.parent = word
        if word.startswith("support_after="):
            self.in_letter = self.typed[-1]
        return word

    def numbered(self, text: str, instead: Mapping[int, str]) -> str:
        self.typed.append(f"{text} n{len(self.typed)}".translate(instead))
        return self.typed[-1]

    def of_0(self) -> str:
        return self.typed[0]

    def of_1(self) -> str:
        return f"{self.typed[1]} too"

    def of_parent(self) -> str:
        return self.parent

    def of_task(self) -> str:
        _, out, _ = self.tried(["why", "--episode", "E-1", "--json"])
        return str(json.loads(out)[0]["task"])

    def of_form(self) -> str:
        name = self.fill("{name}")
        form = {
            "team": "tipton",
            "referrer": self.fill("{}"),
            "address": self.fill("{flat}"),
            "child": [{"name": self.fill("{name}")}],
            "parent": [{"name": name}],
            "consent": {"from": name, "method": "signed"},
        }
        return self.file("form.json", form)

    def of_plan(self) -> str:
        said = {
            "part": [{"heading": "Intended outcomes", "text": self.fill("{}")}],
            "action": [{"action": self.fill("{}"), "who": self.fill("{}"), "by_when": "+5wd"}],
        }
        return self.file("plan.json", said)

    def file(self, name: str, content: object) -> str:
        place = self.tried.home / name
        place.write_text(json.dumps(content), encoding="utf-8")
        return str(place)


def kept(record: Path) -> set[str]:
    """Every text in a record, those within JSON too."""

    def leaves(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
            if value[:1] in ("{", "["):
                try:
                    yield from leaves(json.loads(value))
                except ValueError:
                    return
        elif isinstance(value, list | dict):
            for each in value.values() if isinstance(value, dict) else value:
                yield from leaves(each)

    with closing(sqlite3.connect(record)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = (row for name in names for row in connection.execute(f"SELECT * FROM {name}"))
        return {text for row in rows for cell in row for text in leaves(cell)}


@pytest.fixture(scope="module", params=list(TEXTS), ids=str)
def poisoned(request, _furnished, tmp_path_factory):
    """A record with one such text in every field that takes text."""
    filled = Filled(Tried(_furnished, tmp_path_factory.mktemp("harmful") / "home"), TEXTS[request.param])
    refused = []
    for words in filled.lines():
        code, _, err = filled.tried(words)
        if code:
            refused.append((words, code, err))
    assert not refused, "\n".join(f"{words}: {code} {err}" for words, code, err in refused)
    return filled


def test_what_is_typed_is_kept_as_it_was_typed(poisoned) -> None:
    tried = poisoned.tried
    known = kept(tried.record) | kept(tried.home / "new" / "record.db")
    whole = "\n".join(known)
    lost = [text for text in poisoned.typed if text not in known and text not in whole]
    # What fills one letter in by hand is no field of the record: it is kept as that letter prints it.
    assert [text for text in lost if text != poisoned.in_letter] == []
    assert tried(["record", "check"])[0] == 0


# Shown harmless

ALSO = [
    *(
        ("show", ref, *form)
        for ref in ("E-2", "E-3", "F-3", "P-2", "P-7", "M-4", "M-5", "L-4")
        for form in ((), ("--json",))
    ),
    *(
        ("history", ref, *form)
        for ref in ("E-2", "E-3", "F-3", "P-2", "hworker", "harmful")
        for form in ((), ("--csv",))
    ),
    *(("timeline", ref, *form) for ref in ("E-2", "E-3") for form in ((), ("--csv",))),
    *((what, "show", "harmful", *form) for what in ("team", "agency") for form in ((), ("--json",))),
    *(("cog", "minutes", "--team", "tipton", *form) for form in ((), ("--json",), ("--csv",))),
    *(("letters", "due", *form) for form in ((), ("--json",), ("--csv",))),
    ("taf", "invitations", "M-4", "--text"),
    ("worker", "list", "--db", "new/record.db"),
]


def unsafe(text: str) -> set[str]:
    """Signs that a terminal would obey, or that turn the order of what is read round."""
    return {ascii(sign) for sign in text if (sign not in "\n\t" and unicodedata.category(sign) == "Cc") or sign in BIDI}


# These show what ships with eh, and nothing of the record.
SHIPPED = {("procedure", "coverage"), ("procedure", "diff"), ("procedure", "show"), ("letters", "check")}
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def readable(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def is_formula(cell: str) -> bool:
    return cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_every_reading_command_shows_it_harmless(poisoned) -> None:
    tried, shown, faults = poisoned.tried, "", []
    for words in [*(words for words in lines() if words[:2] not in SHIPPED), *ALSO]:
        code, out, err = tried(list(words))
        shown += out
        if code > 4 or "eh failed" in err:
            faults.append(f"{words}: {code}: {err}")
        if found := unsafe(out + err):
            faults.append(f"{words}: {found}")
        if "--json" in words and not code:
            faults += [f"{words}: no JSON: {out[:40]!r}"] if not readable(out) else []
        if "--csv" in words and "--text" not in words:  # the words to paste are no list
            rows = list(csv.reader(io.StringIO(out)))
            faults += [f"{words}: {cell[:40]!r}" for row in rows for cell in row if is_formula(cell)]
            faults += [f"{words}: a row of {len(row)}" for row in rows if len(row) != len(rows[0])]
    assert not faults, "\n".join(faults[:30])
    unseen = [text for text in poisoned.typed if text[-3:].strip() not in shown]
    assert len(unseen) < len(poisoned.typed) / 4, unseen


def test_the_files_of_the_night_are_safe_to_open(poisoned) -> None:
    tried = poisoned.tried
    assert tried(["night", "--out", "lists"])[0] in (0, 1)
    for file in sorted((tried.home / "lists").iterdir()):
        text = file.read_text(encoding="utf-8-sig")
        if file.suffix == ".csv":
            assert not [cell for row in csv.reader(io.StringIO(text)) for cell in row if is_formula(cell)], file.name
        if file.suffix == ".json":
            json.loads(text)
        assert not unsafe(text.replace("\r\n", "\n")), file.name


def test_letters_of_every_kind_hold_it_as_text_and_nothing_else(poisoned) -> None:
    tried, printed = poisoned.tried, 0
    text = poisoned.text
    for (kind,) in [(row["kind"],) for row in json.loads(tried(["letters", "kinds", "--json"])[1])]:
        for format in ("docx", "txt") if kind == "no-contact" else ("docx",):
            words = ["letter", kind, "E-1", "--afresh", "--released-by", "jmay", "--reason", "x", "--format", format]
            words += ["--out", "printed", "--json"]
            code, out, err = tried(words)
            for name in re.findall(r'--field \\"(\w+)=', err):
                day = name.endswith(("_date", "_on")) or name == "reply_by"
                words += ["--field", f"{name}={'2016-09-20' if day else text}"]
            code, out, err = tried(words)
            assert "eh failed" not in err, err
            if code:
                assert code in (2, 3, 4), err  # this letter is not for such an episode
                continue
            printed += 1
            file = Path(json.loads(out)["file"])
            assert file.parent == tried.home / "printed"
            harmless_letter(file, text)
    assert printed >= 12


def harmless_letter(file: Path, text: str) -> None:
    if file.suffix == ".txt":
        assert not unsafe(file.read_text(encoding="utf-8"))
        return
    said = "\n".join(node.text or "" for node in docx.Document(str(file)).element.body.iter() if node.text)
    assert "49" not in re.findall(r"\b\d+\b", said.replace("496", "")) or "{{ 7 * 7 }}" not in text
    with ZipFile(file) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                content = parts.read(name)
                ElementTree.fromstring(content)
                assert not unsafe(content.decode("utf-8").replace("\r\n", "\n")), name
        body = parts.read("word/document.xml").decode("utf-8")
    assert not re.search(r"<w:(instrText|fldSimple|hyperlink|altChunk|object)\b", body)


def test_calendars_and_drafts_gain_no_line_of_their_own(poisoned) -> None:
    tried = poisoned.tried
    for words in (["taf", "invitations", "M-4"], ["taf", "invitations", "M-3"], ["taf", "invitations", "M-2"]):
        assert tried([*words, "--out", "sent"])[0] == 0
    for words in (["cog", "invite", "--team", "tipton", "--day", "2016-08-23", "--invite", "aroy=email"],):
        assert tried([*words, "--out", "sent"])[0] == 0
    files = sorted((tried.home / "sent").iterdir())
    assert {".ics", ".txt", ".eml"} <= {file.suffix for file in files}
    for file in files:
        if file.suffix == ".ics":
            harmless_calendar(file.read_bytes())
        elif file.suffix == ".txt":
            assert not unsafe(file.read_text(encoding="utf-8"))
        elif file.suffix == ".eml":
            draft = message_from_bytes(file.read_bytes(), policy=policy.default)
            usual = {"To", "Subject", "Date", "X-Unsent", "MIME-Version", "Content-Type"}
            assert sorted(draft.keys()) == sorted(usual), file.name
            assert not draft.defects
            assert not unsafe(str(draft["Subject"]))
            plain, calendar = draft.iter_parts()
            assert not unsafe(plain.get_content().replace("\r\n", "\n"))
            harmless_calendar(calendar.get_payload(decode=True))


def harmless_calendar(content: bytes) -> None:
    made = icalendar.Calendar.from_ical(content)
    usual = {
        "UID",
        "SEQUENCE",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "LOCATION",
        "DESCRIPTION",
        "ORGANIZER",
        "STATUS",
    }
    events = made.walk("VEVENT")
    assert [each.name for each in made.subcomponents] == ["VEVENT"] * len(events)
    assert len(events) == content.count(b"\nBEGIN:VEVENT") >= 1
    for event in events:
        assert set(event.keys()) <= usual
        assert not unsafe(str(event.get("location", "")))
    assert b"\nATTENDEE" not in content


def test_nothing_is_written_outside_the_folders_that_were_named(poisoned) -> None:
    above = {path.name for path in poisoned.tried.home.parent.iterdir()}
    assert above == {"home"}
    strange = [file for file in poisoned.tried.home.rglob("*") if not re.fullmatch(r"[\w.-]+", file.name)]
    assert not strange
