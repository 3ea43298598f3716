"""Text that other programs would obey is kept as it was typed and shown so that none of them obeys it."""

from __future__ import annotations

import csv
import io

import pytest

from .grammar import HARMFUL

WORDS = [text for text in HARMFUL if text.isprintable() or "\x1b" in text or "\r" in text]


@pytest.mark.parametrize("text", [text for text in WORDS if len(text) < 100 and text.isascii()], ids=ascii)
def test_what_is_typed_is_kept_and_shown_harmless(allocated, text: str) -> None:
    eh, kept = allocated, text.strip()
    eh("note", "E-1", "--type", "Case Summary", f"--text={text}")
    eh("team", "add", "other", f"--name={text}", f"--phone={text}", "--by", "jmay")
    eh("agency", "add", "other", f"--name={text}", f"--kind={text}")
    eh("reason", "add", "--by", "jmay", "--", text)
    eh("taf", "schedule", "E-1", "--at", "2016-08-08 14:00", f"--venue={text}")
    assert eh("show", "N-1", "--json").json()["text"] == kept
    assert eh("show", "M-1", "--json").json()["venue"] == kept
    assert {each["slug"]: each["name"] for each in eh("team", "list", "--json").json()}["other"] == kept
    for args in (("show", "N-1"), ("timeline", "E-1"), ("team", "list"), ("agency", "list"), ("reason", "list")):
        shown = eh(*args).out
        assert not {sign for sign in shown if sign < " " and sign not in "\n\t"}, (args, shown)
    cells = [
        cell for args in (("team", "list"), ("taf", "list")) for row in read(eh(*args, "--csv").out) for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))]
    assert any(kept.replace("\r\n", "\n") in cell for cell in cells)
    assert eh("record", "check").code == 0


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))
