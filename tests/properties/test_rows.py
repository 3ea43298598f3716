"""Everyday writing and SQLModel's classes say the same yes or no to a row, and give the same row."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ehcli.errors import EhError
from ehcli.record.columns import COLUMNS, REQUIRED, Column
from ehcli.record.rowcheck import checked
from tests.architecture.shaping import PAGE, page, shapes

SHAPES = shapes()
DAYS = st.one_of(
    st.dates().map(str), st.sampled_from(["", "2016-02-30", "٢٠١٦-07-12", "2016-07-12\n", "12/07/2016", "2016-7-1"])
)
TIMES = st.sampled_from(["", "09:30", "9:30", "09:30\n", "25:61", "noon"])
WORDS = st.sampled_from(["child", "yes", "held", "planned", "rows", "facts", "not-held", "Child", "boss", "E-0001"])
TEXTS = st.one_of(st.text(max_size=8), st.sampled_from(["a\0b", "\ud800", "é", " ", "x" * 64]), DAYS, TIMES, WORDS)
NUMBERS = st.one_of(st.integers(-2, 5), st.integers())
ODD: st.SearchStrategy[Any] = st.sampled_from([None, b"x", 1.0, 0.5, [], {}, "1", "yes", 0, 1, True, False])


def likely(column: Column) -> st.SearchStrategy[Any]:
    """Values of a column: most of its kind and many that fit, some of another."""
    fitting: dict[type, st.SearchStrategy[Any]] = {str: TEXTS, int: NUMBERS, bool: st.booleans()}
    own = fitting[column.kind]
    if column.pattern:
        own = st.one_of(st.from_regex(column.pattern, fullmatch=True), own)
    return st.one_of(own, own, own, own, ODD)


@st.composite
def rows(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A table and a row: often whole, sometimes without a column or with one that is not there."""
    table = draw(st.sampled_from(sorted(COLUMNS)))
    columns = COLUMNS[table]
    odd = draw(st.sampled_from(["", "", "", *columns, "wibble"]))
    row = {}
    for name, column in columns.items():
        if column.default is not REQUIRED and draw(st.booleans()):
            continue
        row[name] = draw(likely(column)) if name == odd or not odd else draw(sound(column))
    if odd == "wibble":
        row[odd] = "x"
    elif odd and draw(st.integers(0, 9)) == 0:
        row.pop(odd, None)
    return table, row


def sound(column: Column) -> st.SearchStrategy[Any]:
    """A value that fits its column."""
    if column.pattern:
        return st.from_regex(column.pattern, fullmatch=True)
    if column.kind is str:
        longest = column.longest or 80
        return st.text(
            st.characters(codec="utf-8", exclude_characters="\0"), min_size=column.shortest, max_size=longest
        )
    return st.booleans() if column.kind is bool else st.integers(column.least or 0, 2**31)


def by_the_class(table: str, row: dict[str, Any]) -> dict[str, Any] | None:
    """The row as SQLModel's class has it; None where it is refused, or holds what no database keeps."""
    shape = SHAPES[table]
    held = object.__new__(shape)
    try:
        shape.__pydantic_validator__.validate_python(row, self_instance=held)
    except ValidationError:
        return None
    kept = dict(vars(held))
    texts = [value for value in kept.values() if isinstance(value, str)]
    return kept if all("\0" not in text and text == text.encode(errors="ignore").decode() for text in texts) else None


@given(rows())
@settings(max_examples=2000)
def test_both_give_the_same_answer(asked: tuple[str, dict[str, Any]]) -> None:
    table, row = asked
    try:
        light: dict[str, Any] | None = checked(table, row)
    except EhError:
        light = None
    assert light == by_the_class(table, row)


def test_the_columns_are_those_of_the_classes() -> None:
    """Made anew by: python -m tests.architecture.shaping"""
    assert PAGE.read_text(encoding="utf-8") == page()
