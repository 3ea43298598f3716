"""Standard output and standard error: any value in, harmless text out.

The one place that turns a value into terminal text or a CSV cell. Results go to standard output,
messages to standard error.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO, TypeVar

from ehcli.errors import BadInput, EhError
from ehcli.screen import indented
from ehcli.screen.hints import HINTS

Item = TypeVar("Item")
# Control characters could move the cursor, change the title or hide text on a terminal; the others turn round the order
# in which what follows is read.
TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
HARMLESS = {code: f"\\x{code:02x}" for code in CONTROLS if chr(code) not in "\n\t"}
HARMLESS |= {code: f"\\u{code:04x}" for code in TURNING}
IN_JSON = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *TURNING)}  # JSON escapes the first 32 itself
MOST_PIPED = 10_000_000  # letters that standard input may hold; ours
FORMULA = ("=", "+", "-", "@", "\t", "\n")


def prepare() -> None:
    """Sets the encodings: a pipe or a file gets UTF-8; a terminal keeps its own and never fails on a sign."""
    for stream in (sys.stdout, sys.stderr):
        if not hasattr(stream, "reconfigure"):
            continue
        if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")


def on_terminal(stream: TextIO | None = None) -> bool:
    return (stream or sys.stdout).isatty()


def harmless(value: object) -> str:
    """A value as terminal text: control characters shown, not obeyed."""
    return str(value).translate(HARMLESS)


def one_line(value: object) -> str:
    """A value in one cell of a plain list: line breaks and tabs become spaces."""
    if isinstance(value, str) and value.isascii() and value.isprintable():
        return value  # most cells, of which a long list has many
    return " ".join(harmless(value).split("\n")).replace("\t", " ")


def cell(value: object) -> str:
    """A value as a CSV cell: one that a spreadsheet would run as a formula begins with an apostrophe."""
    text = "" if value is None else str(value)
    if not (text.isascii() and text.isprintable()):  # most cells need no more
        text = harmless(text.replace("\r\n", "\n"))
    return f"'{text}" if text.startswith(FORMULA) else text


def out(text: str = "") -> None:
    """Prints a result."""
    print(between_words(harmless(text), sys.stdout))


def lines(texts: Iterable[str]) -> None:
    """Prints a result of several lines, in which commands may stand."""
    for text in texts:
        out(HINTS.of_record(text))


def whole(text: str) -> None:
    """Prints a form to be filled in, line for line: one that was broken for a terminal could not be read back."""
    print(harmless(HINTS.of_record(text.rstrip("\n"))))


def tell(text: str) -> None:
    """Prints a message, beside the results."""
    print(between_words(harmless(HINTS.of_record(text)), sys.stderr), file=sys.stderr)


def width() -> int:
    """How many places a line of the screen has."""
    from shutil import get_terminal_size

    return get_terminal_size().columns


def height() -> int:
    """How many lines a screen has."""
    from shutil import get_terminal_size

    return get_terminal_size().lines


def between_words(text: str, stream: TextIO) -> str:
    """The text for a terminal: a line that is too long for it is broken between words, and goes on further in."""
    if not stream.isatty():
        return text
    from textwrap import TextWrapper

    room = width()
    lines = []
    for line in text.split("\n"):
        if len(line) <= room or "\t" in line:
            lines.append(line)
            continue
        further = line[: len(line) - len(line.lstrip())] + "  "
        fold = TextWrapper(
            room, subsequent_indent=further, break_long_words=False, break_on_hyphens=False, replace_whitespace=False
        )
        lines += fold.wrap(line)
    return "\n".join(lines)


def json_text(value: object, indent: int | None = 2) -> str:
    """A value as JSON: any sign that a terminal would obey is escaped, and the value is the same."""
    return "".join(indented.pieces(value, in_json)) if indent else in_json(json.dumps(value, ensure_ascii=False))


def in_json(text: str) -> str:
    """A text of JSON with every sign escaped that a terminal would obey."""
    return text.translate(IN_JSON)


def as_json(value: object) -> None:
    """Prints a value as JSON, as it is read: of a long list no more than a row is text at a time."""
    for piece in indented.pieces(value, in_json):
        sys.stdout.write(piece)
    sys.stdout.write("\n")


def answer(value: object) -> None:
    """Prints what a command tells a script."""
    as_json(plain(value))


def either(json_wanted: bool, value: object, lines_of_it: Iterable[str]) -> None:
    """Prints a value as JSON where that is wanted, else the lines that say it."""
    if json_wanted:
        answer(value)
    else:
        lines(lines_of_it)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV, safe to open in a spreadsheet."""
    made = io.StringIO()
    write_csv(made, columns, rows, "\r\n")
    return made.getvalue()


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Prints rows as CSV, each as it is read."""
    write_csv(sys.stdout, columns, rows, "\n")


def write_csv(to: TextIO, columns: Sequence[str], rows: Iterable[Sequence[object]], end: str) -> None:
    import csv

    writer = csv.writer(to, lineterminator=end)
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)


def error(problem: EhError, *, json_wanted: bool) -> None:
    """Prints what went wrong and what to do next."""
    if json_wanted:
        hint = HINTS.of_record(problem.hint) or None
        body = {"code": problem.code, "message": problem.message, "hint": hint}
        body["rule"] = problem.rule or None
        print(json_text({"error": body}, indent=None), file=sys.stderr)
        return
    tell(problem.message)
    if problem.rule:
        tell(f"Rule: {problem.rule}")
    if problem.hint:
        tell(problem.hint)


def listing(headings: Sequence[str], rows: Sequence[Sequence[object]], *, none: str = "") -> None:
    """A list for people: a drawn table on a terminal, tab-separated text in a pipe."""
    if not rows:
        if none:
            tell(none)
        return
    cells = [[one_line(value) if value is not None else "" for value in row] for row in rows]
    if on_terminal():
        from ehcli.screen import table

        table.draw(headings, cells, width())
        return
    sys.stdout.writelines("\t".join(row) + "\n" for row in (headings, *cells))


def progress(items: Sequence[Item], what: str) -> Iterator[Item]:
    """The items one by one, with how far it has come on a terminal; nothing is shown for a few."""
    return counted(items, len(items), what)


def counted(items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
    """The items one by one, as ``progress``, where how many there are is known beforehand."""
    step = max(25, min(total // 200, 100))  # so often that nobody waits for a sign of life
    for count, each in enumerate(items, start=1):
        if total > 50 and (count % step == 0 or count == total):
            so_far(what, count, total)
        yield each


def so_far(what: str, done: int, total: int) -> None:
    """How far it has come, on a terminal; the line ends when all is done."""
    if on_terminal(sys.stderr):
        sys.stderr.write(f"\r{what}: {done} of {total} " + ("\n" if done == total else ""))
        sys.stderr.flush()


def ask(question: str, default: str = "") -> str:
    """Asks at the terminal; what was typed, or the default."""
    sys.stderr.write(harmless(f"{question}{f' [{default}]' if default else ''}: "))
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip() or default


def piped() -> str:
    """What standard input holds; raises BadInput where it does not end."""
    text = sys.stdin.read(MOST_PIPED + 1)
    if len(text) > MOST_PIPED:
        raise BadInput("Standard input is too long: it holds more than 10 million letters.", "Give it a shorter text.")
    return text


def agrees(question: str) -> bool:
    """Whether a person at the terminal says yes."""
    return ask(question, "no").casefold() in ("y", "yes")


def can_ask(no_input: bool) -> bool:
    """Whether a person is there to answer."""
    return not no_input and sys.stdin is not None and sys.stdin.isatty()


def plain(value: Any) -> Any:
    """A value as JSON holds it: a text that nobody gave is absent, and what is absent is null."""
    if value == "":
        return None
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {key: plain(part) for key, part in value._asdict().items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else value
