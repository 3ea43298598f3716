"""What is recorded with its day only counts for the whole of that day: forms, notes, contacts and consents."""

from __future__ import annotations

import pytest

from tests.offices import Office

DAY, BEFORE = "2026-06-08", "2026-06-05"  # a Monday, and the Friday before
AT = ("--on", f"{DAY} 09:30")


@pytest.fixture(scope="module")
def _opened(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("fwt") / "home", BEFORE)
    office(
        "init",
        "--procedure",
        "family-work-teams",
        "--team",
        "tipton",
        "--name",
        "Ana Bell",
        "--role",
        "locality-manager",
    )
    office("team", "add", "hillside", "--name", "Hillside")
    for login, name, role in (("sprac", "Sue Pratt", "senior-practitioner"), ("aroy", "Ana Roy", "key-worker")):
        office("worker", "add", login, "--name", name, "--role", role, "--team", "hillside")
    family = ("--child", "Wren Larkin; 2015-03-02; F", "--parent", "Sam Larkin", "--type", "support-call")
    office("open-episode", "--team", "hillside", *family, "--received", f"{BEFORE} 09:00")
    office.today = DAY
    return office


@pytest.fixture
def fwt(_opened: Office, tmp_path) -> Office:
    """A support call episode of the Family Work Teams, opened on Friday 5 June 2026; today is the Monday after."""
    return _opened.copy(tmp_path / "home")


CONSENT = ("--from", "P-0002", "--state", "given", "--method", "signed")
CASES = {
    "a form": ("full-capacity", "decided", "capacity-note", ("assess", "E-1", "--form", "capacity-note", "--about", "2026-06-22")),  # noqa: E501
    "a note": ("hub-decision", "decided", "contact-after-hub-decision", ("note", "E-1", "--type", "Initial 48 Hour Contact", "--text", "Rang.")),  # noqa: E501
    "a contact": ("referral-acceptance", "accepted", "contact-after-acceptance", ("contact", "E-1", "--how", "phone", "--outcome", "made")),  # noqa: E501
    "a consent": ("referral-acceptance", "accepted", "consent-checked", ("consent", "E-1", *CONSENT)),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_has_no_time_meets_what_was_begun_at_half_past_nine_that_day(fwt, case):
    form, stage, duty, meets = CASES[case]
    fwt("assess", "E-1", "--form", form, "--stage", stage, *AT)
    task = fwt.task(duty)
    fwt(*meets, "--on", BEFORE)
    assert fwt("why", task, "--json").json()["status"] in ("open", "due", "overdue"), "the day before does not count"
    fwt(*meets)
    assert fwt("why", task, "--json").json()["status"] == "met"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_meets_it_too_when_it_was_typed_first(fwt, case):
    """In what order the two were typed is nobody's business."""
    form, stage, duty, meets = CASES[case]
    fwt(*meets)
    fwt("assess", "E-1", "--form", form, "--stage", stage, *AT)
    done = {each["title"]: each["status"] for each in fwt("show", "E-1", "--json").json()["done"]}
    title = fwt("procedure", "show", "family-work-teams", duty, "--json").json()[0]["title"]
    assert done[title] == "met"


@pytest.mark.parametrize(("day", "state"), [("2026-06-10", "met"), ("2026-06-11", "late")])
def test_a_note_of_the_day_it_is_due_is_in_time_whatever_the_hour(fwt, day, state):
    """Forty-eight hours from Monday 09:30 end on Wednesday 09:30; a note of Wednesday with no time is in time."""
    fwt("assess", "E-1", "--form", "hub-decision", "--stage", "decided", *AT)
    task = fwt.task("contact-after-hub-decision")
    assert fwt("why", task, "--json").json()["due_at"] == "2026-06-10T09:30"
    fwt("note", "E-1", "--type", "Initial 48 Hour Contact", "--text", "Rang.", today=day)
    assert fwt("why", task, "--json", today=day).json()["status"] == state


def test_a_support_call_episode_closes_when_its_note_of_full_capacity_has_no_time(fwt):
    """FWT-023 to FWT-025 and FWT-032: decided at 09:30, noted that day, allocated, and closed that day."""
    fwt("assess", "E-1", "--form", "full-capacity", *AT)
    fwt("assess", "E-1", "--form", "capacity-note", "--about", "2026-06-22")
    fwt("allocate", "E-1", "--to", "aroy", "--by", "sprac")
    fwt(
        "close",
        "E-1",
        "--reason",
        "The piece of work to be undertaken by the family worker is completed",
        "--by",
        "aroy",
    )
    shown = fwt("show", "E-1", "--json").json()
    assert (shown["status"], shown["tasks"]) == ("closed", [])
    assert {each["status"] for each in shown["done"]} == {"met"}


def test_who_is_given_a_case_again_that_day_holds_it_and_the_first_date_stands(fwt):
    """Given at 09:30 and, with no time noted, given on: the second holds it; what the first began keeps its date."""
    fwt("worker", "add", "bcole", "--name", "Bea Cole", "--role", "key-worker", "--team", "hillside", "--by", "abell")
    fwt("allocate", "E-1", "--to", "aroy", "--by", "sprac", *AT)
    before = {each["duty"]: (each["task"], each["due"]) for each in fwt.owed().values()}
    fwt("allocate", "E-1", "--to", "bcole", "--by", "sprac")
    assert fwt("show", "E-1", "--json").json()["worker"] == "bcole"
    assert {each["duty"]: (each["task"], each["due"]) for each in fwt.owed().values()} == before
    assert before
    assert fwt("record", "check").code == 0
