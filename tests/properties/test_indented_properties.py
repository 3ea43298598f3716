"""What is printed as JSON, piece by piece, is what the standard library prints of the whole."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from ehcli.screen import screen
from ehcli.screen.indented import MOST

texts = st.text(st.characters(), max_size=8) | st.sampled_from(["\x7f", "\u202e", "\x85", "\u2028", 'a"\\/\n', "–"])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
keys = texts | st.integers() | st.booleans() | st.none() | st.floats()


def containers(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    lists = st.lists(inner, max_size=4)
    return lists | lists.map(tuple) | st.dictionaries(keys, inner, max_size=4)


values = st.recursive(scalars, containers, max_leaves=25)


def as_before(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False).translate(screen.IN_JSON)


@given(values)
def test_any_value_has_the_signs_of_the_standard_encoder(value: object) -> None:
    assert screen.json_text(value) == as_before(value)
    assert screen.json_text([value, value]) == as_before([value, value])


@given(st.lists(values, max_size=4))
def test_rows_that_are_read_one_by_one_are_a_list(rows: list[object]) -> None:
    assert screen.json_text(iter(rows)) == as_before(rows)


def test_what_many_rows_share_is_the_same_in_each_of_them() -> None:
    cite = {"document": "oph", "place": "p. 4–5", "rows": [{"n": 1}, {}], "none": []}
    rows = [
        {"n": n, "cite": cite, "cites": [cite, {"n": n}], "deep": [[cite, {"own": {"n": n}}]]} for n in range(2 * MOST)
    ]
    assert screen.json_text(rows) == as_before(rows)


def test_a_row_is_printed_before_the_next_is_read(capsys) -> None:
    printed = []

    def rows():
        for number in range(3):
            yield {"number": number}
            printed.append(capsys.readouterr().out)

    screen.as_json(rows())
    assert "".join(printed) + capsys.readouterr().out == as_before([{"number": n} for n in range(3)]) + "\n"
    assert ['"number": 0' in printed[0], '"number": 1' in printed[1], '"number": 2' in printed[2]] == [True] * 3


def test_a_row_of_csv_is_printed_before_the_next_is_read(capsys) -> None:
    printed = []

    def rows():
        for number in range(2):
            yield [number, "=1+1\r\nnext"]
            printed.append(capsys.readouterr().out)

    screen.as_csv(["number", "text"], rows())
    assert printed == ['number,text\n0,"\'=1+1\nnext"\n', '1,"\'=1+1\nnext"\n']
