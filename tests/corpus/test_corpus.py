"""The corpus is whole: every command in every form, under every procedure, and only what must vary is levelled."""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from ehcli import __version__
from ehcli.packs import reading
from tests.corpus import levelling, stories, tree
from tests.corpus.conftest import difference
from tests.corpus.kept import asked, did, names, shown
from tests.corpus.telling import marked, printed

# Commands that no line can run to its end, each with the reason.
NOT_RUN: dict[str, str] = {}
LEAST, LEAST_ON_BOTH = 300, 80


def test_every_command_of_the_tree_is_run_to_its_end_by_a_line() -> None:
    run = {each.command for each in shown() if did(each)}
    assert sorted(names() - run - NOT_RUN.keys()) == []
    assert sorted(NOT_RUN.keys() - names()) == [], "not a command"
    assert sorted(NOT_RUN.keys() & run) == [], "it is run after all"
    assert all(NOT_RUN.values())


def test_every_command_that_records_is_run_for_good_and_as_text() -> None:
    wrote = {
        each.command
        for each in shown()
        if did(each) and not any(asked(each, option) for option in ("--dry-run", "--json", "--quiet", "--preview"))
    }
    assert sorted(set(tree.taking("--dry-run")) - wrote - NOT_RUN.keys()) == []


@pytest.mark.parametrize("option", ["--json", "--csv"])
def test_every_command_that_can_is_run_in_that_form_and_prints_something(option: str) -> None:
    kept = {each.command for each in shown() if did(each) and asked(each, option) and len(each.out.splitlines()) > 1}
    assert sorted(set(tree.taking(option)) - kept - NOT_RUN.keys()) == []


def test_every_list_is_printed_as_text_too() -> None:
    kept = {
        each.command
        for each in shown()
        if did(each) and not asked(each, "--json") and not asked(each, "--csv") and len(each.out.splitlines()) > 1
    }
    assert sorted(set(tree.taking("--csv")) - kept - NOT_RUN.keys()) == []


def test_every_command_and_family_says_its_help() -> None:
    helped = {" ".join(each.line.words[1:-1]) for each in shown() if each.line.words[-1] == "--help" and each.code == 0}
    assert sorted({"", *tree.commands(families=True)} - helped) == []


def test_there_are_enough_lines_and_enough_of_them_on_both_databases() -> None:
    told = [each for each in shown() if not asked(each, "--help")]
    assert len({each.line.typed for each in told}) >= LEAST
    assert sum(each.group.server == "too" for each in told) >= LEAST_ON_BOTH
    assert {each.scene.columns for each in told} >= {80, 120}, "at terminals so wide"


def test_a_case_is_told_under_every_procedure_that_ships_and_under_a_councils_own() -> None:
    begun = defaultdict(set)
    for each in shown():
        begun[each.group.name].add((each.command, each.code))
    for name in [*reading.procedure_names(), "own-pack"]:
        for command in ("init", "open-episode", "allocate", "visit", "why", "overdue"):
            assert (command, 0) in begun[name], f"{name}: {command}"
        assert ("close", 4) in begun[name], f"{name}: closing is refused while something is outstanding"


def test_every_kind_of_refusal_is_there_in_words_with_a_next_step_and_as_json() -> None:
    for code in (2, 3, 4, 5):
        refused = [each for each in shown() if each.code == code]
        assert len([each for each in refused if len(each.err.splitlines()) > 1]) >= 3, code
        assert [each for each in refused if asked(each, "--json") and f'"code": {code}' in each.err], code
    assert {each.code for each in shown()} == {0, 1, 2, 3, 4, 5}


def test_each_group_is_kept_and_nothing_is_kept_of_a_group_that_is_gone() -> None:
    kept = sorted(file.name for file in stories.PRINTED.iterdir())
    assert kept == [f"{group.name}.txt" for group in stories.groups()]


def test_nothing_of_the_computer_it_was_recorded_on_is_kept() -> None:
    for file in stories.PRINTED.iterdir():
        text = file.read_text(encoding="utf-8")
        for word in (tempfile.gettempdir() + "/", str(stories.HERE.parents[1]), f"eh {__version__}", "127.0.0.1:5432"):
            assert word not in text, f"{word} in {file.name}"
        assert not levelling.RECORD.search(text), file.name
        exact = file.stem in {each.group.name for each in shown() if each.scene.db == "practice"}
        assert exact or not [each for each in levelling.HASH.findall(text) if each.strip("0")], file.name


NOW = datetime(2023, 11, 20, 9, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "levelled"),
    [
        ("recorded_at 2023-11-20T09:30:15+00:00", "recorded_at TIME"),
        ("on Mon 20 Nov 2023 09:30 (entry 6)", "on TIME (entry 6)"),
        ("eh-1a2b3c4d-20231120T093015Z-1.db", "eh-MARK-TIME.db"),
        ("DTSTAMP:20231120T093015Z", "DTSTAMP:TIME"),
        ("Date: Mon, 20 Nov 2023 09:30:15 +0000", "Date: TIME"),
        ("UID:M-0001@0a1b2c3d-1111-4222-8333-444455556666", "UID:M-0001@RECORD"),
        (f"head {'ab' * 32}.", "head HASH."),
        ("/tmp/x/home/letters/L-0001.txt", "$EH_HOME/letters/L-0001.txt"),
        # What happened, or was told, at another time stands as it is.
        ("recorded_at 2023-11-20T09:29:15+00:00", None),
        ("on Mon 20 Nov 2023 14:00, Town hall", None),
        ("Due: Mon 20 Nov 2023", None),
        ("DTSTART:20231208T140000Z", None),
        ("Mon 31 Nov 2023 09:30", None),
        ("L-0001, 01 2023-11-20, E-0001, 0121 496 0123, DY4 9JB", None),
        ("eh 0.1", None),
        ("/tmp/x", None),
    ],
)
def test_only_what_must_vary_is_levelled(text: str, levelled: str | None) -> None:
    places = {"/tmp/x/home": "$EH_HOME"}
    assert levelling.level(text, places, NOW, NOW + timedelta(seconds=20)) == (text if levelled is None else levelled)


def test_a_practice_record_keeps_its_seals_and_moments() -> None:
    text = f"head {'ab' * 32}, 0a1b2c3d-1111-4222-8333-444455556666, 2023-11-20T09:00:00+00:00"
    assert levelling.level(text, {}, NOW, NOW, practice=True) == text


def test_every_sign_of_what_is_printed_is_kept() -> None:
    assert "".join(marked("|", "a \n\n\tb\x1b[1m\r\n")) == "| a \n|\n| \tb␛[1m␍\n"
    assert "".join(marked("!", "no end")) == "! no end\n! (no line break at the end)\n"
    assert "".join(marked("|", "")) == ""


def test_one_sign_that_is_printed_otherwise_is_a_difference_that_shows_both() -> None:
    kept = stories.groups()[0].printed.read_text(encoding="utf-8")
    assert difference(kept, kept, "x") == ""
    at = kept.index("\n| ") + 3
    said = difference(kept, f"{kept[:at]}~{kept[at:]}", "x")
    assert "\n-| " in said and "\n+| ~" in said and "changed.md" in said
    assert difference(kept, kept + " ", "x")


@pytest.mark.skipif(sys.platform == "win32", reason="the corpus is kept as it is printed on Linux and macOS")
@pytest.mark.parametrize("name", ["own-pack", "older"])
def test_another_locale_screen_and_login_of_the_computer_change_no_line(name: str) -> None:
    group = next(each for each in stories.groups() if each.name == name)
    elsewhere = {"LANG": "de_DE.UTF-8", "LC_ALL": "tr_TR.UTF-8", "LINES": "5", "COLUMNS": "33", "USER": "nobody"}
    assert difference(group.printed.read_text(encoding="utf-8"), printed(group, **elsewhere), name) == ""
