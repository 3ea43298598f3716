"""The last of two writers is told what the first one changed, and nothing is written over."""

from __future__ import annotations

import re
import shlex
import sys

import pytest

from ehcli.desk.desk import Desk, Settings
from ehcli.episodes.facts import Allocated
from ehcli.errors import Overtaken
from tests.writers import ended


def meanwhile(tmp_path, *lines: str) -> str:
    """An editor that types a note and, before it is closed, has a colleague run commands in another process."""
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import pathlib, subprocess, sys\n"
        f"for line in {lines!r}:\n"
        "    subprocess.run([sys.executable, '-m', 'ehcli', *line.split(), '--user', 'bcole'], check=True)\n"
        "pathlib.Path(sys.argv[1]).write_text('Talked for an hour about mornings.\\n', encoding='utf-8')\n",
        encoding="utf-8",
    )
    return shlex.join([sys.executable, str(editor)])


NOTE = ("note", "E-0001", "--type", "Early Help Note")


def test_a_note_or_a_visit_is_never_overtaken(allocated, typed, tmp_path):
    """What a colleague told while the editor was open makes the note no less true."""
    eh = allocated
    code, shown = typed(eh, *NOTE, VISUAL=meanwhile(tmp_path, "visit E-0001 --outcome made"), NO_COLOR="1")
    assert code == 0, shown
    assert eh.sql("SELECT count(*) FROM case_note") == [(1,)]
    assert [row[0] for row in eh.sql("SELECT recorded_by FROM entry WHERE id > 7 ORDER BY id")] == ["bcole", "abell"]
    assert eh("record", "check", "--json").json()["findings"] == []


def test_a_note_that_is_refused_keeps_what_was_typed(allocated, typed, tmp_path):
    eh = allocated
    ends = meanwhile(tmp_path, "visit E-0001 --outcome made")
    code, shown = typed(eh, "note", "E-0001", "--type", "Allocation case note", VISUAL=ends, NO_COLOR="1")
    assert code == 2, shown
    kept = list((eh.home / "unsent").glob("note-*.txt"))
    assert str(kept[0]) in shown.replace("\n", "")
    assert kept[0].read_text(encoding="utf-8") == "Talked for an hour about mornings.\n"
    assert eh.sql("SELECT count(*) FROM case_note") == [(0,)]


@pytest.mark.parametrize(
    ("colleague", "overtaken"),
    [
        (("visit", "E-0001", "--outcome", "made"), True),
        (("note", "E-0001", "--type", "Early Help Note", "--text", "Seen at school."), False),
        (("worker", "add", "newly", "--name", "New Ly", "--role", "key-worker", "--by", "jmay"), False),
    ],
)
def test_a_decision_that_began_before_a_colleagues_is_told_what_came_between(
    allocated, monkeypatch, colleague, overtaken
):
    for name, value in allocated.environment().items():
        monkeypatch.setenv(name, value)
    desk = Desk()
    desk.command, desk.settings = "allocate", Settings(user="jmay")
    assert desk.heading("E-0001").worker == "aroy"  # what the manager saw
    allocated(*colleague, user="bcole")
    entries = allocated.sql("SELECT count(*) FROM entry")
    try:
        with desk.recording() as now:
            now.episode("E-0001")
            now.tell([Allocated("E-0001", desk.days.today, "", "bcole", "key-worker", "tipton")])
    except Overtaken as told:
        assert overtaken
        said = r"E-0001 was changed by somebody else meanwhile: entry 8 by bcole at \S+ \(eh visit\)\."
        assert re.fullmatch(said, told.message)
        assert "Nothing was written." in told.hint
        assert allocated.sql("SELECT count(*) FROM entry") == entries
    else:
        assert not overtaken
    finally:
        desk.leave()
    assert allocated("record", "check", "--json").json()["findings"] == []


def test_several_writers_at_once_are_recorded_or_told_who_came_first(allocated):
    """Notes are all kept; of decisions about one episode the late ones are told who came between."""
    notes = [(*NOTE, "--quiet", "--text", f"Note number {number}") for number in range(4)]
    decided = [("allocate", "E-0001", "--to", to, "--by", "jmay", "--quiet") for to in ("bcole", "sdean", "jmay")]
    given = [(words, allocated.start(*words)) for words in (*notes, *decided)]
    told = [ended(allocated, words, process) for words, process in given]
    assert {out.strip() for _, out, _ in told[:4]} == {"N-0001", "N-0002", "N-0003", "N-0004"}
    for code, _, err in told[4:]:
        assert code in (0, 6), err
        assert not code or "was changed by somebody else meanwhile: entry" in err
    assert any(not code for code, _, _ in told[4:]), "somebody is always first"
    assert allocated("record", "check", "--json").json()["findings"] == []
