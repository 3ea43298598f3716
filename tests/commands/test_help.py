"""Every command explains itself, examples first, and its examples can be typed."""

from __future__ import annotations

import re
import shlex

import pytest

from ehcli.cli.commands import COMMANDS, GROUPS
from ehcli.packs import reading
from tests.offices import PATIENCE, Office

NAMES = [command.name for command in COMMANDS]
# The lists of a procedure whose names an option takes.
TAKEN = ("level", "route", "episode_type", "note_type", "form", "star", "start_reason", "end_reason", "outcome")


def examples(text: str) -> list[str]:
    """The lines under Examples."""
    lines = text.splitlines()
    assert lines[0] == "Examples:", text
    body = lines[1 : next(number for number, line in enumerate(lines) if line.startswith("Usage:"))]
    return [" ".join(example.split()) for example in joined(body)]


def joined(lines: list[str]) -> list[str]:
    """Lines that were folded to the width of the screen, as they were typed."""
    whole: list[str] = []
    for line in (line.strip() for line in lines):
        if not line:
            continue
        if line.startswith(("eh ", "0 2 ")) or not whole:
            whole.append(line)
        else:
            whole[-1] += f" {line}"
    return whole


@pytest.fixture(scope="module")
def helps(_opened):
    """The help of every command, asked once, a few at a time."""
    office = _opened
    asked = {name: office.start(*name.split(), "--help", env={"COLUMNS": "400"}) for name in NAMES[:4]}
    told = {}
    for name in NAMES:
        process = asked.pop(name)
        following = next((each for each in NAMES if each not in told and each not in asked and each != name), None)
        if following:
            asked[following] = office.start(*following.split(), "--help", env={"COLUMNS": "400"})
        out, err = process.communicate(timeout=PATIENCE)
        told[name] = (process.returncode, out.decode(), err.decode())
    return told


@pytest.mark.parametrize("name", NAMES)
def test_help_starts_with_examples_that_can_be_typed(helps, name):
    code, text, err = helps[name]
    assert (code, err) == (0, "")
    lines = examples(text)
    assert lines, text
    known = {word for line in text.splitlines() for word in line.replace(",", " ").split() if word.startswith("-")}
    for line in lines:
        command = line[line.index("eh ") :].split(" > ")[0].split(" < ")[0]
        words = shlex.split(command)
        assert words[0] == "eh"
        assert words[1 : 1 + len(name.split())] == name.split(), line
        for word in words:
            if word.startswith("--"):
                assert word.split("=")[0] in known, f"{line}: there is no {word}"


def test_help_groups_every_command_as_a_person_thinks(bare):
    text = bare("--help").out
    at = [text.index(f"\n{group}:\n") for group in GROUPS]
    assert at == sorted(at)
    for command in COMMANDS:
        assert f"\n  {command.name} " in text, command.name
        assert command.says.split(".")[0][:40] in " ".join(text.split()), command.name


def test_help_needs_no_record_and_makes_none(bare):
    for words in (("--help",), ("-h",), ("taf", "--help"), ("visit", "--help"), ("--version",)):
        assert bare(*words).out
    assert not bare.home.exists()


def test_a_group_without_a_verb_lists_its_verbs(bare):
    told = bare("taf", code=2)
    assert re.search("taf schedule +Give a TAF a date, a time and a place.", told.out + told.err)


def test_no_option_offers_what_only_one_procedure_knows(helps):
    """Levels, routes, forms, Stars, reasons, closing checks and switches are listed from the procedure in force."""
    every = [reading.procedure(name) for name in reading.procedure_names()]
    own = {named.slug for each in every for kind in TAKEN for named in each.lists[kind]}
    own |= {check.id for each in every for check in each.closing_checks}
    own |= {switch for each in every for switch in each.switches}
    own = {slug for slug in own if "-" in slug} | {"universal", "targeted", "genogram", "chronology"}
    for name, (_, text, _) in helps.items():
        words = set(re.findall(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)*", text.partition("Usage:")[2]))
        assert not own & words - EHS_OWN, name


EHS_OWN = {
    "school-visit",  # a way of contact
    "waiting-list",  # a kind of letter
}


def test_the_lists_that_help_names_are_there_under_every_procedure(helps, tmp_path):
    named = {
        command
        for _, text, _ in helps.values()
        for command in re.findall(
            r"eh (procedure show --list [a-z_]+|procedure list|procedure switches|reason list|note-types)", text
        )
    }
    assert len(named) >= 11
    for pack in reading.procedure_names():
        office = Office(tmp_path / pack, "2026-11-23")
        office("init", "--procedure", pack, "--team", "wood-green")
        for command in sorted(named):
            told = office(*command.split(), code=None)
            assert told.code == 0 or (told.code == 3 and f"The procedure {pack} prints no" in told.err), command
