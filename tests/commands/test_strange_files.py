"""What somebody names as a form, a plan, a pack or a letter is a small plain file, or is refused in a sentence."""

from __future__ import annotations

import os
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such files")
TAKES = (
    ("open-episode", "--from"),
    ("taf", "plan", "M-1", "--from"),
    ("procedure", "check"),
    ("letters", "verify"),
    ("audit", "verify", "--against"),
    ("restore",),
)


@pytest.mark.parametrize("words", TAKES, ids=" ".join)
def test_a_device_a_pipe_and_a_folder_are_refused_at_once(met, tmp_path, refused, words):
    os.mkfifo(tmp_path / "pipe")
    os.mkfifo(tmp_path / "pipe.json")
    for name in ("/dev/zero", str(tmp_path / "pipe"), str(tmp_path / "pipe.json"), str(tmp_path)):
        refused(met, *words, name, code=3, says=name)


@pytest.mark.parametrize("words", TAKES[:3], ids=" ".join)
def test_a_form_that_is_too_long_or_nests_too_deep_is_refused(met, tmp_path, refused, words):
    for name, content, says in (
        ("long.toml", b"#" * 1_100_000, "more than 1 MB"),
        ("deep.toml", b"a=" + b"[" * 100_000, "nests too deep"),
        ("deeper.toml", b"a=" + b"{a=" * 100_000, "nests too deep"),
    ):
        (tmp_path / name).write_bytes(content)
        refused(met, *words, str(tmp_path / name), code=2, says=says)
    if words[0] != "procedure":
        (tmp_path / "deep.json").write_bytes(b"[" * 100_000)
        refused(met, *words, str(tmp_path / "deep.json"), code=2, says="nests too deep")


def test_a_note_that_does_not_end_is_refused(allocated):
    with open("/dev/zero", "rb") as endless:
        process = allocated.start("note", "E-1", "--type", "Case Summary", "-", stdin=endless)
        _, err = process.communicate(timeout=120)
    assert process.returncode == 2
    assert b"too long" in err


def test_a_template_of_ones_own_that_is_none_is_refused(allocated, tmp_path):
    own = allocated.home / "council" / "letter_templates"
    own.mkdir(parents=True)
    (own / "no-contact.md").write_bytes(b"+++\na=" + b"[" * 100_000 + b"\n+++\nx\n")
    told = allocated("letter", "no-contact", "E-1", code=2).err
    assert "eh failed" not in told
