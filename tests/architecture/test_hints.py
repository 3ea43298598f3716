"""Every command that eh gives anybody to type is one of its own, with options that it has and nothing missing.

Hints, notes, help pages, forms, packs, letter templates and READMEs are read, not run; what a refusal says is also
followed, in tests/commands/test_hints.py.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ehcli.cli import quoted
from ehcli.cli.commands import COMMANDS
from ehcli.packs import reading
from ehcli.procedures.duty import Duty
from ehcli.procedures.procedure import Procedure
from tests import hinted

PROCEDURES = reading.procedure_names()
LETTERS = hinted.ROOT / "letter_templates"
TEMPLATES = [*sorted(LETTERS.glob("*.md")), LETTERS / "fields.toml"]
PAGES = [
    *(hinted.ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
    *sorted((hinted.ROOT / "data").rglob("README.md")),
    *sorted((hinted.ROOT / "docs").glob("*.md")),
]


def faults(text: str) -> list[str]:
    """What cannot be typed of a text of the source; a {} that stands alone may be several options, or none."""
    found = []
    for words in hinted.commands(text):
        tried = list(words)
        while (wrong := quoted.wrong(tried)) and "{}" in tried:
            del tried[len(tried) - 1 - tried[::-1].index("{}")]
        found += [f"eh {' '.join(words)}: {wrong}"] if wrong else []
    return found


def test_each_command_in_a_text_of_the_source_can_be_typed() -> None:
    wrong = [
        f"{text.module}, line {text.line}: {fault}"
        for text in hinted.texts()
        if not re.search(r"\beh \{\}", text.says)  # a whole command is put in, which is proved where it comes from
        for fault in faults(text.says)
    ]
    assert wrong == []


def test_each_command_that_is_only_spoken_of_is_there() -> None:
    spoken = [
        (text, words)
        for text in hinted.texts()
        for words in quoted.spoken_of(text.says)
        if text.module != "screen.quoted" and words != ["{}"]
    ]
    assert len(spoken) >= 5
    assert [f"{text.module}, line {text.line}: {words}" for text, words in spoken if not quoted.named(words)[0]] == []


def test_each_example_of_a_help_page_can_be_typed() -> None:
    wrong, count = [], 0
    for command in COMMANDS:
        for example in re.sub(r"\\\n\s*", "", quoted.command_of(command.name).epilog or "").splitlines():
            for words in quoted.commands(example):
                count += 1
                wrong += [f"{example.strip()}: {fault}"] if (fault := quoted.wrong(words)) else []
    assert count > len(COMMANDS)
    assert wrong == []


@pytest.mark.parametrize("path", [*TEMPLATES, *PAGES], ids=lambda path: str(path.relative_to(hinted.ROOT)))
def test_each_command_in_a_template_or_on_a_page_can_be_typed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path in TEMPLATES:  # what it says of itself, and of the fields that are missing
        told = tomllib.loads(text.split("+++")[1] if text.startswith("+++") else text)
        assert [fault for said in strings(told) for fault in faults(said)] == []
        return
    assert faults("\n".join(re.findall(r"^(?:\$ )?(eh .*)$", re.sub(r"\\\n\s*", "", text), re.MULTILINE))) == []
    for span in re.findall(r"`(eh\s[a-z-][^`]*)`", text):  # in running words a command need not be whole
        words = next(quoted.commands(" ".join(span.split())))
        assert quoted.wrong([*words, "--help"]) == "", span
        assert {word for word in words if word.startswith("--")} <= {"--help"} | hinted.known(words), span


def strings(told: object) -> Iterator[str]:
    """Every text in what a file holds."""
    if isinstance(told, dict):
        told = list(told.values())
    if isinstance(told, list):
        for each in told:
            yield from strings(each)
    elif isinstance(told, str):
        yield told


# Packs


@pytest.mark.parametrize("name", PROCEDURES)
def test_each_command_that_a_pack_gives_can_be_typed(name: str) -> None:
    for duty in reading.procedure(name).duties:
        given = list(quoted.commands(duty.how))
        assert bool(given) is bool(duty.how), f"{duty.id} gives no command: {duty.how}"
        assert [fault for words in given if (fault := quoted.wrong(words))] == [], f"{duty.id}: {duty.how}"


@pytest.mark.parametrize("name", PROCEDURES)
def test_each_command_that_a_pack_gives_meets_its_duty(name: str) -> None:
    """What the command records is one of the things that the pack says meet the duty."""
    procedure = reading.procedure(name)
    short = [
        f"{duty.id}: {duty.how}"
        for duty in procedure.duties
        if duty.how and not any(meets(procedure, duty, words) for words in quoted.commands(duty.how))
    ]
    assert short == []


# What each command records, and which of its options say which of them it is.
RECORDS: dict[str, tuple[str, dict[str, str]]] = {
    "allocate": ("allocated", {"role": "--role"}),
    "visit": ("contacted", {"outcome": "--outcome"}),
    "contact": ("contacted", {"how": "--how", "outcome": "--outcome", "party": "--party"}),
    "note": ("note-written", {"type": "--type"}),
    "assess": ("form-recorded", {"form": "--form", "stage": "--stage"}),
    "star": ("star-completed", {"star": "--star"}),
    "consent": ("consent-recorded", {"state": "--state", "method": "--method"}),
    "close": ("episode-closed", {"reason": "--reason"}),
    "letter": ("letter-posted", {"kind": "KIND"}),
    "letters posted": ("letter-posted", {}),
    "taf schedule": ("taf-scheduled", {"kind": "--kind"}),
    "taf held": ("taf-held", {}),
    "taf minutes": ("minutes-reached", {"stage": "--stage"}),
    "taf invite": ("invited", {}),
    "frequency": ("visit-frequency-agreed", {"every": "--visits"}),
}
# Where the procedure's own names stand for what is typed.
LISTED = {"type": "note_type", "form": "form", "star": "star", "reason": "end_reason"}
LEFT_OPEN = re.compile(r"[A-Z]{2,}|.*-")  # STAGE, or M-: for whoever types it


def meets(procedure: Procedure, duty: Duty, words: list[str]) -> bool:
    """Whether what a command records fits a clause that meets the duty, as far as the command says."""
    name, rest = quoted.named(words)
    fact, said_by = RECORDS[name]
    said = {field: typed for field, option in said_by.items() if (typed := value(rest, option))}
    if fact == "contacted":
        said = {"how": "visit", "party": "family"} | said
    said = {field: typed for field, typed in said.items() if not LEFT_OPEN.fullmatch(typed)}
    for clause in duty.met_by:
        wants = {field: set(map(str, wanted)) for field, wanted in clause.wants}
        if clause.fact == fact and all(
            spelt(procedure, field, typed) & wants[field] for field, typed in said.items() if field in wants
        ):
            return True
    return False


def spelt(procedure: Procedure, field: str, typed: str) -> set[str]:
    """What is recorded for a word as it is typed, by its short name or in full."""
    if field not in LISTED:
        return {typed}
    named = procedure.named(LISTED[field], typed)
    return {named.slug, named.name}


def value(rest: list[str], option: str) -> str:
    """What a command says after an option; the first word of it where it is no option."""
    if not option.startswith("--"):
        return rest[0]
    return rest[rest.index(option) + 1] if option in rest else ""


# The reading itself


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("See: eh agency list", [["agency", "list"]]),
        ("(eh done T-..., eh why T-...), or: eh show E-1.", [["done", "T-..."], ["why", "T-..."], ["show", "E-1"]]),
        ("eh note E-1 --text 'He said: \"no\".'. It is kept", [["note", "E-1", "--text", 'He said: "no".']]),
        ("eh note E-1 --type \"Case Summary\". It is kept", [["note", "E-1", "--type", "Case Summary"]]),
        ("eh taf plan M-1 --part 'A=B'; 'None' is an answer", [["taf", "plan", "M-1", "--part", "A=B"]]),
        ("eh init   (or try a practice record: eh demo)", [["init"], ["demo"]]),
        ("as 'eh timeline' names it; the eh that wrote it", [["that", "wrote", "it"]]),
        ("eh open-episode --form > request.toml", [["open-episode", "--form"]]),
        ("a record of an older eh, and of 'eh night'", []),
    ],
)  # fmt: skip
def test_commands_are_found_in_a_text_to_the_end_of_each(text: str, given: list[list[str]]) -> None:
    assert list(quoted.commands(text)) == given


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("route E-0001", "there is no command 'eh route E-0001'"),
        ("taf", "there is no command"),
        ("taf held M- --kind review --attended NAMES", "No such option: --kind"),
        ("find", "Missing argument 'WORDS...'"),
        ("visit", "Missing argument 'EPISODE'"),
        ("overdue tipton", "unexpected extra argument"),
        ("letter closure E-1 --to", "requires an argument"),
        ("correct E-1 contacted --entry soon", "not a valid int"),
        ("wibble --help", "there is no command"),
        ("visit E-... --outcome made|attempted", ""),
        ("correct E-1 contacted --entry N", ""),
        ("taf --help", ""),
        ("set-aside {episode} --check exit-plan", ""),
    ],
)
def test_what_cannot_be_typed_is_told_with_the_reason(typed: str, why: str) -> None:
    told = quoted.wrong(typed.split())
    assert why in told if why else told == ""
