"""The weekly Community Operating Group meeting: its cases, their slots, and who sees which."""

from __future__ import annotations

import email
import re
from email.policy import default

import docx
import icalendar
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


SAID = (
    *("cog", "discussed", "E-0001", "--day", "2016-07-19", "--present", "aroy", "--present", "Nia Nurse, jmay"),
    *("--chair", "jmay", "--statement-agreed", "--way-forward", "Worried about mornings; strong grandmother"),
    *("--thresholds", "Not met", "--dissent", "None", "--action", "Ring the school; Nia Nurse; 2016-07-26"),
    *("--follow-up", "Case notes"),
)
MEETING_DAY = "2016-07-19"


def test_the_minutes_of_each_case_say_all_that_the_guidelines_ask(weekly, refused, tmp_path):
    """COG-028, COG-030 to COG-033, COG-056, COG-060, COG-063 to COG-068; COG-032: anybody may come."""
    office = weekly[0].copy(tmp_path / "home")
    missing = refused(office, *SAID[:3], "--day", "2016-07-19", code=2, today=MEETING_DAY, says="Still needed")
    for row in ("COG-065", "COG-028", "COG-063", "COG-036", "COG-067", "COG-056"):
        assert row in missing.err
    assert "COG-060" not in missing.err, "consent is on file"
    bell = tuple("E-0002" if word == "E-0001" else word for word in SAID)
    refused(office, *bell, code=2, today=MEETING_DAY, says="Why without consent", hint="")
    no_day = tuple(word.replace("; 2016-07-26", "") for word in SAID)
    refused(office, *no_day, code=2, today=MEETING_DAY, says="COG-066", hint="")
    worker = tuple("aroy" if word == "jmay" else word for word in SAID)
    refused(office, *worker, code=4, today=MEETING_DAY, says="may not chair", hint="COG Manager")
    office(*SAID, today=MEETING_DAY)
    office(*bell, "--without-consent", "A child may be harmed", today=MEETING_DAY)
    rows = office("cog", "minutes", "--team", "tipton", "--json", today=MEETING_DAY).json()
    assert [(row["episode"], row["chair"], row["present"]) for row in rows] == [
        ("E-0001", "jmay", ["aroy", "Nia Nurse", "jmay"]),
        ("E-0002", "jmay", ["aroy", "Nia Nurse", "jmay"]),
    ]
    assert rows[0]["way_forward"] == "Worried about mornings; strong grandmother"
    assert (rows[0]["thresholds"], rows[0]["dissent"], rows[0]["follow_up"]) == ("Not met", "None", "Case notes")
    assert rows[0]["actions"] == ["1. Ring the school - Nia Nurse, by 2016-07-26"]
    assert (rows[0]["without_consent"], rows[1]["without_consent"]) == (None, "A child may be harmed")
    assert "cog-consent" not in office.owed("E-0002", today=MEETING_DAY)
    office(*SAID[:-2], "--follow-up", "Next meeting", "--dissent", "The school", today=MEETING_DAY)
    again = office("cog", "minutes", "--team", "tipton", "--for", "nia nurse", "--json", today=MEETING_DAY).json()
    assert (again[0]["dissent"], again[0]["follow_up"]) == ("The school", "Next meeting")
    none = office("cog", "minutes", "--team", "tipton", "--for", "nobody", "--json", today=MEETING_DAY)
    assert none.json() == []
    off = ("cog", "off", "E-0001", "--day", "2016-07-19", "--reason", "x")
    refused(office, *off, code=4, today=MEETING_DAY, says="was discussed", hint="eh cog minutes")


def test_a_case_comes_off_an_agenda_and_the_next_takes_its_slot(weekly, refused, tmp_path):
    office = weekly[0].copy(tmp_path / "home")
    refused(office, "cog", "off", "E-0001", code=2, says="The reason is empty.", hint="Add --reason TEXT")
    office("cog", "off", "E-0001", "--day", "2016-07-19", "--reason", "Agreed by telephone")
    rows = office("cog", "agenda", "--team", "tipton", "--json").json()
    assert [(row["at"], row["episode"]) for row in rows] == [("09:30", "E-0002")]
    assert "case-list-sent" not in office.owed()
    refused(office, "cog", "off", "E-0001", "--reason", "x", code=3, says="is not on the agenda", hint="eh cog agenda")
    office("cog", "add", "E-0001", "--reason", "Little progress after all", "--by", "jmay")
    rows = office("cog", "agenda", "--team", "tipton", "--json").json()
    assert [row["episode"] for row in rows] == ["E-0002", "E-0001"]


def events(path) -> list[tuple[str, str, int, str]]:
    """What another library reads in a calendar file: which event, when in UTC, how long, and its state."""
    return [
        (str(each["UID"]).partition("@")[0], f"{each['DTSTART'].dt:%H:%M}", each.duration.seconds // 60, each["STATUS"])
        for each in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    ]


def test_core_members_are_asked_for_all_of_it_and_others_for_their_own_slot_alone(weekly, refused, tmp_path):
    """COG-029, COG-052, COG-053 and TEH-104: who is asked, of which kind, and who ended is left out."""
    office, out = weekly[0].copy(tmp_path / "home"), tmp_path / "out"
    # The mark of a record is drawn at random, and stands in every UID: it may hold the letters of any short name.
    office.sql("UPDATE about SET value = '5ada0b0e-ada0-4ada-8ada-00bada00be11' WHERE key = 'record'")
    office("agency", "add", "okafor", "--name", "Okafor Primary School", "--email", "office@example.sch.uk")
    office("agency", "add", "gone", "--name", "Gone Play Group")
    office("agency", "end", "gone", "--on", "2016-07-12")
    team = ("--team", "tipton", "--day", "2016-07-19")
    invite = ("cog", "invite", *team)
    refused(office, *invite, "--invite", "okafor", code=2, says="Who is asked, and how?", hint="--invite")
    refused(office, *invite, "--invite", "nobody=phone", code=3, says="no worker or agency 'nobody'", hint="")
    refused(office, *invite, "--invite", "gone=phone", code=4, says="Gone Play Group ended on", hint="eh agency")
    refused(office, *invite, "--invite", "okafor=phone", "--case", "E-0009", code=2, says="not on that agenda")
    core = office(*invite, "--invite", "jmay=phone", "--invite", "gone=phone", "--out", str(out))
    assert "Gone Play Group ended on Tue 12 Jul 2016 and is left out." in core.err
    office(*invite, "--invite", "Okafor Primary School=secure-email", "--case", "E-0002", "--out", str(out))
    assert office("cog", "invitations", *team, "--json").json() == [
        {"who": "jmay", "method": "phone", "asked_for": ["every case"]},
        {"who": "okafor", "method": "secure-email", "asked_for": ["E-0002"]},
    ]
    names = sorted(path.name for path in out.iterdir())
    assert names == [f"COG-tipton-2016-07-19-{name}" for name in ("jmay.ics", "okafor.eml", "okafor.ics")]
    assert events(out / names[0]) == [("COG-tipton-2016-07-19", "08:30", 40, "CONFIRMED")]
    assert events(out / names[2]) == [("COG-tipton-2016-07-19-E-0002", "08:50", 20, "CONFIRMED")]
    draft = email.message_from_bytes((out / names[1]).read_bytes(), policy=default)
    text = draft.get_body().get_content()
    assert draft["To"] == "office@example.sch.uk"
    assert "09:50 to 10:10: E-0002" in text
    assert "able to decide" in text, "COG-053"
    told = icalendar.Calendar.from_ical((out / names[2]).read_bytes()).property_items()
    assert {"SUMMARY", "LOCATION", "DESCRIPTION"} <= {name for name, _ in told}
    seen = [value.to_ical().decode("utf-8") for name, value in told if name not in ("UID", "BEGIN", "END")]
    for said in (text, draft["Subject"], *seen):
        assert not re.search("e-0001|bell|larkin|wren|kit|ada", said.casefold())
    assert [row["episode"] for row in office("cog", "agenda", *team, "--for", "okafor", "--json").json()] == ["E-0002"]
    assert len(office("cog", "agenda", *team, "--for", "jmay", "--json").json()) == 2

    office("cog", "off", "E-0002", "--reason", "Agreed by telephone")
    office("cog", "invitations", *team, "--out", str(out))
    assert events(out / names[0]) == [("COG-tipton-2016-07-19", "08:30", 20, "CONFIRMED")]
    off = out / "COG-tipton-2016-07-19-okafor-off.ics"
    assert events(off) == [("COG-tipton-2016-07-19-E-0002", "08:30", 20, "CANCELLED")]
    assert "METHOD:CANCEL" in off.read_text(encoding="utf-8")
    before, after = (
        int(re.search(r"SEQUENCE:(\d+)", each.read_text(encoding="utf-8"))[1]) for each in (out / names[2], off)
    )
    assert after == before + 1
