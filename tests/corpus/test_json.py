"""Every answer for scripts has its values in one shape each, and docs/json.md tells of all of them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from ehcli.procedures import worklist
from ehcli.screen.shapes import CITATION, PERSON
from ehcli.show.labels import DAYS, MOMENTS
from ehcli.show.tasks import FIELDS, TASK
from tests.corpus import tree
from tests.corpus.answers import FACT, OF_TASKS, PAGE, Answer, answers, kind, page, parts, shape
from tests.corpus.kept import Shown, asked, did, shown

REFERENCE = {"person": "P", "child": "P", "family": "F", "episode": "E", "task": "T", "meeting": "M", "letter": "L"}
LOGIN = re.compile(r"[a-z][a-z0-9._-]*")
IN_WORDS = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]{2} \d{4}( \d\d:\d\d)?|\d\d[/.]\d\d[/.]\d{2,4}")
# Where eh is told of a day or a moment under a name that says another thing elsewhere.
LISTS_OF_TASKS = ("overdue", "due", "why")
ROUND_NAMES = ("worker", "held_by", "recorded_by", "decided_by")


def values(value: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every value under a key: where it stands, its key, and the value."""
    for where, part in parts(value, path):
        for key, each in part.items():
            yield where, key, each


def every() -> Iterator[tuple[Answer, str, str, Any]]:
    for answer in answers():
        for where, key, value in values(answer.value):
            yield answer, where, key, value


def told(answer: Answer, where: str, key: str) -> str:
    return f"{answer.line.line.typed}: {where}.{key}".replace(": .", ": ")


def test_the_page_is_that_of_the_answers() -> None:
    """Made anew by: python -m tests.corpus.answers"""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_command_that_takes_json_is_on_the_page() -> None:
    headings = re.findall(r"^### `eh (.+)`$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == tree.taking("--json")
    assert {answer.line.command for answer in answers()} == set(headings)


def test_no_text_is_empty() -> None:
    empty = {told(answer, where, key) for answer, where, key, value in every() if value == "" or (value == [""])}
    assert sorted(empty) == []


def test_what_is_printed_somewhere_is_a_citation_and_has_every_key() -> None:
    count = 0
    for answer, where, key, value in every():
        if key == "citation":
            assert value is None or tuple(value) == CITATION, told(answer, where, key)
        if key == "citations":
            assert all(tuple(each) == CITATION for each in value), told(answer, where, key)
        if isinstance(value, dict) and {"source", "place"} & value.keys():
            assert tuple(value) == CITATION, told(answer, where, key)
        if isinstance(value, dict) and tuple(value) == CITATION:
            texts = [value[name] for name in CITATION[:-1]]
            assert all(isinstance(each, str) and each for each in texts), told(answer, where, key)
            assert value["document"] == value["document"].lower() != value["source"], told(answer, where, key)
            assert isinstance(value["rows"], list), told(answer, where, key)
            count += 1
    assert count


def test_a_person_begins_with_reference_and_name_and_children_are_persons() -> None:
    count = 0
    for answer, where, key, value in every():
        if key == "children":
            assert all(tuple(each) == PERSON for each in value), told(answer, where, key)
            count += len(value)
        if key == "people":
            assert all(tuple(each)[:2] == PERSON for each in value), told(answer, where, key)
    assert count
    for answer in answers():
        for where, part in parts(answer.value):
            if "person" in part and "name" in part and "result" not in part:
                assert tuple(part)[:2] == PERSON, told(answer, where, "person")


def test_what_has_a_reference_is_spoken_of_by_it_as_text() -> None:
    for answer, where, key, value in every():
        if letter := REFERENCE.get(key):
            held = value is None or (isinstance(value, str) and re.fullmatch(rf"{letter}-\d{{4,}}", value))
            assert held, f"{told(answer, where, key)}: {value}"


def test_a_worker_is_a_login_and_a_team_its_short_name() -> None:
    for answer, where, key, value in every():
        if key in ROUND_NAMES or key == "team":
            held = value is None or (isinstance(value, str) and LOGIN.fullmatch(value))
            assert held, f"{told(answer, where, key)}: {value}"
        assert key != "login", told(answer, where, key)


def test_a_task_has_the_keys_of_a_row_of_overdue_wherever_it_stands() -> None:
    count = 0
    for answer in answers():
        rows = answer.value if isinstance(answer.value, list) else [answer.value]
        if answer.line.command in LISTS_OF_TASKS or answer.form == "T-..." or answer.form == "TRAY":
            assert all(tuple(row)[: len(TASK)] == TASK for row in rows), answer.line.line.typed
        for where, part in parts(answer.value):
            if "duty" in part and "started_on" in part:
                assert tuple(part)[: len(TASK)] == TASK, told(answer, where, "task")
                cited = part["citations"]
                assert part["citation"] is None or part["citation"] in cited, told(answer, where, "task")
                count += 1
            for key in set(OF_TASKS) & part.keys():
                assert all(tuple(each)[: len(TASK)] == TASK for each in part[key]), told(answer, where, key)
    assert count > 100


def test_the_keys_of_a_task_are_written_down_as_they_are() -> None:
    class Row:
        due_at = limit_on = on_hold_since = worker = held_by = None

        def __getattr__(self, _: str) -> str:
            return ""

    from datetime import date

    made = worklist.item(Row(), [], worklist.Cited(None, [], None), worklist.When("open"), date(2026, 7, 26))
    assert tuple(made) == TASK
    assert list(FIELDS) == [*TASK, "printed_in"]


def test_a_day_is_an_iso_date_and_nothing_is_told_in_words() -> None:
    for answer, where, key, value in every():
        texts = value if isinstance(value, list) else [value]
        if key in DAYS - {"on", "until", "limit", "due", "since", "left"} or key.endswith("_on"):
            assert kind(value) in ("date", "null"), f"{told(answer, where, key)}: {value}"
        if key in MOMENTS:
            assert kind(value) == "moment", f"{told(answer, where, key)}: {value}"
        if key == "due_at":
            assert kind(value) in ("date and time", "null"), f"{told(answer, where, key)}: {value}"
        for each in texts:
            held = not isinstance(each, str) or key in ("old", "new") or not IN_WORDS.fullmatch(each)
            assert held, f"{told(answer, where, key)}: {value}"


def test_no_key_is_left_out_where_others_of_its_sort_have_it() -> None:
    found: dict[tuple[str, str, str, str], set[tuple[str, ...]]] = defaultdict(set)
    for answer in answers():
        for path, part in parts(answer.value):
            of = part["kind"] if tuple(part)[: len(FACT)] == FACT else ""
            found[answer.line.command, answer.form, path, of].add(tuple(part))
    assert {sort: sorted(keys) for sort, keys in found.items() if len(keys) > 1} == {}


def test_a_shape_has_the_same_keys_in_every_answer() -> None:
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for answer in answers():
        for _, part in parts(answer.value):
            of = shape(part)
            if of == "fact":
                keys = tuple(key for key in part if key not in ("what", "details", "text"))
                found[f"fact {part['kind']}"].add(keys)
            elif of:
                found[of].add(tuple(part)[: len(TASK)])
    assert {of: sorted(keys) for of, keys in found.items() if len(keys) > 1} == {}
    assert {"citation", "person", "task"} <= found.keys()


def test_a_refusal_has_every_key_and_none_is_empty() -> None:
    count = 0
    for each in shown():
        if asked(each, "--json") and each.err.startswith('{"error"'):
            problem = json.loads(each.err)["error"]
            assert tuple(problem) == ("code", "message", "hint", "rule") and "" not in problem.values(), each.line.typed
            count += 1
    assert count


# Fields


def fields_of(each: Shown) -> tuple[str, ...]:
    """The fields that a line was told of."""
    return tuple(json.loads(each.out)) if asked(each, "--json") else tuple(each.out.splitlines())


def told_of_fields() -> list[Shown]:
    return [
        each
        for each in shown()
        if did(each) and each.line.words[-1] in ("", "--csv", "--json") and "" in each.line.words
    ]


def test_every_list_says_which_fields_it_has() -> None:
    told = {each.command for each in told_of_fields()}
    assert sorted(set(tree.taking("--csv")) - told) == []
    assert tree.taking("--fields") == tree.taking("--csv")


@pytest.mark.parametrize("command", tree.taking("--fields"))
def test_the_fields_of_a_list_are_the_keys_of_its_rows(command: str) -> None:
    known = {frozenset(fields_of(each)) for each in told_of_fields() if each.command == command}
    rows = [
        row
        for answer in answers()
        if answer.line.command == command and isinstance(answer.value, list)
        for row in answer.value
    ]
    for row in rows:
        keys = frozenset(row) | ({"printed_in"} if "duty" in row and "started_on" in row else set())
        if command == "timeline":  # a fact of each kind tells what it tells
            assert any(keys <= fields for fields in known), sorted(keys)
        else:
            assert keys in known, sorted(keys)
