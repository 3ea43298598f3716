"""Two people kept apart: not asked to one meeting, and neither reads of the other."""

from __future__ import annotations

import shlex
import tomllib
from pathlib import Path

import pytest

SAM, RON, WREN = "P-0003", "P-0004", "P-0001"
RELEASE = ("--released-by", "jmay", "--reason", "The court wants both there")
BOTH = "A restriction stands between P-0003 and P-0004, and both are asked to M-0001"


@pytest.fixture
def apart(allocated):
    """Sam and Ron Larkin are kept apart, live at two addresses, and a TAF is planned: M-0001 on 9 August 2016."""
    for words in (
        'person add "Ron Larkin" --family F-1 --role parent --address "9 Fennel Row; Tipton; DY4 7QQ"',
        'person change P-4 --phone "07700 900456" --email ron@example.org',
        "person change P-3 --email sam@example.org",
        'taf schedule E-1 --at "2016-08-09 14:00" --venue "Okafor Primary School"',
        'family restrict P-3 P-4 --because "Non-molestation order"',
    ):
        allocated(*shlex.split(words))
    return allocated


WAYS = ["letter", "email", "phone", "in-person", "ehm", "text", "video"]


@pytest.mark.parametrize("way", WAYS)
def test_two_kept_apart_are_not_asked_to_one_meeting_by_any_way(apart, refused, way) -> None:
    both = ("--invite", f"P-3={way}", "--invite", f"P-4={way}")
    told = refused(apart, "taf", "invite", "M-1", *both, code=4, says=BOTH)
    assert "--released-by LOGIN --reason TEXT" in told.err
    assert "in another way" not in told.err
    assert "Non-molestation" not in told.err
    apart("taf", "invite", "M-1", "--invite", f"P-3={way}")
    refused(apart, "taf", "invite", "M-1", "--who", "P-4", "--method", way, code=4, says=BOTH)


def test_a_manager_lets_both_come_with_a_reason(apart, refused) -> None:
    both = ("taf", "invite", "M-1", "--invite", "P-3=letter", "--invite", "P-4=letter")
    refused(apart, *both, "--released-by", "jmay", code=2, says="Why may both be asked?")
    refused(apart, *both, "--released-by", "aroy", "--reason", "x", code=4, says="may not release a letter")
    apart(*both, *RELEASE)
    assert len(apart.sql("SELECT 1 FROM fact WHERE kind = 'invited' AND details LIKE '%jmay%'")) == 2
    apart("taf", "invite", "M-1", "--who", "P-3", "--answer", "coming")
    apart("taf", "invitations", "M-1", "--out", str(apart.home / "out"))
    apart("letter", "taf-invitation", "E-1", "--to", "P-3")
    apart("letters", "posted", "L-1")
    assert apart("record", "check").code == 0


def test_a_release_holds_for_the_restriction_that_stood_then(apart, refused) -> None:
    apart("family", "restrict", SAM, RON, "--lift", "--by", "jmay")
    apart("taf", "invite", "M-1", "--invite", "P-3=letter", "--invite", "P-4=letter", *RELEASE)
    told = apart("family", "restrict", SAM, RON, "--because", "Anew", "--json").json()
    assert [each["meeting"] for each in told["touches"]["meetings"]] == ["M-0001"]
    refused(apart, "taf", "invitations", "M-1", "--out", str(apart.home), code=4, says=BOTH)
    refused(apart, "taf", "invitations", "M-1", "--text", code=4, says=BOTH)
    refused(apart, "taf", "schedule", "M-1", "--at", "2016-08-10 14:00", code=4, says=BOTH)
    apart("taf", "invite", "M-1", "--invite", "P-3=in-person", *RELEASE)
    apart("taf", "schedule", "M-1", "--at", "2016-08-10 14:00")
    apart("taf", "invitations", "M-1", "--text")


def test_a_meeting_is_planned_with_both_only_when_that_is_released(apart, refused) -> None:
    plan = ("taf", "schedule", "E-1", "--at", "2016-08-11 14:00", "--venue", "Library")
    both = ("--invite", "P-3=phone", "--invite", "P-4=in-person")
    refused(apart, *plan, *both, code=4, says="and both are asked to M-0002")
    apart(*plan, *both, *RELEASE)


def test_a_meeting_can_be_called_off_whoever_was_asked(apart) -> None:
    apart("taf", "invite", "M-1", "--invite", "P-3=email", "--invite", "P-4=email", *RELEASE)
    apart("family", "restrict", SAM, RON, "--because", "Again")
    apart("taf", "cancel", "M-1", "--reason", "Not together")


def test_nobody_is_asked_to_the_home_of_whom_they_are_kept_from(apart, refused) -> None:
    apart("taf", "schedule", "M-1", "--at", "2016-08-09 14:00", "--venue", "9 Fennel Row, Tipton")
    told = refused(
        apart,
        "taf",
        "invite",
        "M-1",
        "--invite",
        "P-3=in-person",
        code=4,
        says="would tell P-0003 where to find P-0004",
    )
    assert "Fennel" not in told.err
    apart("taf", "invite", "M-1", "--invite", "P-4=in-person")
    apart("taf", "schedule", "M-1", "--at", "2016-08-09 14:00", "--venue", "Library")
    apart("taf", "invite", "M-1", "--invite", "aroy=email")


def test_a_letter_tells_nobody_of_the_other_s_meeting(apart, refused) -> None:
    apart("taf", "invite", "M-1", "--invite", "P-4=in-person")
    letter = ("letter", "taf-invitation", "E-1", "--to", SAM)
    refused(apart, *letter, code=4, says="M-0001 is a meeting with P-0004, from whom a restriction keeps P-0003")
    refused(apart, *letter, "--released-by", "jmay", code=2, says="Why may this letter go?")
    apart("taf", "schedule", "E-1", "--at", "2016-08-16 14:00", "--venue", "Library", "--invite", "P-3=letter")
    apart(*letter, "--meeting", "M-2")
    refused(apart, *letter, "--meeting", "M-1", code=4, says="M-0001 is a meeting with P-0004")
    apart("letter", "taf-invitation", "E-1", "--to", RON, "--meeting", "M-1")


def test_an_invitation_in_the_tray_stops_when_the_other_is_kept_apart_from_then_on(apart, refused) -> None:
    apart("family", "restrict", SAM, RON, "--lift", "--by", "jmay")
    apart("taf", "invite", "M-1", "--invite", "P-3=letter", "--invite", "P-4=letter")
    apart("letter", "taf-invitation", "E-1", "--to", SAM)
    told = apart("family", "restrict", SAM, RON, "--because", "Anew")
    assert "L-0001 is not to be posted" in told.err
    assert "M-0001 is to come: P-0003 and P-0004 are both asked to it" in told.err
    refused(apart, "letters", "posted", "L-1", code=4, says=BOTH)


def test_minutes_for_one_are_without_the_other(apart, refused, tmp_path) -> None:
    both = ("--invite", "P-3=in-person", "--invite", "P-4=in-person", "--invite", "aroy=email")
    apart("taf", "invite", "M-1", *both, *RELEASE)
    day = {"today": "2016-08-09"}
    apart("taf", "held", "M-1", "--attended", "P-3", "--attended", "Ron Larkin", "--attended", "aroy", **day)
    for child, parts in headings(apart).items():
        about = ("--child", child) if child else ()
        apart("taf", "plan", "M-1", *about, *(f"--part={each}=Said of it" for each in parts), **day)
    actions = ("Ring the school; aroy; 2016-08-20", "Go to the housing office; P-4; 2016-08-20")
    actions += ("Ask Ron Larkin for his key; aroy; 2016-08-21", "Read together; P-3; 2016-08-22")
    own = "--own=Who may come=Sam comes on Mondays.\nRon Larkin comes on Fridays."
    given = [word for each in actions for word in ("--action", each)]
    apart("taf", "plan", "M-1", own, *given, **day)
    said = apart("letter", "minutes", "E-1", "--to", SAM, "--preview", **day).out
    assert "Ron" not in said and "housing office" not in said and "P-0004" not in said and "Fennel" not in said
    assert "Sam comes on Mondays." in said and "Read together" in said and "Ring the school" in said
    other = apart("letter", "minutes", "E-1", "--to", RON, "--preview", **day).out
    assert "Ron Larkin" in other and "housing office" in other and "Read together" not in other
    apart(
        "taf", "schedule", "E-1", "--at", "2016-08-16 14:00", "--venue", "Library", "--invite", "P-3=in-person", **day
    )
    agenda = apart("taf", "agenda", "M-2", "--json", **day).json()
    assert [each["action"] for each in agenda["carried"]] == ["Ring the school", "Read together"]
    assert agenda["left_out"] == 2
    assert "Left out: 2 of somebody who is kept apart" in apart("taf", "agenda", "M-2", **day).err


def headings(office) -> dict[str, list[str]]:
    """The headings that the plan asks for, by the child that they are about."""
    found: dict[str, list[str]] = {}
    for each in tomllib.loads(office("taf", "plan", "M-1", "--form").out)["part"]:
        found.setdefault(each.get("child", ""), []).append(each["heading"])
    return found


def test_minutes_of_the_other_s_own_meeting_are_not_read(apart, refused) -> None:
    apart("taf", "invite", "M-1", "--invite", "P-4=in-person")
    day = {"today": "2016-08-09"}
    apart("taf", "held", "M-1", "--attended", "P-4", "--attended", "aroy", **day)
    says = "M-0001 is a meeting with P-0004, from whom a restriction keeps P-0003"
    refused(apart, "letter", "minutes", "E-1", "--to", SAM, code=4, says=says, **day)


def test_a_family_is_not_asked_to_the_weekly_meeting(apart, refused) -> None:
    apart("cog", "schedule", "--team", "tipton", "--at", "2016-07-19 09:30", "--venue", "Town hall")
    asking = ("cog", "invite", "--team", "tipton", "--invite", "P-0003=phone")
    refused(apart, *asking, code=3, says="There is no worker or agency 'P-0003'")


@pytest.mark.parametrize("way", ["phone", "text", "letter"])
def test_an_invitation_by_telephone_looks_at_safety_too(allocated, refused, way) -> None:
    allocated("taf", "schedule", "E-1", "--at", "2016-08-09 14:00", "--venue", "Library")
    allocated("person", "change", SAM, "--unsafe", "He reads her messages")
    asking = ("taf", "invite", "M-1", "--invite", f"P-3={way}")
    refused(allocated, *asking, code=4, says="It is not safe to write to P-0003")
    if way == "phone":
        refused(allocated, *asking, "--released-by", "jmay", code=2, says="Why may this invitation go?")
        allocated(*asking, "--released-by", "jmay", "--reason", "She answers between ten and noon")
    else:
        refused(allocated, *asking, "--released-by", "jmay", "--reason", "x", code=4, says="It is not safe to write")


def test_a_change_names_the_invitations_and_the_meetings_to_come(allocated) -> None:
    at = ("--at", "2016-08-09 14:00", "--venue", "1 High Street, Tipton")
    allocated("taf", "schedule", "E-1", *at, "--invite", "P-3=letter")
    told = allocated("person", "change", SAM, "--address", "4 Mill Lane; Tipton", "--json").json()["touches"]
    assert [(each["who"], each["meeting"], each["method"]) for each in told["invitations"]] == [
        (SAM, "M-0001", "letter")
    ]
    assert [(each["meeting"], each["why"]) for each in told["meetings"]] == [
        ("M-0001", "Its place is where P-0003 lived.")
    ]
    assert "eh taf schedule M-0001" in told["meetings"][0]["todo"][0]
    said = allocated("person", "change", SAM, "--unsafe", "A lodger").err
    assert (
        "P-0003 is asked to M-0001: It is not safe to write to P-0003. Look at it again: eh taf invitations M-1"
        not in said
    )
    assert "P-0003 is asked to M-0001: It is not safe to write to P-0003." in said
    said = allocated("person", "change", WREN, "--died", "today").err
    assert "M-0001 is to come: P-0001, whom it is about, has died. If it is not to be: eh taf cancel M-0001" in said


def test_a_meeting_gone_by_is_not_named(allocated) -> None:
    allocated("taf", "schedule", "E-1", "--at", "2016-08-09 14:00", "--venue", "Library", "--invite", "P-3=letter")
    for day, named in (("2016-08-09", 1), ("2016-08-10", 0)):
        home = f"{day[-1]} Mill Lane; Tipton"
        told = allocated("person", "change", SAM, "--address", home, "--json", today=day).json()
        assert len(told["touches"]["invitations"]) == named


def test_two_kept_apart_at_a_file(apart, tmp_path: Path) -> None:
    """A calendar file and a draft hold nobody's name, and are not made for both."""
    out = tmp_path / "out"
    apart("taf", "invite", "M-1", "--invite", "P-3=email", "--out", str(out))
    assert {each.name for each in out.iterdir()} == {"M-0001.ics", "M-0001.txt", "M-0001-P-0003.eml"}
    for each in out.iterdir():
        text = each.read_text(encoding="utf-8")
        assert not any(word in text for word in ("Ron", "Fennel", "900456", "ron@"))
