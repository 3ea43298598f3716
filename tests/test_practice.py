"""The practice record: the same each time, with every stage of the work in it, and never in the way of the real one."""

from __future__ import annotations

import re
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ehcli.decisions.notes import refuse_empty_headings
from ehcli.desk.desk import Desk, Settings
from ehcli.machine.folders import SHIPPED
from ehcli.packs import reading
from ehcli.packs.refusal import BadPack
from ehcli.practice.cast import cast
from ehcli.practice.entries import StoryDesk
from ehcli.practice.events import DEEDS
from ehcli.practice.stories import book, event, story
from ehcli.practice.telling import Telling
from ehcli.record.deriving import Settled
from tests.offices import Office

TODAY = "2026-11-20"
TOWNS = {"tipton", "wednesbury", "west-bromwich", "oldbury", "rowley-regis", "smethwick"}
LISTS = (
    *("overdue", "due --within 10wd", "today", "tray", "tray worker", "tray team", "tray business-support"),
    *("taf list --within +60wd", "letters list", "worker list", "team list", "reason list", "find tipton", "find b"),
    *("show E-0007", "timeline E-0007", "why --episode E-0007"),
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("demo") / "home", TODAY)
    (office.home.parent / "said").write_text(office("demo").out, encoding="utf-8")
    return office


@pytest.fixture(scope="module")
def said(demo: Office) -> str:
    return (demo.home.parent / "said").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("again") / "home", TODAY)
    (office.home.parent / "said").write_text(office("demo", env={"PYTHONHASHSEED": "7"}).out, encoding="utf-8")
    return office


def practice_file(office: Office) -> Path:
    return office.home / "practice" / "practice.db"


def rows(office: Office, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"{practice_file(office).as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def masked(text: str, office: Office) -> str:
    return text.replace(str(office.home), "HOME")


def test_it_is_the_same_record_every_time(demo: Office, again: Office, said: str) -> None:
    other = (again.home.parent / "said").read_text(encoding="utf-8")
    assert masked(said, demo) == masked(other, again)
    dumps = []
    for office in (demo, again):
        connection = sqlite3.connect(practice_file(office))
        # But for who has looked at it since, which other tests here do.
        dumps.append([line for line in connection.iterdump() if not line.startswith('INSERT INTO "looked"')])
        connection.close()
    assert dumps[0] == dumps[1]


@pytest.mark.parametrize("command", LISTS)
def test_every_list_is_the_same_every_time(demo: Office, again: Office, command: str) -> None:
    args = (*command.split(), "--db", "practice")
    assert masked(demo(*args).out, demo) == masked(again(*args).out, again)


def test_what_is_carried_from_entry_to_entry_is_what_the_record_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before every event of every story, corrections among them, the episode is as it is worked out from the record."""
    monkeypatch.setenv("EH_HOME", str(tmp_path))
    carried, compared = StoryDesk.stands, []

    def stands(desk: StoryDesk, ref: str) -> Settled:
        known, afresh = carried(desk, ref), Desk.settled_under(desk, desk.heading(ref), whole=True)
        assert (known.told, known.episode, known.children) == (afresh.told, afresh.episode, afresh.children)
        compared.append(ref)
        return known

    monkeypatch.setattr(StoryDesk, "stands", stands)
    desk = Desk()
    desk.command, desk.settings = "demo", Settings(today=TODAY, user="abell")
    Telling(desk, tmp_path / "told.db", cast(desk, book(DEEDS), 72, 1), 1).tell()
    assert len(compared) > 1000
    with closing(sqlite3.connect(tmp_path / "told.db")) as record:
        assert record.execute("SELECT 1 FROM fact WHERE withdraws IS NOT NULL").fetchone()


def test_another_seed_makes_other_families(bare: Office, demo: Office) -> None:
    bare("demo", "--families", "12", "--seed", "2", today=TODAY)
    names = {row[0] for row in rows(bare, "SELECT name FROM person_details")}
    assert len(rows(bare, "SELECT DISTINCT team FROM episode")) == 6
    assert names - {row[0] for row in rows(demo, "SELECT name FROM person_details")}


def test_there_are_families_of_every_town(demo: Office) -> None:
    found = rows(demo, "SELECT team, count(*) FROM episode GROUP BY team")
    assert {team for team, _ in found} == TOWNS
    assert sum(int(str(count)) for _, count in found) >= 60


def test_every_town_has_its_staff(demo: Office) -> None:
    found = rows(demo, "SELECT team, role, count(*) FROM worker WHERE team <> '' GROUP BY team, role")
    for town in TOWNS:
        staff = {role: count for team, role, count in found if team == town}
        assert (staff["manager"], staff["senior"], staff["business-support"]) == (1, 1, 1)
        assert staff["key-worker"] in (3, 4)


def test_whoever_made_it_is_a_worker_of_business_support(demo: Office) -> None:
    assert demo("worker", "show", "abell", "--db", "practice", "--json").json()["role"] == "business-support"


@pytest.mark.parametrize(
    ("what", "sql"),
    [
        ("minutes handed in", "SELECT 1 FROM meeting WHERE minutes = 'handed-in'"),
        ("minutes typed", "SELECT 1 FROM meeting WHERE minutes = 'typed'"),
        ("minutes approved", "SELECT 1 FROM meeting WHERE minutes = 'approved'"),
        ("minutes sent", "SELECT 1 FROM meeting WHERE minutes = 'sent'"),
        ("a meeting held of which nothing is heard", "SELECT 1 FROM meeting WHERE status = 'held' AND minutes = ''"),
        ("a meeting today", f"SELECT 1 FROM meeting WHERE status = 'planned' AND planned_on = '{TODAY}'"),
        ("a meeting to come", f"SELECT 1 FROM meeting WHERE status = 'planned' AND planned_on > '{TODAY}'"),
        ("a meeting not held", "SELECT 1 FROM fact WHERE kind = 'taf-not-held'"),
        ("a review held", "SELECT 1 FROM meeting WHERE status = 'held' AND kind = 'review'"),
        ("received today", f"SELECT 1 FROM episode WHERE opened_on = '{TODAY}' AND worker = ''"),
        ("due today", f"SELECT 1 FROM worklist WHERE due = '{TODAY}'"),
        ("a letter owed", "SELECT 1 FROM worklist WHERE duty = 'one-letter'"),
        ("a letter posted", "SELECT 1 FROM fact WHERE kind = 'letter-posted'"),
        ("consent refused", "SELECT 1 FROM fact WHERE kind = 'consent-recorded' AND details LIKE '%refused%'"),
        ("consent withdrawn", "SELECT 1 FROM fact WHERE kind = 'consent-recorded' AND details LIKE '%withdrawn%'"),
        ("a correction", "SELECT 1 FROM fact WHERE withdraws IS NOT NULL"),
        ("fortnightly visits", "SELECT 1 FROM fact WHERE kind = 'visit-frequency-agreed'"),
        ("a duty switched off", "SELECT 1 FROM choice WHERE kind = 'switch' AND value = 'off'"),
        ("a printed end reason", "SELECT 1 FROM episode WHERE end_reason = 'Refer to CSC'"),
        ("an end reason of its own", "SELECT 1 FROM episode WHERE end_reason = 'Plan achieved'"),
        (
            "told days after it happened",
            "SELECT 1 FROM fact f JOIN entry e ON e.id = f.entry "
            "WHERE f.kind = 'contacted' AND date(e.recorded_at) > f.happened_on",
        ),
    ],
)
def test_it_shows(demo: Office, what: str, sql: str) -> None:
    assert rows(demo, sql), f"nowhere is there {what}"


def test_a_case_came_back_to_the_worker_who_had_it_first(demo: Office) -> None:
    found: dict[object, list[object]] = {}
    for episode, worker in rows(
        demo, "SELECT episode, json_extract(details, '$.worker') FROM fact WHERE kind = 'allocated' ORDER BY id"
    ):
        found.setdefault(episode, []).append(worker)
    assert any(len(held) == 3 and held[0] == held[2] != held[1] for held in found.values())


def test_most_families_are_up_to_date(demo: Office) -> None:
    late = {row["episode"] for row in demo("overdue", "--db", "practice", "--json").json()}
    assert 0 < len(late) < len(rows(demo, "SELECT 1 FROM episode WHERE closed_on = ''")) / 2


def test_the_first_teams_list_fits_on_a_screen(demo: Office) -> None:
    assert 8 <= len(demo("overdue", "--team", "tipton", "--db", "practice", "--json").json()) <= 20


def test_everything_was_recorded_on_the_day_it_tells_of_and_in_order(demo: Office) -> None:
    told = [row[0] for row in rows(demo, "SELECT recorded_at FROM entry ORDER BY id")]
    assert told == sorted(told)
    assert str(told[-1])[:10] == TODAY
    early = "SELECT 1 FROM fact f JOIN entry e ON e.id = f.entry WHERE f.happened_on > date(e.recorded_at)"
    assert not rows(demo, early)


def test_the_record_agrees_with_itself(demo: Office) -> None:
    assert "no findings" in demo("record", "check", "--db", "practice").out


def test_what_it_says_to_try_next_works(demo: Office, said: str, tmp_path: Path) -> None:
    own = demo.copy(tmp_path / "home")
    commands = [line.strip() for line in said.partition("Try next:")[2].splitlines() if line.strip()]
    assert len(commands) == 6
    for command in commands:
        words = shlex.split(command)
        assert words[0] == "eh"
        code = 1 if words[1] == "night" else 0  # something is overdue
        assert own(*words[1:], code=code).out


def test_its_telephone_numbers_ring_nowhere(demo: Office) -> None:
    phones = {str(row[0]) for row in rows(demo, "SELECT phone FROM person_details WHERE phone <> ''")}
    assert phones
    assert all(re.fullmatch(r"07700 900\d{3}|0121 496 0\d{3}", phone) for phone in phones)


def test_its_postcodes_belong_to_nobody(demo: Office) -> None:
    found = {str(row[0]) for row in rows(demo, "SELECT postcode FROM address")}
    assert all(re.search(r"\d[CKMOV]{2}$", postcode) for postcode in found)


def test_the_main_record_is_never_touched(eh: Office) -> None:
    before, _ = eh.dump()
    settings = (eh.home / "settings.json").read_bytes()
    eh("demo", "--families", "6", today=TODAY)
    assert eh.dump()[0] == before
    assert (eh.home / "settings.json").read_bytes() == settings


def test_a_practice_record_is_made_anew_and_nothing_else_lies_beside_it(bare: Office) -> None:
    bare("demo", "--families", "6", today=TODAY)
    bare("allocate", "E-0006", "--to", "Ana Roy", "--db", "practice", code=None, today=TODAY)
    made = bare("demo", "--families", "7", today=TODAY).out
    assert "7 invented families" in made
    assert [file.name for file in sorted((bare.home / "practice").iterdir())] == ["practice.db"]


def test_a_record_that_is_not_for_practice_is_never_replaced(bare: Office) -> None:
    bare("init", "--db", "practice")
    before = practice_file(bare).read_bytes()
    result = bare("demo", code=5)
    assert "is not a practice record" in result.err
    assert practice_file(bare).read_bytes() == before


def test_a_file_that_is_no_record_at_all_is_never_replaced(bare: Office) -> None:
    practice_file(bare).parent.mkdir(parents=True)
    practice_file(bare).write_text("minutes of the allotment society", encoding="utf-8")
    assert "is not a practice record" in bare("demo", code=5).err
    assert practice_file(bare).read_text(encoding="utf-8") == "minutes of the allotment society"


def test_notes_in_the_stories_fill_every_heading() -> None:
    procedure = reading.procedure("sandwell")
    for type, text in book(DEEDS).notes.items():
        refuse_empty_headings(text, procedure.named("note_type", type))


def test_every_reason_that_closes_a_story_is_printed_or_added() -> None:
    told = book(DEEDS)
    printed = {named.name for named in reading.procedure("sandwell").lists["end_reason"]}
    closing = {each.details["reason"] for one in told.stories for each in one.events if each.does == "close"}
    assert closing <= printed | set(told.end_reasons)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"name": "x", "began": [3], "events": [], "folows": ["met"]}, "'folows' is not known"),
        ({"name": "x", "began": [3], "events": [], "follows": ["mett"]}, "'mett' is not known"),
        ({"name": "x", "began": [3], "events": [{"day": 1, "does": "vist"}]}, "nothing is known that does 'vist'"),
        ({"name": "x", "began": [3], "events": [{"day": 1, "does": "visit", "outcom": "made"}]}, "outcom"),
        ({"name": "x", "began": [3], "events": [{"day": 1, "does": "visit", "every": 3}]}, "more than 5 days"),
        ({"name": "x", "began": [3], "events": [{"day": 1, "does": "minutes"}]}, "stage"),
    ],
)
def test_a_slip_in_a_story_is_named(table: dict[str, object], says: str) -> None:
    with pytest.raises(BadPack) as refused:
        story(table, {"met": (event("met", {"day": 3, "does": "visit"}, DEEDS),)}, DEEDS)
    assert says in refused.value.message
    assert "stories.toml" in refused.value.message


def test_a_story_that_eh_would_refuse_is_named_with_its_day(bare: Office) -> None:
    council = bare.home / "council" / "data" / "demo"
    council.mkdir(parents=True)
    shipped = SHIPPED / "data" / "demo" / "stories.toml"
    told = shipped.read_text(encoding="utf-8").replace(
        'name = "waits in the tray too long"\nbegan = [4, 3, 5]\nevents = []',
        'name = "minutes of nothing"\nbegan = [4]\nevents = [{ day = 1, does = "close", reason = "Plan achieved" }]',
    )
    (council / "stories.toml").write_text(told, encoding="utf-8")
    result = bare("demo", today=TODAY, code=2)
    assert "story 'minutes of nothing', close on 2026-11-17" in result.err
    assert not practice_file(bare).exists()
