"""Whether a row may stand in its table: the same answer as SQLModel's classes give, without loading them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ehcli.errors import EhError
from ehcli.record.columns import COLUMNS, REQUIRED, Column

fits = cache(re.compile)


def checked(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row in the order of its columns, with what goes without saying.

    Raises EhError naming the table and the columns, never the values.
    """
    columns = COLUMNS[table]
    wrong = [f"{name} (there is no such column)" for name in row if name not in columns]
    whole = {}
    for name, column in columns.items():
        value = row.get(name, column.default)
        if column.kind is bool and type(value) is int and value in (0, 1):  # as it is read from a record
            value = bool(value)
        if (value is REQUIRED or value is not column.default) and (why := problem(value, column)):
            wrong.append(f"{name} ({why})")
        whole[name] = value
    if wrong:
        raise EhError(f"A row of {table} is not valid: {', '.join(wrong)}.", "Nothing was written.")
    return whole


def problem(value: object, column: Column) -> str:
    """What is wrong with a value, in words; empty where nothing is."""
    if value is REQUIRED:
        return "it is missing"
    if value is None:
        return "" if column.may_be_none else "it is missing"
    if isinstance(value, bool) or column.kind is bool:
        return "" if type(value) is column.kind else f"it must be {WORDS[column.kind]}"
    if not isinstance(value, column.kind):
        return f"it must be {WORDS[column.kind]}"
    if isinstance(value, int):
        return "it is too small" if column.least is not None and value < column.least else ""
    return text_problem(str(value), column)


WORDS = {str: "text", int: "a whole number", bool: "yes or no"}


def text_problem(value: str, column: Column) -> str:
    """What is wrong with a text."""
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return "it is no text that can be kept"
    if "\0" in value:  # PostgreSQL keeps none, so neither do we
        return "it holds a NUL sign"
    if not column.shortest <= len(value) <= (column.longest or len(value)):
        return "it is too short or too long"
    if column.pattern and not fits(column.pattern).fullmatch(value):
        return "it does not fit"
    return ""
