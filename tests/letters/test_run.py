"""Letters from the command line: owed, printed in a run, printed again, proved, and made for who asked for more."""

from __future__ import annotations

import os
import re
import sys
import zipfile
from pathlib import Path

import docx
import pytest

DAY = "2016-07-18"
# What LibreOffice leaves of the moment in a PDF; the moment is nanoseconds here, so that no two are alike.
LIBREOFFICE = """#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
moment=$(date +%N)00000
printf "%%%%PDF-1.6\\n/CreationDate(D:${moment}Z')\\ntrailer\\n/ID [ <00${moment}${moment}AA> ]\\n" > "$2/letter.pdf"
"""
TRIED = ("contact", "--how", "phone", "--outcome", "attempted")


def test_what_is_owed_is_printed_once_proved_and_printed_again_the_same(allocated, tmp_path):
    eh, out = allocated, tmp_path / "out"
    eh("person", "change", "P-3", "--format", "easy-read", today=DAY)
    eh(*TRIED, "E-1", today=DAY)
    owed = eh("letters", "due", "--json", today=DAY).json()
    assert [(each["kind"], each["state"]) for each in owed] == [("no-contact", "to print")]
    assert (
        eh("letters", "run", "--dry-run", "--json", "--out", str(out), today=DAY).json()[0]["result"]
        == "would be printed"
    )
    assert not out.exists()

    done = eh("letters", "run", "--out", str(out), "--json", today=DAY).json()[0]
    assert (done["letter"], done["person"], done["result"], done["formats"]) == (
        "L-0001",
        "P-0003",
        "printed",
        ["easy-read"],
    )
    file = out / "L-0001-no-contact.docx"
    assert sorted(each.name for each in out.iterdir()) == ["L-0001-cover.docx", file.name, f"manifest-{DAY}.csv"]
    cover = "\n".join(each.text for each in docx.Document(str(out / "L-0001-cover.docx")).paragraphs)
    assert "Easy read" in cover and "This has not been done" in cover
    assert "easy-read" in (out / f"manifest-{DAY}.csv").read_text(encoding="utf-8-sig")
    assert eh("letters", "run", "--out", str(out), "--json", today=DAY).json() == []
    assert "waits to be posted: eh letters due" in eh("letters", "run", "--out", str(out), today=DAY).err
    assert eh("letters", "due", "--json", today=DAY).json()[0]["letter"] == "L-0001"

    first = file.read_bytes()
    waits = eh("letter", "no-contact", "E-1", code=4, today=DAY)
    assert "L-0001 (no-contact) was printed on" in waits.err and "--again" in waits.err
    file.unlink()
    eh("letter", "no-contact", "E-1", "--again", today="2016-07-20")
    assert file.read_bytes() == first
    assert len(eh("letters", "list", "--json", today=DAY).json()) == 1
    (out / f"~${file.name[2:]}").touch()
    assert "is open in Word" in eh("letter", "no-contact", "E-1", "--again", code=2, today=DAY).err

    assert eh("letter", "verify", str(file), "--json", today=DAY).json() == {
        "file": str(file), "letter": "L-0001", "as_printed": True
    }  # fmt: skip
    changed = tmp_path / "changed.docx"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Sam Larkin", b"Sam Larken"))
    told = eh("letters", "verify", str(changed), code=1, today=DAY)
    assert "says it is L-0001" in told.out and "altered" in told.out
    (tmp_path / "other.txt").write_text("x", encoding="utf-8")
    assert "No letter of this record" in eh("letters", "verify", str(tmp_path / "other.txt"), code=1, today=DAY).out

    eh("letters", "posted", "L-1", today=DAY)
    assert eh("letters", "due", "--json", today=DAY).json() == []


def test_a_letter_that_cannot_be_printed_is_named_and_does_not_stop_the_others(allocated, tmp_path):
    eh = allocated
    address = ("--address", "2 High Street; Tipton; DY4 9JB", "--received", "2016-07-11 09:30")
    eh(
        "open-episode",
        "--team",
        "tipton",
        "--child",
        "Mo Bell; 2012-05-06",
        "--parent",
        "Al Bell",
        *address,
        today="2016-07-12",
    )
    eh("allocate", "E-2", "--to", "bcole", "--by", "jmay", today="2016-07-12")
    eh(*TRIED, "E-1", today=DAY)
    eh(*TRIED, "E-2", today=DAY)
    eh("person", "change", "P-3", "--unsafe", "Told us so", today=DAY)
    out = tmp_path / "out"
    results = eh("letters", "run", "--out", str(out), "--json", code=1, today=DAY).json()
    assert {each["episode"]: each["result"] for each in results} == {"E-0001": "not printed", "E-0002": "printed"}
    failed = next(each for each in results if each["episode"] == "E-0001")
    assert "P-0003" in failed["reason"] and "Larkin" not in failed["reason"]
    eh("person", "change", "P-3", "--safe-again", today=DAY, user="jmay")
    rest = eh("letters", "run", "--out", str(out), "--json", today=DAY).json()
    assert [(each["episode"], each["letter"]) for each in rest] == [("E-0001", "L-0002")]
    kept = (out / f"manifest-{DAY}.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(kept) == 4 and "L-0002" in kept[-1]


def test_a_letter_whose_cover_note_cannot_be_saved_leaves_nothing_to_be_posted(allocated, tmp_path):
    eh, out = allocated, tmp_path / "out"
    eh("person", "change", "P-3", "--format", "easy-read", today=DAY)
    eh(*TRIED, "E-1", today=DAY)
    out.mkdir()
    (out / "~$L-0001-cover.docx").touch()  # the cover note of an older record's letter, open in Word
    failed = eh("letters", "run", "--out", str(out), "--json", code=1, today=DAY).json()[0]
    assert failed["result"] == "not printed" and "L-0001-cover.docx is open in Word" in failed["reason"]
    assert [each.name for each in out.iterdir() if each.suffix == ".docx"] == ["~$L-0001-cover.docx"]
    assert eh("letters", "list", "--json", today=DAY).json() == []


@pytest.mark.skipif(sys.platform == "win32", reason="stands in for LibreOffice with a script of the shell")
def test_a_pdf_is_printed_again_the_same_though_libreoffice_stamps_each_with_its_moment(allocated, tmp_path):
    eh, office = allocated, tmp_path / "bin" / "soffice"
    office.parent.mkdir()
    office.write_text(LIBREOFFICE, encoding="utf-8")
    office.chmod(0o755)
    env = {"PATH": f"{office.parent}{os.pathsep}{os.environ['PATH']}"}
    told = ("--format", "pdf", "--out", str(tmp_path), "--json")
    file = Path(eh("letter", "no-contact", "E-1", *told, today=DAY, env=env).json()["file"])
    first = file.read_bytes()
    assert b"(D:20000101000000Z')" in first and re.search(rb"/ID \[ <[0-9A-F]{32}>", first)
    file.unlink()
    eh("letter", "no-contact", "E-1", "--again", today=DAY, env=env)
    assert file.read_bytes() == first
    assert eh("letters", "verify", str(file), "--json", today=DAY).json()["as_printed"]
    office.write_text(LIBREOFFICE.replace("1.6", "1.7"), encoding="utf-8")
    other = eh("letter", "no-contact", "E-1", "--again", code=4, today=DAY, env=env)
    assert "the letterhead or the template, or LibreOffice, was changed since" in other.err and "--afresh" in other.err
    assert file.read_bytes() == first


def test_a_council_gives_a_whole_word_template_that_can_do_no_harm(allocated, tmp_path):
    eh = allocated
    mine = eh.home / "council" / "letter_templates"
    mine.mkdir(parents=True)

    def template(*paragraphs: str) -> None:
        document = docx.Document()
        for each in paragraphs:
            document.add_paragraph(each)
        document.save(str(mine / "no-contact.docx"))

    template("Fish & chips for {{ addressee_name }}", "{{ addressee_lines }}", "{{ letter_ref }}")
    eh("person", "change", "P-3", "--name", "Sam {{ x }} & <b> Larkin", today=DAY)
    assert eh("letters", "check", "no-contact", today=DAY).code == 0
    told = eh("letter", "no-contact", "E-1", "--out", str(tmp_path), "--json", "--large-print", today=DAY).json()
    said = [each.text for each in docx.Document(told["file"]).paragraphs]
    assert said == ["Fish & chips for Sam {{ x }} & <b> Larkin", "1 High Street\nTipton\nDY4 9JB", "L-0001"]
    first = Path(told["file"]).read_bytes()
    eh("letter", "no-contact", "E-1", "--again", today=DAY)
    assert Path(told["file"]).read_bytes() == first

    for harm in (
        "{{ letter_ref.__class__ }}",
        "{{ cycler() }}",
        "{% include 'x' %}",
        "{% for a in [1,2] %}{{ a }}{% endfor %}",
    ):
        template(harm)
        found = eh("letters", "check", "no-contact", "--json", code=1, today=DAY).json()[0]["findings"]
        assert "not allowed" in found[0]
        assert "not allowed" in eh("letter", "no-contact", "E-1", "--afresh", code=2, today=DAY).err
    template("{{ colour }} and {{ shape }}")
    assert "colour" in eh("letters", "check", "no-contact", code=1, today=DAY).out
    gaps = eh("letter", "no-contact", "E-1", "--afresh", code=2, today=DAY).err
    assert "colour" in gaps and "shape" in gaps


def test_every_shipped_template_passes_its_check(bare):
    found = bare("letters", "check", "--json").json()
    assert len(found) >= 27
    assert [each["findings"] for each in found if each["findings"]] == []
