"""The same values on every way out: a pipe, JSON, CSV, a terminal of any encoding, a file and a letter."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

HOSTILE = {
    "brackets": "Wren [bold]Larkin[/bold] :smile:",
    "markup": "Bell & <Sons> \"the\" 'best'",
    "polish": "Łukasz Żółć",
    "arabic": "محمد الأحمد",
    "emoji": "Kit 🙂 Singh",
    "formula": '=HYPERLINK("http://example.org","x")',
    "plus": "+Ivo Singh",
    "at": "@SUM(A)",
    "minus": "-A+B Bell",
    "tab": "Ada\tOkafor",
    "escape": "Ada \x1b[31mRed\x1b[0m\x07 Okafor",
    "jinja": "{{ self }} {% raw %}",
    "percent": "%s ' or a=a --",
}
CSV_STARTS = ("=", "+", "-", "@", "\t", "\r")


def family(name: str) -> tuple[str, ...]:
    return (
        *("open-episode", "--team", "tipton", "--child", f"{name}; 2014-01-09; F", "--parent", f"{name} Senior"),
        *("--address", "2 Mill Lane; Tipton; DY4 9JB", "--referrer", name, "--consent-from", f"{name} Senior"),
        *("--consent-method", "verbal"),
    )


# The same bytes


@pytest.mark.parametrize(
    "command",
    [
        ("overdue",),
        ("due", "--within", "30wd"),
        ("today",),
        ("tray",),
        ("tray", "worker"),
        ("why", "--episode", "E-0001"),
        ("find", "larkin"),
        ("show", "E-0001"),
        ("show", "P-0003"),
        ("timeline", "E-0001"),
        ("taf", "list"),
        ("letters", "list"),
        ("letters", "kinds"),
        ("worker", "list"),
        ("team", "list"),
        ("agency", "list"),
        ("note-types",),
        ("reason", "list"),
        ("procedure", "list"),
        ("procedure", "show", "sandwell"),
        ("record", "where"),
        ("record", "check"),
    ],
    ids=" ".join,
)
def test_the_same_question_gives_the_same_bytes_twice_and_json_alone_on_standard_output(allocated, command):
    day = "2016-07-20"
    first, second = allocated(*command, today=day), allocated(*command, today=day)
    assert first.raw == second.raw
    assert "\x1b" not in first.out, "no colours in a pipe"
    assert "\r" not in first.out
    told = allocated(*command, "--json", today=day)
    assert told.raw == allocated(*command, "--json", today=day).raw
    assert isinstance(told.json(), dict | list)


def test_a_list_in_a_pipe_is_tab_separated_with_one_line_a_row(allocated):
    rows = allocated("overdue", today="2016-07-27").rows()
    assert rows[0] == ["Task", "Due", "Late", "What", "Children", "Episode", "Team", "With", "Printed in"]
    assert {len(row) for row in rows} == {9}
    told = allocated("overdue", "--json", today="2016-07-27").json()
    assert [row[0] for row in rows[1:]] == [each["task"] for each in told]


@pytest.mark.parametrize("command", [("overdue",), ("due",), ("find", "larkin"), ("timeline", "E-0001")], ids=" ".join)
def test_csv_has_a_heading_and_as_many_rows_as_json(allocated, command):
    day = "2016-07-26"
    told = allocated(*command, "--json", today=day).json()
    text = allocated(*command, "--csv", today=day).out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(told) > 0
    assert not text.startswith("\ufeff"), "a byte-order mark is for files, not for pipes"


def test_dates_are_words_for_people_and_iso_for_scripts(allocated):
    day = "2016-07-27"
    assert "Tue 26 Jul 2016" in allocated("overdue", today=day).out
    assert "2016-07-26" not in allocated("overdue", today=day).out
    assert "2016-07-26" in allocated("overdue", "--csv", today=day).out
    assert "Tue 26 Jul 2016" not in allocated("overdue", "--csv", today=day).out


@pytest.mark.parametrize("command", [("show", "E-0001"), ("show", "P-0001"), ("find", "larkin")], ids=" ".join)
def test_dates_are_words_for_people_wherever_they_are_shown(allocated, command):

    assert re.findall(r"\d{4}-\d\d-\d\d", allocated(*command).out) == []


# Terminals


def test_a_terminal_with_no_colour_shows_a_table_without_escapes(allocated, typed):
    code, shown = typed(allocated, "overdue", "--by", "date", NO_COLOR="1", EH_TODAY="2016-07-27", columns=200)
    assert code == 0
    assert "\x1b" not in shown
    task = next(each["task"] for each in allocated("overdue", "--json", today="2016-07-27").json())
    assert task in shown
    assert "Tue 26 Jul 2016" in shown
    assert shown == typed(allocated, "overdue", "--by", "date", NO_COLOR="1", EH_TODAY="2016-07-27", columns=200)[1]


def test_every_value_of_a_list_survives_a_narrow_terminal(allocated, typed):
    _, shown = typed(allocated, "overdue", "--by", "date", NO_COLOR="1", EH_TODAY="2016-07-27", columns=80)
    for each in allocated("overdue", "--json", today="2016-07-27").json():
        assert each["task"] in shown
    assert "…" not in shown, "nothing is cut off"


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_terminal_of_another_encoding_never_crashes(eh, encoding, typed):
    eh(*family(HOSTILE["polish"]), "--new-person")
    for command in (("show", "E-0002"), ("find", "lukasz"), ("timeline", "E-0002"), ("--help",), ("due",)):
        code, shown = typed(eh, *command, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
        assert code == 0, shown
        assert "Traceback" not in shown
    for encoding_of_pipe in (encoding, f"{encoding}:strict"):
        told = eh("show", "E-0002", env={"PYTHONIOENCODING": encoding_of_pipe})
        assert "E-0002  episode" in told.out
        eh("show", "E-0002", "--json", env={"PYTHONIOENCODING": encoding_of_pipe})
        eh("find", "lukasz", "--csv", env={"PYTHONIOENCODING": encoding_of_pipe})


def test_a_pipe_is_utf_8_whatever_the_locale_says(eh):
    eh(*family(HOSTILE["polish"]), "--new-person")
    expected = eh("show", "E-0002").raw
    assert "Łukasz Żółć".encode() in expected
    for locale in ("C", "POSIX", "en_GB.ISO-8859-1"):
        env = {"LANG": locale, "LC_ALL": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
        assert eh("show", "E-0002", env=env).raw == expected, locale


# Values


@pytest.fixture(scope="module")
def crowd(_opened, tmp_path_factory):
    """E-0002: one child, P-0004 on, and one parent after them, of every hostile name, in the order above."""
    office = _opened.copy(tmp_path_factory.mktemp("crowd") / "home")
    people = [("--child", f"{name}; 2014-01-09; F") for name in HOSTILE.values()]
    people += [("--parent", f"{name} Senior") for name in HOSTILE.values()]
    about = ("--address", "2 Mill Lane; Tipton; DY4 9JB", "--referrer", HOSTILE["escape"] + HOSTILE["formula"])
    words = [word for pair in people for word in pair]
    office("open-episode", "--team", "tipton", *words, *about, "--new-person", today="2016-07-12")
    office.today = "2016-07-12"
    office("allocate", "E-0002", "--to", "aroy", "--by", "jmay")
    return office


def child_of(kind: str) -> str:
    return f"P-{list(HOSTILE).index(kind) + 4:04}"


def parent_of(kind: str) -> str:
    return f"P-{list(HOSTILE).index(kind) + 4 + len(HOSTILE):04}"


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_name_comes_back_unchanged_or_harmless(crowd, kind):
    name = HOSTILE[kind]
    assert crowd("show", child_of(kind), "--json").json()["name"] == name
    assert crowd("show", parent_of(kind), "--json").json()["name"] == f"{name} Senior"
    shown = crowd("show", child_of(kind)).out
    assert "\x1b" not in shown
    assert "\x07" not in shown
    if not {"\x1b", "\t"} & set(name):
        assert f"Name: {name}\n" in shown


def test_an_episode_of_hostile_names_is_told_whole_and_harmless(crowd):
    told = crowd("show", "E-2", "--json").json()
    assert [each["name"] for each in told["people"]] == [
        *HOSTILE.values(),
        *(f"{name} Senior" for name in HOSTILE.values()),
    ]
    assert told["referrer"] == HOSTILE["escape"] + HOSTILE["formula"]
    facts = {each["kind"]: each for each in crowd("timeline", "E-2", "--json").json()}
    assert facts["referral-received"]["referrer"] == HOSTILE["escape"] + HOSTILE["formula"]
    for command in (("show", "E-2"), ("timeline", "E-2"), ("due", "--within", "60wd"), ("today",), ("find", "senior")):
        out = crowd(*command).out
        assert "\x1b" not in out
        assert "\x07" not in out
    assert {row[1] for row in crowd("find", "senior").rows()[1:]} >= {f"{HOSTILE['polish']} Senior"}


def test_no_cell_of_any_csv_is_a_formula_and_every_other_name_is_as_it_was(crowd, tmp_path):
    texts = {
        "due": crowd("due", "--within", "60wd", "--csv").out,
        "timeline": crowd("timeline", "E-2", "--csv").out,
        "find": crowd("find", "senior", "--csv").out,
    }
    crowd("night", "--out", str(tmp_path / "n"), today="2016-10-20", code=1)
    raw = (tmp_path / "n" / "tipton-overdue.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "a spreadsheet reads the names of this file as they are"
    assert b"\r\n" in raw
    texts["night"] = raw.decode("utf-8-sig")
    for text in texts.values():
        cells = [value for row in csv.reader(io.StringIO(text)) for value in row]
        assert len(cells) > 10
        assert not [value for value in cells if value.startswith(CSV_STARTS)]
    # What a terminal would obey is shown and not sent: a list in CSV is often looked at there.
    shown = {
        re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", lambda sign: f"\\x{ord(sign[0]):02x}", name)
        for name in HOSTILE.values()
    }
    safe = {f"'{name}" if name.startswith(CSV_STARTS) else name for name in shown}
    for each in ("due", "night"):
        rows = csv.DictReader(io.StringIO(texts[each]))
        assert {row["children"] for row in rows if row["duty"] == "wishes-and-feelings"} == safe
    told = json.loads((tmp_path / "n" / "tipton-overdue.json").read_text(encoding="utf-8"))
    assert set(HOSTILE.values()) <= {child["name"] for each in told for child in each["children"]}


def test_a_list_in_a_pipe_stays_one_line_a_row_whatever_the_names_hold(crowd):
    told = crowd("due", "--within", "60wd", "--json").json()
    rows = crowd("due", "--within", "60wd").rows()
    assert {len(row) for row in rows} == {9}
    assert [row[0] for row in rows[1:]] == [each["task"] for each in told]


@pytest.mark.parametrize("name", ["", "   "])
def test_an_empty_name_is_refused(eh, refused, name):
    ask = ("open-episode", "--team", "tipton", "--child", f"{name}; 2014-01-09; F")
    refused(eh, *ask, code=2, says="The name of the child is empty.")


def test_people_are_found_without_accents_and_case_and_by_postcode(eh):
    eh(*family("Łukasz Żółć"), "--new-person")
    for words in (("lukasz",), ("LUKASZ", "zolc"), ("Łukasz",), ("zol",), ("dy49jb",), ("DY49JB",)):
        found = {each["person"] for each in eh("find", *words, "--json").json()}
        assert {"P-0004", "P-0005"} <= found, words


@pytest.mark.parametrize("words", [("DY4 9JB",), ("dy4", "9jb")], ids=" ".join)
def test_people_are_found_by_the_postcode_as_eh_prints_it(eh, words):
    assert [each["person"] for each in eh("find", *words, "--json").json()] == ["P-0001", "P-0002", "P-0003"]


def test_a_note_keeps_its_lines_tabs_and_signs(allocated):
    text = 'First line\n\tindented <b>&amp;</b>\n=1+1\n"quoted"\nŁukasz 🙂 {{ x }}\n\x1b]0;title\x07'
    ref = allocated("note", "E-0001", "--type", "Early Help Note", "--quiet", "-", input=text).out.strip()
    assert ref == "N-0001"
    assert allocated("show", ref, "--json").json()["text"] == text.strip()
    shown = allocated("show", ref).out
    assert "\x1b" not in shown
    assert "\tindented <b>&amp;</b>\n=1+1\n" in shown
    told = allocated("timeline", "E-0001", "--json").json()
    assert [each["text"] for each in told if each["what"] == "note written"] == [text.strip()]
    assert len(allocated("timeline", "E-0001").out.splitlines()) == len(told) + 1


@pytest.mark.parametrize("kind", ["markup", "arabic", "emoji", "jinja", "formula", "escape"])
def test_a_letter_prints_the_name_as_it_is_or_harmless(crowd, kind, tmp_path):
    from docx import Document

    name = HOSTILE[kind]
    ask = ("letter", "no-contact", "E-2", "--to", parent_of(kind))
    told = crowd(*ask, "--out", str(tmp_path / "out"), "--json").json()
    file = tmp_path / "out" / f"{told['reference']}-no-contact.docx"
    assert told["file"] == str(file)
    text = "\n".join(each.text for each in Document(str(file)).paragraphs)
    if kind == "escape":
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "Dear Ada" in text
    else:
        assert f"Dear {name} Senior" in text


def test_a_preview_of_a_letter_is_harmless_and_writes_nothing(crowd):
    before = crowd.dump()
    told = crowd("letter", "no-contact", "E-2", "--to", parent_of("escape"), "--preview")
    assert "\x1b" not in told.out
    assert told.err == "A preview: nothing was written.\n"
    assert crowd.dump() == before
