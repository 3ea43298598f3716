"""The README and the pages by reader are plain: no sentence is over 30 words or turned round."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from ehcli.machine import handbook
from tests.hinted import ROOT

MOST = 30
# The ways of turning a sentence round that come most easily: "So is a share", "Under each version stand ...".
TURNED = re.compile(
    r"(So|Such|Neither|Nor|Thus|Hence) (is|are|was|were|do|does|did|has|have|can|may|will|must)\b"
    r"|(At|In|On|Under|Over|Beside|Behind|Above|Below) [^,:]{2,60}? (stands?|lies?|sits?|hangs?|comes?|goes|go) "
    r"|(Unsafe|Rejected|Wanted|Found|Kept) (is|are)\b"
)
NOT_HELD = {"commands", "figures", "json", "packs"}  # made, or held below by where it lies
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
PAGES += [ROOT / "data" / "procedures" / "README.md"]
PAGES += [path for topic, path in handbook.pages().items() if topic not in NOT_HELD]


def sentences(text: str) -> Iterator[str]:
    """The sentences of a page in running words; each item, heading and cell of a table stands by itself."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^<!--.*?-->$", "", text, flags=re.MULTILINE)
    text = re.sub(r"`[^`]*`", "CODE", text)
    text = re.sub(r"^\|.*\|$", lambda row: "\n\n" + row[0].replace("|", "\n\n") + "\n\n", text, flags=re.MULTILINE)
    text = re.sub(r"^(\s*)([-*]|\d+\.|#+) ", r"\n\n", text, flags=re.MULTILINE)
    for block in re.split(r"\n\s*\n", text):
        yield from (each for each in re.split(r"(?<=[.!?])[)*]*\s+(?=[A-Z*(\[`])", " ".join(block.split())) if each)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_sentence_is_over_thirty_words(page) -> None:
    found = list(sentences(page.read_text(encoding="utf-8")))
    assert len(found) > 20
    long = [each for each in found if len(re.findall(r"[\w'’%]+(?:[-.,/]\w+)*", each)) > MOST]
    assert long == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_sentence_is_turned_round(page) -> None:
    assert [each for each in sentences(page.read_text(encoding="utf-8")) if TURNED.match(each)] == []


def test_a_sentence_that_is_turned_round_is_found() -> None:
    for text in ("So is a share.", "Under each version stand its changes.", "Neither is needed. Unsafe are drives."):
        assert any(TURNED.match(each) for each in sentences(text)), text
    assert not any(TURNED.match(each) for each in sentences("On Windows the folder is another. So three things count."))


def test_a_long_sentence_is_found_wherever_it_stands() -> None:
    words = " ".join(["word"] * 31)
    for text in (f"{words}.", f"Short. {words}.", f"- One.\n- {words}", f"| a | {words} |", f"# {words}"):
        assert any(len(each.split()) > MOST for each in sentences(text)), text
    assert list(sentences("One `eh find a b`. Two.\n```sh\neh\n```\n- Three")) == ["One CODE.", "Two.", "Three"]
