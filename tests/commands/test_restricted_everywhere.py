"""Two records that differ only in what is restricted to a group look the same to everybody outside it.

The strongest way to say that nothing leaks: whatever a colleague outside the group types, both answer alike.
"""

from __future__ import annotations

import os
import re
from functools import partial

import pytest

from ehcli.cli.commands import COMMANDS

# What one record says within the group and the other does not: a note, a draft, a letter, and why each was let go.
ONE = {
    "type": "Dispute Resolution",
    "text": "Heron flies at dawn.",
    "child": "P-0001",
    "kind": "no-contact",
    "fields": (),
    "reason": "Heron release",
    "note_reason": "Heron wrong day",
}
OTHER = {
    "type": "General Note",
    "text": "Nothing of the kind was ever said here, at much greater length.",
    "child": "P-0002",
    "kind": "consent-form",
    "fields": ("data_types", "kept_after", "purposes", "shared_with"),
    "reason": "Another reason",
    "note_reason": "Another day",
}
MARK = re.compile(r"[0-9a-f]{64}|eh-[0-9a-f]{8}-\d{8}T\d{6}Z|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\+00:00|Z)?|\d\d:\d\d")


@pytest.fixture(scope="module")
def twins(_met, tmp_path_factory):
    """The two records, each in a home of the same name."""
    return [told(_met.copy(tmp_path_factory.mktemp("twin") / "home"), words) for words in (ONE, OTHER)]


def told(office, words):
    """The office with what one of the records says; recorded in both at the same moment, as only practice may be."""
    office.sql("UPDATE about SET value = 'yes' WHERE key = 'practice'")
    eh = partial(office, env={"EH_NOW": "2016-08-09T15:00:00+00:00"})
    eh("group", "add", "ecaf", "--member", "aroy", "--member", "jmay", "--by", "jmay")
    group, own = ("--restrict-to", "ecaf"), {"user": "aroy"}
    note = ("note", "E-1", "--type", words["type"], "--text", words["text"], "--child", words["child"], *group)
    entry = str(eh(*note, "--copy-to", "jmay", "--json", **own).json()["entry"])
    eh(*note, "--draft", **own)
    eh(*note, "--by", "jmay", **own)
    eh(
        "correct",
        "E-1",
        "note-written",
        "--entry",
        entry,
        "--on",
        "2016-08-08",
        "--reason",
        words["note_reason"],
        **own,
    )
    eh("family", "relation", "P-3", "P-1", "--relation", "mother", "--responsibility", "yes")
    eh("family", "flag", "F-1", "--because", "Address withheld", "--by", "jmay")
    by_hand = [word for name in words["fields"] for word in ("--field", f"{name}=Another")]
    letter = ("letter", words["kind"], "E-1", *group, "--format", "txt", *by_hand)
    let = ("--released-by", "jmay", "--reason", words["reason"])
    eh(*letter, *let, **own)
    eh(*letter, "--afresh", *let, **own)
    eh("letters", "posted", "L-1", **own)
    eh("correct", "E-1", "letter-posted", "--on", "2016-08-09", "--reason", words["note_reason"], **own, code=None)
    office.sql("UPDATE about SET value = 'no' WHERE key = 'practice'")
    return office


REFS = ("E-1", "F-1", "P-1", "P-3", "M-1", "N-1", "N-2", "N-3", "L-1", "L-2")
TYPED = {
    "agency show": [("scsp",)],
    "audit who-saw": [(ref,) for ref in ("E-1", "F-1", "P-1")],
    "cog agenda": [("--team", "tipton")],
    "cog invitations": [("--team", "tipton")],
    "cog minutes": [("--team", "tipton")],
    "cog list": [("--team", "tipton")],
    "family show": [("F-1",)],
    "find": [("larkin",), ("flies",), ("N-1",), ("L-1",), ("case",)],
    "group show": [("ecaf",)],
    "history": [(ref,) for ref in (*REFS, "aroy", "jmay", "tipton")],
    "letters list": [(), ("--episode", "E-1"), ("--team", "tipton")],
    "letters verify": [("letters/ecaf/L-0001-no-contact.txt",), ("L-0002-consent-form.txt",)],
    "person show": [("P-1",), ("P-3",)],
    "procedure check": [("sandwell",)],
    "procedure diff": [("sandwell", "haringey")],
    "procedure show": [("sandwell",)],
    "procedure what-if": [("haringey",)],
    "restore": [()],
    "show": [(ref,) for ref in REFS],
    "taf agenda": [("M-1",)],
    "taf invitations": [("M-1",), ("M-1", "--text")],
    "taf list": [(), ("--episode", "E-1")],
    "team bands": [("tipton", "--all")],
    "team show": [("tipton",)],
    "timeline": [("E-1",)],
    "tray": [(), ("team",), ("worker",)],
    "why": [("--episode", "E-1")],
    "why-not": [("E-1", "review-taf"), ("E-1", "closure-letter")],
    "worker show": [("aroy",), ("jmay",)],
    "audit show": [(), ("--episode", "E-1"), ("--by", "aroy")],
    "overdue": [(), ("--as-of", "2016-08-09"), ("--known-at", "2016-08-09")],
}
# Not tried: what moves or copies the record as a whole, which only those may who may see it whole or have its file.
LEFT_OUT = {"backup", "record move"}
# What records, tried without being recorded, or refused: what it says must not tell either.
WRITTEN = (
    ("letter", "closure", "E-1", "--dry-run"),
    ("letter", "minutes", "E-1", "--meeting", "M-1", "--preview"),
    ("letter", "transfer", "E-1", "--preview"),
    ("letters", "posted", "L-2", "--dry-run"),
    ("letters", "posted", "L-1"),
    ("letters", "run", "--dry-run"),
    ("correct", "E-1", "note-written", "--on", "2016-08-07", "--reason", "x"),
    ("correct", "E-1", "note-written", "--entry", "14", "--on", "2016-08-07", "--reason", "x", "--dry-run"),
    ("correct", "E-1", "note-written", "--entry", "14", "--set", "type=x", "--reason", "x", "--dry-run"),
    ("correct", "E-1", "letter-written", "--entry", "18", "--on", "2016-08-07", "--reason", "x", "--dry-run"),
    ("correct", "E-1", "letter-posted", "--on", "2016-08-09", "--reason", "x", "--dry-run"),
    ("close", "E-1", "--reason", "Refer to CSC", "--by", "jmay", "--dry-run"),
    ("undo", "--dry-run"),
    ("note", "E-1", "--type", "Case Summary", "--text", "x", "--dry-run", "--copy-to", "jmay"),
    ("visit", "E-1", "--outcome", "made", "--dry-run"),
    ("taf", "plan", "M-1", "--form"),
    ("record", "roles"),
)


def lines():
    """Every reading command with what it is asked about, plain, as JSON and as CSV."""
    for command in COMMANDS:
        if command.takes in ("data", "list") and command.name not in LEFT_OUT:
            forms = [(), ("--json",), *([("--csv",)] if command.takes == "list" else [])]
            for args in TYPED.get(command.name, [()]):
                yield from ((*command.name.split(), *args, *form) for form in forms)


def plain(eh, text: str) -> str:
    """Without what is another in every record: its folder, its seals and the moments of recording."""
    return MARK.sub("~", text.replace(str(eh.home), "HOME"))


@pytest.mark.parametrize("words", [*lines(), *WRITTEN], ids=" ".join)
def test_what_is_restricted_changes_nothing_for_others(twins, words) -> None:
    said = [eh(*words, user="bcole", code=None) for eh in twins]
    one, other = ((told.code, plain(eh, told.out), plain(eh, told.err)) for eh, told in zip(twins, said, strict=True))
    assert one == other
    assert words in WRITTEN or one[0] != 2, "say in TYPED what the command is asked about"
    assert "eron" not in said[0].out + said[0].err


FORMS = [(), ("--json",), ("--csv",)] if os.environ.get("EH_NIGHTLY") else [("--json",)]  # the rows are the same


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
@pytest.mark.parametrize(
    "words", [words for words in lines() if words[-1] == "--csv" and "--text" not in words], ids=" ".join
)
def test_no_field_that_somebody_names_tells_more_than_the_whole_list(twins, words, form) -> None:
    words = words[:-1]
    (known,) = {eh(*words, "--fields", "", user="bcole", code=None).out for eh in twins}
    fields = ",".join(known.split("\n"))
    said = [eh(*words, "--fields", fields, *form, user="bcole", code=None) for eh in twins]
    one, other = ((told.code, plain(eh, told.out), plain(eh, told.err)) for eh, told in zip(twins, said, strict=True))
    assert one == other
    assert "eron" not in said[0].out + said[0].err
    if known and form == ("--json",) and not said[0].out.startswith("[]"):
        assert [list(row) for row in said[0].json()][:1] == [known.split("\n")[:-1]]


def test_the_files_of_the_night_and_of_meetings_tell_nothing_of_it(twins, tmp_path) -> None:
    found = []
    for number, eh in enumerate(twins):
        out = tmp_path / str(number)
        eh("night", "--out", str(out), user="bcole", code=None)
        eh("taf", "invitations", "M-1", "--out", str(out), user="bcole")
        eh("cog", "agenda", "--team", "tipton", "--out", str(out), user="bcole", code=None)
        found.append(
            {file.name: plain(eh, file.read_text("utf-8")) for file in sorted(out.rglob("*")) if file.is_file()}
        )
    one, other = found
    assert one.keys() == other.keys()
    assert {"tipton-overdue.csv", "M-0001.ics"} <= one.keys()
    assert one == other


def test_whom_a_restricted_letter_goes_to_is_not_told_by_the_history_of_a_person(twins) -> None:
    eh = twins[0]
    assert "L-0001" in eh("history", "P-3", user="aroy").out
    assert "L-0001" not in eh("history", "P-3", user="bcole").out
    assert "L-0001" in eh("history", "E-1", user="bcole").out


def test_a_letter_that_waits_is_named_without_its_file(twins, tmp_path) -> None:
    eh = twins[0].copy(tmp_path / "home")
    words = ("letter", "no-contact", "E-1", "--released-by", "jmay", "--format", "txt")
    assert "L-0002-no-contact.txt" in eh(*words, user="aroy", code=4).err
    told = eh(*words, user="bcole", code=4).err
    assert "has not been posted: it is restricted to ecaf" in told
    assert str(eh.home) not in told


@pytest.mark.skipif(os.name == "nt", reason="other permissions")
def test_the_file_of_a_restricted_letter_lies_apart_for_its_owner_alone(twins, tmp_path) -> None:
    eh = twins[0].copy(tmp_path / "home")
    for file in (eh.home / "letters" / "ecaf").iterdir():
        assert file.stat().st_mode & 0o077 == 0
    assert (eh.home / "letters" / "ecaf").stat().st_mode & 0o077 == 0
    assert not list((eh.home / "letters").glob("L-*"))
    (eh.home / "letters" / "ecaf" / "L-0002-no-contact.txt").unlink()
    again = eh("letter", "no-contact", "E-1", "--again", "--json", user="aroy").json()["file"]
    assert again.endswith("letters/ecaf/L-0002-no-contact.txt")


def test_whoever_wrote_for_a_group_and_is_not_in_it_undoes_it_without_reading_it_again(twins, tmp_path) -> None:
    eh = twins[0].copy(tmp_path / "home")
    eh("note", "E-1", "--type", "General Note", "--text", "x", "--restrict-to", "ecaf", "--yes", user="bcole")
    told = eh("undo", user="bcole")
    assert "note written on Tue 9 Aug 2016 (note N-0004; type restricted to ecaf) in E-0001" in told.out
    eh(
        "letter",
        "no-contact",
        "E-1",
        "--afresh",
        "--released-by",
        "jmay",
        "--restrict-to",
        "ecaf",
        "--yes",
        user="bcole",
    )
    told = eh("undo", user="bcole")
    assert "no-contact" not in told.out + told.err


def test_the_working_of_a_date_does_not_tell_the_note_that_set_it_off(bare) -> None:
    eh = bare
    eh("init", "--procedure", "haringey", "--role", "manager", "--team", "tipton")
    eh("open-episode", "--team", "tipton", "--child", "Ada Bell; 2014-01-09; F", "--level", "level-3", "--route", "spa")
    eh("worker", "add", "bcole", "--name", "Bea Cole", "--role", "business-support", "--team", "tipton")
    eh("group", "add", "ecaf", "--member", "abell")
    said = "What is working well: Heron\nWhat are or might be the worries: Heron\nWhat needs to happen: Heron"
    eh("note", "E-1", "--type", "EH case supervision completed", "--text", said, "--restrict-to", "ecaf")
    own, others = eh("why", "--episode", "E-1").out, eh("why", "--episode", "E-1", user="bcole").out
    assert "note N-0001; type EH case supervision completed" in own
    assert "note N-0001; type restricted to ecaf" in others
    assert "type EH case supervision" not in others + eh("why", "--episode", "E-1", "--json", user="bcole").out
