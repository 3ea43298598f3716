"""Invitations to a TAF, as officers make them and as other programs read them: files, drafts and what is kept."""

from __future__ import annotations

import email
import re
from datetime import UTC, datetime
from email.policy import default

import icalendar
import pytest
import vobject

HOUSE = "Larkins' house, 1 High Street"
# Text that would end a component, add a property or a second event, or hide in a line break of another kind.
INJECTED = [
    "School\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Larkin",
    "School\nATTENDEE:mailto:somebody@example.org",
    "School\r\n ATTENDEE:mailto:somebody@example.org",
    "School\x0bATTACH:http://example.org/\x0cX:1\x85Y:2\u2028Z:3\u2029Q:4",
    'School; room 2, floor 1 \\n \\, \\; "quoted" ^n ^\'',
    "Łukasz Straße 学校 👩‍👧 " * 12,
    "\x00\x07\x1b[31mSchool",
]


def ics(text: bytes) -> list[tuple[str, str]]:
    """The properties of a calendar file, by a reader that refuses what RFC 5545 does not allow."""
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in text.replace(b"\r\n", b""), "a bare line feed"
    lines = text.split(b"\r\n")[:-1]
    assert max(map(len, lines)) <= 75, "a line is not folded"
    unfolded = text.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]
    told = []
    for line in unfolded:
        found = re.fullmatch(r"([A-Z-]+)(;[A-Z-]+=(?:\"[^\"]*\"|[^\";:]*))*:(.*)", line)
        assert found, line
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line), "a control character"
        told.append((found[1], found[3]))
    kinds = [value for name, value in told if name == "BEGIN"]
    assert kinds == ["VCALENDAR", "VEVENT"], kinds
    names = [name for name, _ in told]
    assert len(names) == len(set(names) - {"BEGIN", "END"}) + 4, "a property stands twice"
    return told


def event(office, name: str = "M-0001.ics") -> dict[str, str]:
    return dict(ics((office.home / "invitations" / name).read_bytes()))


@pytest.fixture(scope="module")
def invited(_allocated, tmp_path_factory):
    """E-0001 with a TAF planned for Tuesday 9 August 2016 at 14:00: four asked, each in another way."""
    office = _allocated.copy(tmp_path_factory.mktemp("invited") / "home")
    office("agency", "add", "okafor", "--name", "Okafor Primary School", "--email", "office@example.sch.uk")
    office("agency", "add", "gone", "--name", "Gone Play Group")
    office("agency", "end", "gone", "--on", "2016-07-12")
    office("worker", "add", "nurse", "--name", "Nia Nurse", "--role", "co-worker", "--ehm-user")
    office("worker", "add", "sue", "--name", "Sue Senior", "--role", "senior", "--by", "jmay")
    asked = ("P-0003=letter", "okafor=secure-email", "aroy=email", "Nia Nurse=phone", "gone=phone", "sue=in-person")
    told = office(
        *("taf", "schedule", "E-0001", "--at", "2016-08-09 14:00", "--venue", HOUSE),
        *(word for each in asked for word in ("--invite", each)),
    )
    return office, told


def test_the_method_of_each_is_kept_and_who_ended_is_left_out_and_named(invited):
    """TEH-104: key agencies that ended are not asked. TEH-248, TEH-261: who is to come. FWT-010, FWT-165: the team's
    Senior is among them, with how.
    """
    office, told = invited
    rows = office("taf", "invitations", "M-0001", "--json").json()
    assert {row["who"]: row["method"] for row in rows} == {
        "P-0003": "letter",
        "okafor": "secure-email",
        "aroy": "email",
        "nurse": "phone",
        "sue": "in-person",
    }
    assert "Gone Play Group ended on Tue 12 Jul 2016 and is left out." in told.err
    assert "P-0001 is 11 or over and is not invited yet (COG line 318; COG-175" in told.err
    assert "aroy: TEH p24 prints secure-email, moveit for somebody like this (TEH-268)." in told.err
    assert "nurse" not in told.err
    assert "the place has the family's name in it" in told.err
    assert "eh letter taf-invitation E-0001 --meeting M-0001 --to P-0003" in told.err
    assert "No e-mail address is known for aroy" in told.err
    assert "not sent" in told.err


def test_the_calendar_file_is_read_by_other_programs_in_summer_time(invited):
    office, _ = invited
    content = (office.home / "invitations" / "M-0001.ics").read_bytes()
    told = event(office)
    assert (told["METHOD"], told["SEQUENCE"], told["STATUS"]) == ("PUBLISH", "0", "CONFIRMED")
    assert told["DTSTART"] == "20160809T130000Z", "14:00 in August is 13:00 UTC"
    assert "ATTENDEE" not in told
    for text in (
        told["SUMMARY"],
        told["DESCRIPTION"],
        *(path.name for path in (office.home / "invitations").iterdir()),
    ):
        assert not re.search("larkin|wren|kit|sam", text.casefold())
    read = vobject.readOne(content.decode("utf-8"))
    assert read.vevent.dtstart.value.astimezone(UTC) == datetime(2016, 8, 9, 13, tzinfo=UTC)
    assert read.vevent.location.value == HOUSE
    again = icalendar.Calendar.from_ical(content)
    assert [str(each["UID"]) for each in again.walk("VEVENT")] == [told["UID"]]
    assert told["UID"].startswith("M-0001@")


def test_a_draft_goes_to_one_address_unsent_with_the_calendar_file(invited):
    office, _ = invited
    folder = office.home / "invitations"
    assert sorted(path.name for path in folder.iterdir()) == ["M-0001-okafor.eml", "M-0001.ics", "M-0001.txt"]
    content = (folder / "M-0001-okafor.eml").read_bytes()
    draft = email.message_from_bytes(content, policy=default)
    assert draft["To"] == "office@example.sch.uk"
    assert draft["X-Unsent"] == "1"
    assert [draft["Cc"], draft["Bcc"], draft["From"]] == [None, None, None]
    assert draft["Subject"] == "Team Around the Family meeting (M-0001)"
    attached = next(iter(draft.iter_attachments()))
    assert attached.get_filename() == "M-0001.ics"
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_payload(decode=True) == (folder / "M-0001.ics").read_bytes()
    text = draft.get_body().get_content()
    assert text.replace("\r\n", "\n") == (folder / "M-0001.txt").read_text(encoding="utf-8")
    assert "Tuesday 9 August 2016" in text
    assert "14:00" in text
    assert not draft.defects
    office("taf", "invitations", "M-0001", "--out", str(office.home / "again"))
    assert (office.home / "again" / "M-0001-okafor.eml").read_bytes() == content, "the same record gives other bytes"


def test_a_cancellation_that_cannot_write_its_files_is_not_recorded(invited, refused, tmp_path):
    office = invited[0].copy(tmp_path / "home")
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    ask = ("taf", "cancel", "M-0001", "--reason", "The hall is closed", "--out", str(blocked))
    refused(office, *ask, code=2, says="cannot be made", hint="--out DIR")
    told = office("taf", "invitations", "M-0001", "--text", "--json").json()
    assert (told["meeting"], told["text"]) == ("M-0001", office("taf", "invitations", "M-0001", "--text").out[:-1])


def test_a_move_counts_up_an_answer_is_kept_and_a_cancellation_takes_it_out(invited, tmp_path):
    office = invited[0].copy(tmp_path / "home")
    first = event(office)
    office("taf", "invite", "M-0001", "--who", "P-0003", "--answer", "coming")
    answers = {row["who"]: row["answer"] for row in office("taf", "invitations", "M-0001", "--json").json()}
    assert answers == {"P-0003": "coming", "okafor": None, "aroy": None, "nurse": None, "sue": None}
    moved = office("taf", "schedule", "M-0001", "--at", "2016-12-06 14:00", "--venue", "Town hall")
    assert "of the new date: they knew of the old one." in moved.err
    second = event(office)
    assert (second["UID"], second["SEQUENCE"], second["METHOD"]) == (first["UID"], "1", "PUBLISH")
    assert (second["DTSTART"], second["LOCATION"]) == ("20161206T140000Z", "Town hall")
    assert not any(row["answer"] for row in office("taf", "invitations", "M-0001", "--json").json())
    assert "has changed" in office("taf", "invitations", "M-0001", "--text").out
    office("taf", "cancel", "M-0001", "--reason", "The hall is closed")
    third = event(office)
    assert (third["UID"], third["SEQUENCE"], third["METHOD"]) == (first["UID"], "2", "CANCEL")
    assert third["STATUS"] == "CANCELLED"
    subject = email.message_from_bytes((office.home / "invitations" / "M-0001-okafor.eml").read_bytes(), policy=default)
    assert subject["Subject"].startswith("Does not take place: ")
    office("taf", "schedule", "E-0001", "--at", "2016-12-08 14:00", "--venue", "School")
    office("taf", "invite", "M-0002", "--as-before", "--invite", "P-0001=in-person")
    now = {row["who"]: row["method"] for row in office("taf", "invitations", "M-0002", "--json").json()}
    assert now == {
        "P-0003": "letter",
        "okafor": "secure-email",
        "aroy": "email",
        "nurse": "phone",
        "sue": "in-person",
        "P-0001": "in-person",
    }


def test_what_cannot_be_invited_is_refused_and_nothing_is_written(invited, refused):
    office, _ = invited
    ask = ("taf", "invite", "M-0001")
    refused(office, *ask, "--who", "P-0001", code=4, says="How P-0001 is invited is not said.", hint="TEH-270")
    refused(office, *ask, "--invite", "P-0001=pigeon", code=2, says="'pigeon' is not a way", hint="Did you mean")
    refused(office, *ask, "--invite", "nobody=phone", code=3, says="There is nobody 'nobody'", hint="eh agency add")
    refused(office, *ask, "--invite", "P-0099=phone", code=3, says="P-0099 is not of the family", hint="P-0003")
    refused(office, *ask, "--invite", "gone=phone", code=4, says="Gone Play Group ended", hint="eh agency list")
    refused(office, *ask, code=2, says="Who is invited?", hint="--invite")
    refused(office, *ask, "--as-before", code=4, says="Nobody was invited to a meeting of E-0001 before", hint="eh taf")
    same = ("--at", "2016-08-09 14:00", "--venue", HOUSE)
    refused(
        office, "taf", "schedule", "M-0001", *same, code=4, says="planned for then and there already", hint="eh show"
    )


def test_somebody_it_is_not_safe_to_write_to_is_invited_by_word_of_mouth_only(invited, refused, tmp_path):
    office = invited[0].copy(tmp_path / "home")
    known = office.sql("SELECT * FROM person_details WHERE person = 'P-0003'")[0]
    columns = [row[1] for row in office.sql("PRAGMA table_info(person_details)")]
    row = dict(zip(columns, known, strict=True)) | {"number": 9999, "safe_to_write": 0}
    office.sql(f"INSERT INTO person_details VALUES ({', '.join('?' * len(row))})", *row.values())
    for method in ("letter", "email", "secure-email", "text"):
        refused(
            *(office, "taf", "invite", "M-0001", "--invite", f"P-0003={method}"),
            code=4,
            says="It is not safe to write to P-0003",
            hint="in-person",
        )
    office("taf", "invite", "M-0001", "--invite", "P-0003=in-person")


@pytest.mark.parametrize("typed", INJECTED)
def test_nothing_typed_as_a_place_gets_out_of_its_property(typed, calendar_of):
    told = dict(ics(calendar_of(typed)))
    place = icalendar.Calendar.from_ical(calendar_of(typed)).walk("VEVENT")[0]["LOCATION"]
    assert " ".join(str(place).split()) == str(place), "on one line"
    kept = "".join(sign for sign in typed if sign.isalnum() and sign.isascii())
    assert "".join(sign for sign in str(place) if sign.isalnum() and sign.isascii()) == kept
    assert told["SUMMARY"] == "Team Around the Family meeting (M-0001)"


@pytest.fixture
def calendar_of():
    from datetime import timedelta

    from ehcli.meetings.invitation_files import one_line
    from ehcli.paper.calendar_file import Gathering, calendar

    def made(place: str) -> bytes:
        at = datetime(2016, 8, 9, 13, tzinfo=UTC)
        title = "Team Around the Family meeting (M-0001)"
        one = Gathering(
            "M-0001@x", 0, at, at, timedelta(hours=1), title, one_line(place), "", one_line(place), "a@b.uk"
        )
        return calendar([one])

    return made


@pytest.mark.parametrize(
    "typed",
    [
        "a@b.uk, c@d.uk",
        "a@b.uk;c@d.uk",
        "a@b.uk\r\nBcc: c@d.uk",
        "Sam <a@b.uk>",
        "a b@c.uk",
        "@b.uk",
        "a@",
        "",
        "ü@b.uk",
    ],
)
def test_only_one_whole_address_is_written_to(typed, eh, refused):
    from ehcli.paper.email_draft import is_address

    assert not is_address(typed)
    assert is_address("sam.larkin+home@example.co.uk")


def test_an_address_that_is_two_is_not_taken(eh, refused):
    add = ("agency", "add", "okafor", "--name", "Okafor School", "--email", "a@b.uk, c@d.uk")
    refused(eh, *add, code=2, says="is not one email address", hint="one and no more")


def test_short_notice_is_shown_with_its_page_and_an_invitation_meets_the_duty(bare):
    """Two weeks, in the family work teams' procedure (FWT-061)."""
    office, days = bare, {"today": "2026-07-13"}
    office("init", "--procedure", "family-work-teams", "--team", "tipton", "--role", "senior-manager", **days)
    family = ("--child", "Ada Okafor; 2020-03-02; F", "--parent", "Sam Okafor")
    office("open-episode", "--team", "tipton", *family, **days)
    office("taf", "schedule", "E-0001", "--at", "2026-07-28 14:00", "--venue", "School", **days)
    assert office.owed(**days)["taf-invitations"]["due"] == "2026-07-14"
    late = office("taf", "invite", "M-0001", "--invite", "P-0002=phone", today="2026-07-15")
    assert "short notice: to give 2 weeks of it, the last day to invite was Tue 14 Jul 2026" in late.err
    assert "line 41" in late.err
    assert "Done late" in late.out
    assert "taf-invitations" not in office.owed(**days)


def test_a_flagged_family_is_invited_by_email_once_a_second_person_let_it_go(invited, refused, tmp_path):
    office = invited[0].copy(tmp_path / "home")
    office("person", "change", "P-0003", "--email", "sam@example.com")
    office("family", "flag", "F-0001", "--because", "Looked at twice", "--by", "jmay")
    ask = ("taf", "invite", "M-0001", "--invite", "P-0003=email")
    refused(office, *ask, code=4, says="looked at by a second person first", hint="--released-by")
    refused(
        office, *ask, "--released-by", "abell", code=4, says="cannot be the second person too", hint="somebody else"
    )
    draft = office.home / "invitations" / "M-0001-P-0003.eml"
    assert not draft.exists()
    office(*ask, "--released-by", "jmay", "--reason", "Looked at")
    assert draft.exists()
    told = next(row for row in office("history", "M-0001", "--json").json() if row["reason"] == "Looked at")
    assert "jmay" in str(told)
    letter = ("letter", "taf-invitation", "E-0001", "--meeting", "M-0001", "--to", "P-0003", "--released-by", "jmay")
    ref = office(*letter, "--reason", "Looked at", "--json").json()["reference"]
    assert office("show", ref, "--json").json()["released_by"] == "jmay"
    assert office("letters", "list", "--episode", "E-0001", "--json").json()[-1]["released_by"] == "jmay"
