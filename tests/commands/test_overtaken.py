"""The last of two writers is told what the first one changed, and nothing is written over."""

from __future__ import annotations

import re
import sys


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
    return f"{sys.executable} {editor}"


NOTE = ("note", "E-0001", "--type", "Early Help Note")


def test_while_an_editor_was_open_a_colleague_told_of_the_same_episode(allocated, typed, tmp_path):
    eh = allocated
    code, shown = typed(eh, *NOTE, VISUAL=meanwhile(tmp_path, "visit E-0001 --outcome made"), NO_COLOR="1")
    assert code == 6, shown
    assert re.search(r"E-0001 was changed by somebody else meanwhile: entry 8 by bcole at \S+ \(eh visit\)\.", shown), (
        shown
    )
    assert "Nothing was written." in shown
    assert eh.sql("SELECT count(*) FROM case_note") == [(0,)]
    assert eh.sql("SELECT count(*) FROM entry") == [(8,)], "the colleague's entry, and no other"
    kept = list((eh.home / "unsent").glob("note-*.txt"))
    assert str(kept[0]) in shown.replace("\n", "")
    assert kept[0].read_text(encoding="utf-8") == "Talked for an hour about mornings.\n"
    assert "N-0001" in eh(*NOTE, "-", input=kept[0].read_bytes()).out
    assert eh("record", "check", "--json").json()["findings"] == []


def test_what_a_colleague_told_of_another_family_overtakes_nobody(allocated, typed, tmp_path):
    eh = allocated
    eh("open-episode", "--team", "tipton", "--child", "Ada Okafor; 2010-01-09; F", "--parent", "Nia Okafor")
    code, shown = typed(eh, *NOTE, VISUAL=meanwhile(tmp_path, "visit E-0002 --outcome made"), NO_COLOR="1")
    assert code == 0, shown
    assert eh.sql("SELECT count(*) FROM case_note") == [(1,)]


def test_several_writers_at_once_are_recorded_or_told_who_came_first(allocated):
    texts = [f"Note number {number}" for number in range(4)]
    started = {text: allocated.start(*NOTE, "--quiet", "--text", text) for text in texts}
    kept, late = set(), []
    for text, process in started.items():
        out, err = process.communicate(timeout=60)
        assert process.returncode in (0, 6), err
        if process.returncode == 0:
            kept.add(out.decode().strip())
        else:
            assert b"was changed by somebody else meanwhile: entry" in err
            late.append(text)
    assert kept, "somebody is always first"
    kept |= {allocated(*NOTE, "--quiet", "--text", text).out.strip() for text in late}
    assert kept == {"N-0001", "N-0002", "N-0003", "N-0004"}
    assert {allocated("show", ref, "--json").json()["text"] for ref in sorted(kept)} == set(texts)
    assert allocated("record", "check", "--json").json()["findings"] == []
