"""Beginning a record: under every procedure, with any team, and with nothing of another council's office in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from ehcli.packs import reading
from tests.offices import ROOT, Office, Result

DAY = "2026-11-23"
PACKS = reading.procedure_names()
SANDWELL = ("sandwell", "sandwell-cog", "sandwell-teh")
# What stands in one council's documents and nobody else's: addresses, telephones, teams, agencies.
OFFICES = {
    SANDWELL: (
        "sandwell.gov.uk",
        "0121 569",
        "552 9248",
        "Community Operating Group",
        "Tipton",
        "Black Country",
        "DECCA",
    ),
    ("haringey",): ("River Park House", "Early Help Locality Team", "Targeted Response and Youth Justice"),
    ("family-work-teams",): ("Early Help First Contact",),
    ("nottinghamshire",): ("Family Nurse Partnership", "Children's Centre Service"),
}
PRINTED_TEAMS = {
    "sandwell": ["oldbury", "rowley-regis", "smethwick", "tipton", "wednesbury", "west-bromwich"],
    "sandwell-cog": ["oldbury", "rowley-regis", "smethwick", "tipton", "wednesbury", "west-bromwich"],
    "haringey": ["central", "east", "west"],
}
OURTOWN = """format = 1
[procedure]
name = "ourtown"
title = "Ourtown early help"
authority = "Ourtown"
version = "1.0"
extends = "sandwell"
in_force_from = 2020-01-01
[sources.local]
title = "Ourtown instruction"
version = "1"
"""


def place(home: Path) -> Office:
    """No record at all; today is Monday 23 November 2026, and Ourtown's own pack lies in the council's folder."""
    office = Office(home, DAY)
    folder = home / "council" / "data" / "procedures"
    folder.mkdir(parents=True)
    (folder / "ourtown.toml").write_text(OURTOWN, encoding="utf-8")
    return office


@pytest.fixture
def bare(tmp_path: Path) -> Office:
    return place(tmp_path / "home")


@pytest.fixture(scope="module")
def wood_green(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Office, Result]]:
    """A record of the team wood-green under each procedure, to be read only, and what eh init said."""

    @cache
    def begun(pack: str) -> tuple[Office, Result]:
        office = place(tmp_path_factory.mktemp(pack) / "home")
        return office, office("init", "--procedure", pack, "--team", "wood-green", "--name", "Ana Bell")

    return begun


def agencies(office: Office) -> dict[str, dict[str, str]]:
    return {each["slug"]: each for each in office("agency", "list", "--json").json()}


def held(office: Office) -> str:
    """Everything the record holds of its office, but for the pages that its procedure is printed on."""
    statements, _ = office.dump()
    return "\n".join(line for line in statements if line.startswith(('INSERT INTO "team"', 'INSERT INTO "agency"')))


# Teams


@pytest.mark.parametrize("pack", [*PACKS, "ourtown"])
def test_a_council_brings_its_own_team_under_every_procedure(wood_green, pack: str) -> None:
    bare, _ = wood_green(pack)
    teams = bare("team", "list", "--json").json()
    assert [(each["slug"], each["name"], each["address"], each["phone"]) for each in teams] == [
        ("wood-green", "Wood Green", None, None)
    ]
    assert bare("worker", "show", "abell", "--json").json()["team"] == "wood-green"
    assert bare("team", "show", "wood-green", "--json").json()["workers"] == ["abell"]
    others = [word for whose, words in OFFICES.items() if pack not in whose for word in words]
    assert [word for word in others if word in held(bare)] == []
    for word in ("Tipton", "0121 569 7291", "River Park House"):
        assert bare("find", word, "--json").json() == []


@pytest.mark.parametrize("pack", PACKS)
def test_the_agencies_of_a_new_record_are_those_that_its_own_documents_name(wood_green, pack: str) -> None:
    bare, _ = wood_green(pack)
    sources = set(reading.procedure(pack).sources)
    listed = tomllib.loads((ROOT / "data" / "agencies.toml").read_text(encoding="utf-8"))["agency"]
    named = {each["slug"] for each in listed if sources & {cite["source"] for cite in each["cite"]}}
    assert set(agencies(bare)) == named
    assert named


@pytest.mark.parametrize("pack", PACKS)
def test_with_no_team_named_there_are_those_that_are_printed_or_one_is_asked_for(bare: Office, pack: str) -> None:
    printed = PRINTED_TEAMS.get(pack)
    told = bare("init", "--procedure", pack, code=0 if printed else 2)
    if printed:
        assert [each["slug"] for each in bare("team", "list", "--json").json()] == printed
        assert bare("worker", "show", "abell", "--json").json()["team"] is None
    else:
        assert f"{pack} prints no team of its own: which is yours?" in told.err
        assert "Add --team SLUG" in told.err
        assert not bare.record.exists()


def test_haringeys_teams_are_there_with_their_premises(bare: Office) -> None:
    """HAR-031, HAR-032 and HAR-033."""
    bare("init", "--procedure", "haringey", "--team", "East Locality Team", "--team", "wood-green")
    teams = {each["slug"]: each for each in bare("team", "list", "--json").json()}
    assert (teams["east"]["name"], teams["east"]["address"]) == (
        "Early Help Locality Team - East",
        "Neighbourhood Resource Centre",
    )
    assert sorted(teams) == ["east", "wood-green"]
    assert bare("worker", "show", "abell", "--json").json()["team"] == "east"


def test_a_council_that_extends_anothers_procedure_has_neither_its_teams_nor_its_agencies(bare: Office) -> None:
    told = bare("init", "--procedure", "ourtown", code=2)
    assert "ourtown prints no team of its own" in told.err
    bare("init", "--procedure", "ourtown", "--team", "Old Wharf")
    assert [(each["slug"], each["name"]) for each in bare("team", "list", "--json").json()] == [
        ("old-wharf", "Old Wharf")
    ]
    assert agencies(bare) == {}


def test_a_councils_own_lists_hold_whatever_the_procedure(bare: Office) -> None:
    folder = bare.home / "council" / "data"
    (folder / "teams.toml").write_text(
        '[[team]]\nslug = "north"\nname = "North team"\naddress = ["1 Mill Lane"]\nphone = "0121 496 0100"\n',
        encoding="utf-8",
    )
    (folder / "agencies.toml").write_text(
        '[[agency]]\nslug = "mash"\nname = "MASH"\nphone = "0121 496 0101"\naddress = ["2 Mill Lane", "Ourtown"]\n',
        encoding="utf-8",
    )
    bare("init", "--procedure", "ourtown")
    assert bare("team", "show", "north", "--json").json()["phone"] == "0121 496 0100"
    assert bare("worker", "show", "abell", "--json").json()["team"] == "north"
    mash = agencies(bare)["mash"]
    assert (mash["phone"], mash["address"]) == ("0121 496 0101", "2 Mill Lane\nOurtown")
    assert "Address: 2 Mill Lane, Ourtown" in bare("agency", "show", "mash").out


@pytest.mark.parametrize(("key", "line"), [("slug", 'name = "North team"'), ("name", 'slug = "north"')])
def test_a_list_of_teams_without_a_name_is_refused_by_file_item_and_key(bare: Office, key: str, line: str) -> None:
    (bare.home / "council" / "data" / "teams.toml").write_text(f"[[team]]\n{line}\n", encoding="utf-8")
    told = bare("init", "--procedure", "ourtown", code=2)
    assert f"teams.toml: team 1, '{key}': is missing" in told.err
    assert not bare.record.exists()


def test_a_team_whose_name_is_like_a_printed_one_is_kept_and_said_and_one_misspelt_is_refused(bare: Office) -> None:
    """A short name is for good: a slip of one letter must not become a team."""
    assert "Did you mean tipton?" in bare("init", "--team", "tippton", code=3).err
    assert not bare.record.exists()
    told = bare("init", "--team", "tipton-2")
    assert "tipton-2 is a team of your own: sandwell prints none of that name. Did you mean tipton?" in told.err
    assert [each["slug"] for each in bare("team", "list", "--json").json()] == ["tipton-2"]


def test_a_team_of_no_letters_is_refused(bare: Office) -> None:
    assert "cannot be the short name of a team" in bare("init", "--team", "!!", code=2).err
    assert not bare.record.exists()


# Agencies keep what is printed of them


@pytest.mark.parametrize(
    ("pack", "agency", "key", "value"),
    [
        ("sandwell", "mash", "phone", "0121 569 3100"),  # TEH-321
        ("sandwell-teh", "mash", "phone", "0121 569 3100"),
        ("sandwell-cog", "mash", "phone", ""),  # COG-361 names it, and prints no number
        ("sandwell-cog", "eh-systems-team", "phone", "0121 569 1842"),  # COG-275
        ("sandwell-cog", "childrens-centre-tipton", "phone", "522 5150"),  # COG-421
        ("sandwell-cog", "childrens-centre-rowley", "phone", "559 9916"),  # COG-422
        ("sandwell-teh", "mst-team", "phone", "0121 569 8272"),  # TEH-376
        ("sandwell", "ism-team", "email", "ecaf_queries@sandwell.gov.uk"),  # TEH-028
        ("sandwell", "attendance-service", "email", "attendance_service@sandwell.gov.uk"),  # TEH-396
        ("haringey", "mash", "phone", ""),
        ("nottinghamshire", "mash", "phone", ""),
    ],
)
def test_an_agency_keeps_what_its_own_document_prints_of_it(
    wood_green, pack: str, agency: str, key: str, value: str
) -> None:
    bare, _ = wood_green(pack)
    assert agencies(bare)[agency][key] == (value or None)


def test_every_detail_of_every_agency_is_in_the_record(bare: Office) -> None:
    bare("init")
    kept = agencies(bare)
    listed = tomllib.loads((ROOT / "data" / "agencies.toml").read_text(encoding="utf-8"))["agency"]
    sandwell = [each for each in listed if {"teh", "cog"} & {cite["source"] for cite in each["cite"]}]
    printed = {each["slug"]: (each.get("phone"), each.get("email")) for each in sandwell}
    assert {slug: (each["phone"], each["email"]) for slug, each in kept.items()} == printed
    assert sum(1 for phone, _ in printed.values() if phone) == 9


def test_a_letter_that_needs_an_agencys_telephone_has_it_from_the_start(eh: Office, tmp_path: Path) -> None:
    letter = ("letter", "decision-single-agency", "E-0001", "--agency", "mst-team", "--format", "txt")
    eh(*letter, "--out", str(tmp_path))
    written = next(tmp_path.glob("*.txt")).read_text(encoding="utf-8")
    assert "Multisystemic Therapy" in written
    assert "0121 569 8272" in written


# What is still to be filled in

HOW = {"haringey": ("--level", "level-2", "--route", "spa")}


def commands(told: str) -> list[list[str]]:
    """The commands that init names, word by word."""
    found = [line.strip() for line in told.splitlines() if line.startswith("    eh ")]
    return [[each.strip('"') for each in re.findall(r'"[^"]*"|\S+', line)][1:] for line in found]


WORDS = {
    "LOGIN": "jmay",
    "MANAGER": "tcole",
    "WORKER": "aroy",
    "NAME": "Jo May",
    "TEXT": "Our own words",
    "TEAM@COUNCIL.GOV.UK": "team@example.gov.uk",
    "SLUG": "okafor-primary",
}


@pytest.mark.parametrize("pack", [*PACKS, "ourtown"])
def test_every_command_that_init_names_can_be_run_and_then_a_case_is_opened_and_allocated(
    wood_green, tmp_path: Path, pack: str
) -> None:
    begun, told = wood_green(pack)
    office = begun.copy(tmp_path / "home")
    for each in commands(told.out):
        office(*(WORDS.get(word, word) for word in each))
    assert commands(told.out)[-1][:2] == ["agency", "add"]
    filled(office, WORDS["TEXT"])
    people = ("--child", "Wren Larkin; 2015-03-02; F", "--parent", "Sam Larkin", "--start-reason", WORDS["TEXT"])
    office("open-episode", "--team", "wood-green", *people, *HOW.get(pack, ()))
    first = "abell" if pack in ("family-work-teams", "nottinghamshire") else WORDS["LOGIN"]
    office("allocate", "E-0001", "--to", WORDS["WORKER"], "--by", first)
    assert office("record", "check").code == 0


@pytest.mark.parametrize(("pack", "role"), [("nottinghamshire", "key-worker"), ("haringey", "spa"), ("sandwell", "")])
def test_the_commands_that_init_names_can_be_run_as_they_are_printed(bare: Office, pack: str, role: str) -> None:
    """The words in capitals are texts like any other; whoever has no right names who has."""
    told = bare("init", "--procedure", pack, "--team", "wood-green", *(("--role", role) if role else ()))
    for each in commands(told.out):
        bare(*each)
    filled(bare, "TEXT")


def filled(office: Office, text: str) -> None:
    """What init said was lacking is there now."""
    reasons = [each["for"] for each in office("reason", "list", "--json").json() if "added" in each["printed_in"]]
    assert reasons == ["opening", "closing"]
    assert all(each["state"] == "off" for each in office("procedure", "switches", "--json").json())
    team = office("team", "show", "wood-green", "--json").json()
    assert (team["phone"], team["address"], team["name"]) == (text, text, "Wood Green")


def test_init_names_the_switch_that_may_have_ended_with_what_it_asks_for(bare: Office) -> None:
    told = bare("init", "--team", "tipton").out
    assert "covid-19 is on (it asks for: Covid 19 pre-visit risk assessment)." in told
    assert "eh procedure switch covid-19 off --reason TEXT --by LOGIN" in told
    [switch] = bare("procedure", "switches", "--json").json()
    assert (switch["switch"], switch["state"], switch["printed_in"]) == ("covid-19", "on", "TEH p7")
    bare("worker", "add", "jmay", "--name", "Jo May", "--role", "manager", "--team", "tipton")
    bare("procedure", "switch", "covid-19", "off", "--reason", "Ended", "--by", "jmay")
    assert bare("procedure", "switches").rows()[1][:2] == ["covid-19", "off"]


def test_a_team_that_lacks_a_telephone_keeps_its_address_through_the_command_that_fills_it(bare: Office) -> None:
    """Rowley Regis: an address is printed, and no telephone."""
    told = bare("init", "--team", "rowley-regis").out
    assert "Rowley Regis Community Operating Group has no telephone yet; its letters need them" in told
    [fill] = [each for each in commands(told) if each[:2] == ["team", "add"]]
    before = bare("team", "show", "rowley-regis", "--json").json()
    bare(*(word.replace("TEXT", "0121 496 0123") for word in fill))
    after = bare("team", "show", "rowley-regis", "--json").json()
    assert after["phone"] == "0121 496 0123"
    same = ("name", "address", "email")
    assert [after[key] for key in same] == [before[key] for key in same]


@pytest.mark.parametrize(("pack", "role"), [("family-work-teams", "locality-manager"), ("nottinghamshire", "manager")])
def test_where_there_is_no_business_support_the_role_taken_is_said(wood_green, pack: str, role: str) -> None:
    _, told = wood_green(pack)
    assert f"You are abell ({role}), of wood-green." in told.out
    assert f"{pack} has no business-support, so you are {role}" in told.err
    assert "eh worker add abell --name NAME --role ROLE" in told.err


# The blank form


@pytest.mark.parametrize("pack", PACKS)
def test_the_form_offers_what_the_procedure_knows_and_is_accepted_as_printed(
    wood_green, tmp_path: Path, pack: str
) -> None:
    bare = wood_green(pack)[0].copy(tmp_path / "home")
    form = bare("open-episode", "--form").out
    procedure = reading.procedure(pack)
    lists = procedure.lists
    for key, kind in (
        ("level", "level"),
        ("route", "route"),
        ("type", "episode_type"),
        ("start_reason", "start_reason"),
    ):
        remark = remarks(form)[key]
        slugs = [named.slug for named in lists[kind]]
        assert [word for word in re.findall(r"[a-z0-9-]+", remark) if word in slugs] == slugs, key
        others = {named.slug for other in PACKS for named in reading.procedure(other).lists[kind]} - set(slugs)
        assert not others & set(re.findall(r"[a-z0-9-]+", remark)), key
    needed = {"level": lists["level"][1].slug} if not procedure.usual_level else {}
    if pack == "haringey":
        needed["route"] = "spa"
    assert [key for key, remark in remarks(form).items() if remark.startswith("needed") and key != "team"] == [*needed]
    file = bare.home / "request.toml"
    file.write_text(filled_in(form, **needed), encoding="utf-8")
    bare("open-episode", "--from", str(file))
    shown = bare("show", "E-0001", "--json").json()
    assert (shown["team"], shown["people"][0]["name"]) == ("wood-green", "Wren Larkin")


def remarks(form: str) -> dict[str, str]:
    """What stands beside each field of the form, with the lines that go on below it."""
    found: dict[str, str] = {}
    key = ""
    for line in form.partition("[[child]]")[0].splitlines():
        if field := re.match(r'(\w+) = "[^"]*" *#? ?(.*)', line):
            key = field[1]
            found[key] = field[2]
        elif key and line.startswith("   "):
            found[key] += " " + line.strip().removeprefix("# ")
        else:
            key = ""
    return found


def filled_in(form: str, **values: str) -> str:
    form = form.replace('[[child]]\nname = ""', '[[child]]\nname = "Wren Larkin"')
    for key, value in values.items():
        form, count = re.subn(rf'^{key} = "[^"]*"', f'{key} = "{value}"', form, flags=re.MULTILINE)
        assert count == 1, key
    return form


@pytest.mark.parametrize("pack", PACKS)
def test_everything_that_the_form_offers_is_taken(bare: Office, pack: str) -> None:
    bare(
        "init",
        "--procedure",
        pack,
        "--team",
        "wood-green",
        "--role",
        reading.procedure(pack).roles_that_may("switch")[0],
    )
    bare("reason", "add", "A reason; with (signs) #and a hash", "--for", "opening")
    form = bare("open-episode", "--form").out
    assert "A reason; with (signs) #and a hash" in " ".join(remarks(form)["start_reason"].split())
    lists = reading.procedure(pack).lists
    offered = {
        "level": [each.slug for each in lists["level"]],
        "route": [each.slug for each in lists["route"]],
        "type": [each.slug for each in lists["episode_type"]],
        "start_reason": [*(each.slug for each in lists["start_reason"]), "A reason; with (signs) #and a hash"],
    }
    file = bare.home / "request.toml"
    for number in range(max(map(len, offered.values()))):
        values = {key: known[number % len(known)] for key, known in offered.items() if known}
        file.write_text(filled_in(form, **values), encoding="utf-8")
        bare("open-episode", "--from", str(file), "--dry-run")


def test_the_form_is_that_of_the_procedure_which_the_team_follows(bare: Office) -> None:
    bare("init", "--team", "tipton", "--team", "oldbury", "--role", "manager")
    bare("procedure", "adopt", "haringey", "--team", "oldbury", "--from", "today")
    own = bare("open-episode", "--form")
    assert remarks(own.out)["level"] == "universal, universal-plus, targeted or 4"
    assert "oldbury follows haringey: eh open-episode --form --team oldbury" in own.err
    form = bare("open-episode", "--form", "--team", "oldbury")
    assert remarks(form.out)["level"] == "needed: universal, level-2, level-3 or level-4"
    assert 'team = "oldbury"' in form.out
    assert form.err == ""
    bare("worker", "add", "aroy", "--name", "Ana Roy", "--role", "key-worker", "--team", "oldbury")
    theirs = bare("open-episode", "--form", user="aroy")
    assert remarks(theirs.out)["level"] == "needed: universal, level-2, level-3 or level-4"
    assert "tipton follows sandwell: eh open-episode --form --team tipton" in theirs.err
    levels = bare("procedure", "show", "--list", "level", "--json", user="aroy").json()
    assert [each["slug"] for each in levels] == ["universal", "level-2", "level-3", "level-4"]
    assert bare("reason", "list", "--json", user="aroy").json() == []
    assert len(bare("reason", "list", "--team", "tipton", "--json", user="aroy").json()) == 3
    types = [each["type"] for each in bare("note-types", "--json", user="aroy").json()]
    assert "EH case allocated" in types
    assert "EH case allocated" not in bare("note-types", "--team", "tipton", user="aroy").out


def test_without_a_record_the_form_says_where_each_list_is(tmp_path: Path) -> None:
    told = Office(tmp_path / "home", DAY)("open-episode", "--form")
    assert remarks(told.out)["level"] == "see: eh procedure show NAME --list level"
    assert "There is no record" in told.err
    tomllib.loads(told.out)


def test_a_form_on_a_narrow_terminal_can_be_read_back(bare: Office, typed) -> None:
    bare("init", "--procedure", "sandwell")
    code, shown = typed(bare, "open-episode", "--form", columns=40)
    assert code == 0
    assert tomllib.loads(shown)["level"] == "targeted"


def test_at_the_questions_the_levels_and_routes_are_those_in_force(bare: Office, typed) -> None:
    bare("init", "--procedure", "haringey", "--team", "wood-green")
    answers = ("", "Ada Bell; 09/01/2014; F", "", "", "", "", "today", "School", "targeted", "level-2", "spa", "")
    code, shown = typed(bare, "open-episode", answers=answers, NO_COLOR="1")
    assert code == 0, shown
    assert "Level (universal, level-2, level-3, level-4)" in shown
    assert "'targeted' is not a level of the procedure haringey." in shown
    assert "Route (spa, at-source, step-down, transfer-in, re-opened)" in shown
    assert bare("show", "E-0001", "--json").json()["level"] == "level-2"
