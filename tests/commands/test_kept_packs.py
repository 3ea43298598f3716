"""A pack that was parsed is kept for its owner; what is changed, damaged or somebody else's is parsed again."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest

from tests.offices import Office

SHOWN = ("procedure", "show", "sandwell", "--json")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the modes of files are POSIX's")


@pytest.fixture
def kept(allocated: Office) -> Path:
    """The kept form of the pack that the record follows, written by a first reading."""
    allocated(*SHOWN)
    (file,) = (allocated.home / "packs").glob("sandwell-????????????.json")
    return file


def sealed(file: Path, change: Callable[[bytes], bytes]) -> bytes:
    """The kept form with another body, under a head that fits it."""
    head, _, body = file.read_bytes().partition(b"\n")
    form, mark, _ = head.split()
    body = change(body)
    return b" ".join((form, mark, str(crc32(body)).encode())) + b"\n" + body


def retitled(body: bytes) -> bytes:
    """The body with another title of a duty."""
    changed = body.replace(b"Referral routed to a team", b"Elsewhere")
    assert changed != body
    return changed


def test_what_is_kept_is_for_its_owner_alone(kept: Path) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert [each for each in kept.parent.iterdir() if each.name.startswith(".")] == []


def test_it_is_read_and_the_pack_is_parsed_no_more(allocated: Office, kept: Path) -> None:
    """What is kept is what is read: with another content in the owner's own file, that is printed."""
    before = allocated(*SHOWN).out
    kept.write_bytes(sealed(kept, retitled))
    assert "Elsewhere" in allocated(*SHOWN).out
    kept.unlink()
    assert "Elsewhere" not in allocated(*SHOWN).out
    assert allocated(*SHOWN).out == before


SPOILT: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "a byte changed": lambda file: file.write_bytes(file.read_bytes().replace(b"Sandwell", b"Sandwall", 1)),
    "empty": lambda file: file.write_bytes(b""),
    "no JSON under a head that fits": lambda file: file.write_bytes(sealed(file, lambda body: body[1:])),
    "a list under a head that fits": lambda file: file.write_bytes(sealed(file, lambda body: b"[]")),
    "of another pack": lambda file: file.write_bytes(b"eh-pack-2 0 0\n{}"),
    "of an eh to come": lambda file: file.write_bytes(file.read_bytes().replace(b"eh-pack-2", b"eh-pack-3")),
    "no text": lambda file: file.write_bytes(b"\xff\xfe" + file.read_bytes()),
    "for others to write": lambda file: (file.write_bytes(sealed(file, retitled)), file.chmod(0o666)),
    "a link to another file": lambda file: (
        file.rename(file.with_suffix(".moved")),
        file.with_suffix(".moved").write_bytes(sealed(file.with_suffix(".moved"), retitled)),
        file.symlink_to(file.with_suffix(".moved")),
    ),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
}


@pytest.mark.parametrize("how", SPOILT)
def test_what_cannot_be_trusted_is_parsed_again_and_nobody_is_told(allocated: Office, kept: Path, how: str) -> None:
    before, whole = allocated(*SHOWN), kept.read_bytes()
    SPOILT[how](kept)
    after = allocated(*SHOWN)
    assert (after.out, after.err) == (before.out, before.err)
    if how != "a folder":
        assert kept.read_bytes() == whole
        assert stat.S_IMODE(kept.lstat().st_mode) == 0o600


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
def test_what_somebody_else_wrote_is_not_read(allocated: Office, kept: Path) -> None:
    kept.write_bytes(sealed(kept, retitled))
    os.chown(kept, 65534, -1)
    assert "Elsewhere" not in allocated(*SHOWN).out


def test_a_council_that_changes_its_pack_is_obeyed_at_once(allocated: Office) -> None:
    """The kept form is that of the file as it was: another content has another hash."""
    own = allocated.home / "council" / "data" / "procedures" / "ours.toml"
    own.parent.mkdir(parents=True)
    for title in ("Ours", "Ours again"):
        own.write_text(
            f'format = 1\n[procedure]\nname = "ours"\ntitle = "{title}"\nversion = "1"\nextends = "sandwell"\n'
            'authority = "Ours"\nin_force_from = 2016-01-01\n',
            encoding="utf-8",
        )
        listed = {row["name"]: row for row in allocated("procedure", "list", "--json").json()}
        assert listed["ours"]["title"] == title


def test_a_folder_that_cannot_be_written_to_keeps_nothing_and_says_nothing(allocated: Office) -> None:
    shutil.rmtree(allocated.home / "packs")
    (allocated.home / "packs").write_text("in the way", encoding="utf-8")
    done = allocated(*SHOWN)
    assert done.code == 0 and not done.err


def test_only_a_pack_that_is_in_use_is_kept(allocated: Office) -> None:
    """What is named by its file may be anything: a request form holds a family's names."""
    request = allocated.home / "request.toml"
    request.write_text('[[child]]\nname = "Ada Thistledown"\n', encoding="utf-8")
    allocated("procedure", "check", str(request), code=2)
    kept = [each.name for each in (allocated.home / "packs").glob("*")]
    assert kept and not [name for name in kept if name.startswith("request")]


def test_nothing_is_kept_where_eh_has_no_folder(bare: Office) -> None:
    bare("procedure", "list")
    assert not (bare.home / "packs").exists()
