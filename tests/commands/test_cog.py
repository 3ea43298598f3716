"""The weekly Community Operating Group meeting: its cases, their slots, and who sees which."""

from __future__ import annotations

import docx
import pytest

BELL = ("--child", "Ada Bell; 2010-03-02; F", "--parent", "Kim Bell", "--received", "2016-07-11")


@pytest.fixture(scope="module")
def weekly(_allocated, tmp_path_factory):
    """A meeting on Tuesday 19 July 2016 with E-0001, Ana Roy's, and then E-0002, Bea Cole's, without consent."""
    office = _allocated.copy(tmp_path_factory.mktemp("weekly") / "home")
    office("open-episode", "--team", "tipton", *BELL)
    office("allocate", "E-0002", "--to", "bcole", "--by", "jmay")
    office("cog", "schedule", "--team", "tipton", "--at", "2016-07-19 09:30", "--venue", "Town hall")
    first = office("cog", "add", "E-0001", "--reason", "Little progress", "--by", "jmay")
    second = office("cog", "add", "E-0002", "--day", "2016-07-19", "--reason", "Risk not agreed", "--by", "jmay")
    return office, first, second


def test_every_case_has_its_own_slot_and_the_duties_before_the_meeting_begin(weekly):
    office, first, second = weekly
    rows = office("cog", "agenda", "--team", "tipton", "--json").json()
    assert [(row["at"], row["till"], row["episode"], row["reason"]) for row in rows] == [
        ("09:30", "09:50", "E-0001", "Little progress"),
        ("09:50", "10:10", "E-0002", "Risk not agreed"),
    ]
    assert [row["consent"] for row in rows] == ["yes", "missing"]
    assert "no consent is on file" in second.err
    assert "no consent is on file" not in first.err
    owed = office.owed()["case-list-sent"]
    assert owed["due"] == "2016-07-15", "two working days before Tuesday is Friday (COG-050)"
    assert office("cog", "list", "--team", "tipton", "--json").json()[0]["cases"] == 2


def test_who_comes_for_one_case_hears_of_no_other_family(weekly, tmp_path):
    office, _, _ = weekly
    ask = ("cog", "agenda", "--team", "tipton", "--for", "bcole")
    assert [row["episode"] for row in office(*ask, "--json").json()] == ["E-0002"]
    office(*ask, "--out", str(tmp_path))
    document = docx.Document(str(tmp_path / "COG-tipton-2016-07-19-bcole.docx"))
    said = "\n".join(
        [each.text for each in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    assert "Ada Bell" in said
    assert "09:50 to 10:10" in said
    assert "Larkin" not in said
    assert "E-0001" not in said
    listed = office("cog", "agenda", "--team", "tipton", "--csv").out.splitlines()
    assert listed[1].startswith("09:30,09:50,E-0001,Wren Larkin; Kit Larkin,aroy,Little progress,yes")


def test_what_cannot_be_put_on_an_agenda_is_refused(weekly, refused):
    office, _, _ = weekly
    refused(
        office, "cog", "add", "E-0001", "--reason", "Again", code=4, says="is on that agenda already", hint="eh cog"
    )
    refused(office, "cog", "add", "E-0002", code=2, says="Why is the case taken", hint="--reason")
    later = ("cog", "add", "E-0001", "--day", "2016-07-26", "--reason", "x")
    refused(office, *later, code=3, says="has no weekly COG meeting on 2016-07-26", hint="eh cog schedule")
    gone = ("cog", "schedule", "--team", "tipton", "--at", "2016-07-01 09:30", "--venue", "x")
    refused(office, *gone, code=2, says="has passed", hint="Check the date")
