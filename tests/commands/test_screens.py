"""The screens of a real team's load: five hundred families, at 80 x 24 and 120 x 40, as golden text; and every count.

EH_GOLDEN=1 writes the screens anew; a change of one is read in review as the officer would see it.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.offices import Office
from tests.terminal import at_a_terminal

GOLDEN = Path(__file__).parents[1] / "screens"
SIZES = ((80, 24), (120, 40))
DAY = "2025-12-29"  # the Monday after Christmas
SCREENS = {
    "officer": ("lhart", ("today",), 1),
    "key-worker": ("egrant", ("today",), 1),
    "manager": ("jmay", ("today",), 1),
    "service": ("jmay", ("today", "--by", "team"), 1),
    "overdue-of-a-town": ("lhart", ("overdue", "--team", "tipton"), 2),
    "overdue-of-six": ("lhart", ("overdue",), 2),
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The practice record of five hundred families over six towns."""
    office = Office(tmp_path_factory.mktemp("service") / "home", DAY, user="lhart")
    office("demo", "--families", "500")
    return office


@pytest.fixture(scope="module")
def shown(service: Office):
    @cache
    def screen(user: str, command: tuple[str, ...], size: tuple[int, int]) -> list[str]:
        code, text = at_a_terminal(
            service, *command, "--db", "practice", "--user", user, columns=size[0], rows=size[1], NO_COLOR="1"
        )
        assert code == 0, text
        return text.rstrip("\n").split("\n")

    return screen


@pytest.fixture(scope="module")
def tasks(service: Office):
    @cache
    def listed(*args: str) -> list[dict]:
        return service(*args, "--db", "practice", "--json").json()

    return listed


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_as_it_was_looked_at_and_fits(shown, name: str, size: tuple[int, int]) -> None:
    user, command, screens = SCREENS[name]
    lines = shown(user, command, size)
    assert len(lines) <= screens * size[1] - 1
    assert all(len(line) <= size[0] for line in lines)
    kept = GOLDEN / f"{name}-{size[0]}.txt"
    text = "\n".join(lines) + "\n"
    if os.environ.get("EH_GOLDEN"):
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8")


def at_once(tasks, *options: str) -> list[dict]:
    """What a list at a terminal has: what is overdue, and of a child's safety what stands there from its first day."""
    both = [*tasks("overdue", *options), *tasks("overdue", *options, "-b", "harm", "-b", "unseen")]
    return list({each["task"]: each for each in both}.values())


def unseen_for(task: dict) -> str:
    return task["last_seen"] or task["reached_on"]


def families(found: list[dict]) -> dict[str, str]:
    """The families of a list, each with the first of its bands: counted here without the code of the lists."""
    order = ["harm", "unseen", "plan", "waiting", "record"]
    first: dict[str, str] = {}
    for each in found:
        here = first.get(each["family"], "record")
        first[each["family"]] = min(here, each["band"], key=order.index)
    return first


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("command", [("overdue", "--team", "tipton"), ("overdue",), ("overdue", "-b", "waiting")])
def test_every_heading_counts_what_a_recount_of_all_tasks_counts(shown, tasks, command, size) -> None:
    band = command[2] if "-b" in command else ""
    options = [part for part in command[1:] if part not in ("-b", band)]
    found = [each for each in at_once(tasks, *options) if band in ("", each["band"])]
    lines = shown("lhart", command, size)
    counts = Counter(families(found).values())
    acts = {(each["episode"], each["act"]) for each in found if each["next"]}
    head = f"Overdue: {sum(counts.values())} families, {len(acts)} things to do ({len(found)} tasks)"
    assert lines[0] == f"{head}. wd: working days"
    titles = {
        "A CHILD MAY BE AT RISK OF HARM": "harm",
        "NOT SEEN, OR NOBODY HOLDS THE CASE": "unseen",
        "THE CHILD'S VOICE, MEETING, ASSESSMENT": "plan",
        "SOMEBODY WAITS FOR A LETTER OR MINUTES": "waiting",
        "RECORDS TO KEEP UP": "record",
    }
    heads = [re.fullmatch(r"([A-Z',; ]+): (\d+)(?:, and (\d+) above)?", line) for line in lines]
    assert {titles[each[1]]: int(each[2]) for each in heads if each} == counts
    everywhere = Counter(each for _, each in {(task["family"], task["band"]) for task in found})
    assert all(int(each[2]) + int(each[3] or 0) == everywhere[titles[each[1]]] for each in heads if each)
    rows = sum(line.startswith("  E-") for line in lines)
    left = sum(int(found[1]) for line in lines if (found := re.match(r"  \.\.\. (\d+) more: ", line)))
    assert rows + left == sum(counts.values())


def test_the_first_line_is_the_child_who_has_waited_longest_unseen(shown, tasks) -> None:
    found = tasks("overdue", "--team", "tipton", "-b", "unseen")
    longest = min(unseen_for(each) for each in found if not each["default"])
    rows = [line for line in shown("lhart", ("overdue", "--team", "tipton"), (80, 24)) if line.startswith("  E-")]
    first = next(each for each in found if each["episode"] == rows[0].split()[0])
    assert unseen_for(first) == longest


NUMBER = {
    "days": re.compile(r"(?:not seen for|never seen, with us|no worker for|unseen|never seen|no worker) (\d+) d"),
    "late": re.compile(r"(\d+) wd late"),
}


def worst_of_each(found: list[dict], band: str, *, by: str = "days") -> dict[str, int]:
    """The worst number of each family in a band, counted here: days unseen, or working days late."""
    worst: dict[str, int] = {}
    for each in found:
        days = (date.fromisoformat(DAY) - date.fromisoformat(unseen_for(each))).days if by == "days" else 0
        late = each["working_days_late"] if each["next"] and not each["on_hold_since"] else 0
        if each["band"] == band:
            number = days if by == "days" else late
            worst[each["family"]] = max(number, worst.get(each["family"], 0))
    return worst


@pytest.mark.parametrize(
    ("band", "by"), [("unseen", "days"), ("harm", "days"), ("plan", "late"), ("waiting", "late"), ("record", "late")]
)
@pytest.mark.parametrize("name", ["overdue", "due"])
def test_the_number_beside_a_family_is_the_worst_of_its_tasks_there(
    shown, tasks, name: str, band: str, by: str
) -> None:
    found = tasks(name, "-b", band)
    of = {each["episode"]: each["family"] for each in found}
    worst = worst_of_each(found, band, by=by)
    lines = [line for line in shown("lhart", (name, "-b", band), (120, 40)) if line.startswith("  E-")]
    told = [(of[line.split()[0]], int(number[1])) for line in lines if (number := NUMBER[by].search(line))]
    assert told or name == "due" or band == "harm"
    assert [(family, number, worst[family]) for family, number in told if number != worst[family]] == []


def test_the_number_beside_a_group_and_a_worker_is_the_worst_too(shown, tasks) -> None:
    found = at_once(tasks, "--team", "tipton")
    for by in ("worker", "team", "family", "duty"):
        lines = shown("lhart", ("overdue", "--team", "tipton", "--by", by), (120, 40))
        for line in lines:
            ref = re.search(r"E-\d+", line)
            number = NUMBER["days"].search(line)
            if ref and number and "wd late" not in line:
                family = next(each["family"] for each in found if each["episode"] == ref[0])
                of = [each for each in found if each["family"] == family and each["band"] == "unseen"]
                assert int(number[1]) in {*worst_of_each(of, "unseen").values()}, line
    rows = shown("jmay", ("today", "--team", "tipton"), (120, 40))
    longest = [each for line in rows if (each := re.search(r" (\d+) d (E-\d+)", line))]
    assert longest
    for each in longest:
        of = [task for task in found if task["episode"] == each[2] and task["worker"]]
        assert int(each[1]) == max(worst_of_each(of, "unseen").values())


def test_a_table_that_is_narrow_says_which_columns_it_leaves_out(shown) -> None:
    for user, command in (("jmay", ("today",)), ("jmay", ("today", "--by", "team"))):
        narrow, wide = shown(user, command, (80, 24)), shown(user, command, (120, 40))
        assert any("TAF late and Minutes stand on a wider screen" in line for line in narrow)
        assert not any("on a wider screen" in line for line in wide)
        assert any("TAF late Minutes" in line for line in wide)


def test_twenty_tasks_of_the_officers_tray_are_worked_through_in_six_commands(service, tmp_path) -> None:
    """Minutes typed and sent, letters printed and posted, and tasks done: the list of the tray is the first command."""
    office = service.copy(tmp_path / "copy")
    typed: list[tuple[str, ...]] = []

    def eh(*words: str, **options) -> object:
        typed.append(words)
        return office(*words, "--db", "practice", **options)

    towns = ("--team", "tipton", "--team", "wednesbury")
    before = eh("tray", "business-support", *towns, "--json").json()
    ready = [each for each in before if each["next"]]
    meetings = {stage: [each["meeting"] for each in ready if stage in each["duty"]] for stage in ("typed", "sent")}
    forms = [each["task"] for each in ready if (each["how"] or "").startswith("eh done")]
    eh("taf", "minutes", *meetings["typed"], "--stage", "typed", "--yes")
    eh("taf", "minutes", *meetings["sent"], "--stage", "sent", "--yes")
    printed = eh("letters", "run", *towns, "--json", code=None).json()
    letters = [each["letter"] for each in printed if each["letter"]]
    eh("letters", "posted", *letters)
    eh("done", *forms)
    assert len(typed) <= 6
    left = {each["task"] for each in office("tray", "business-support", *towns, "--db", "practice", "--json").json()}
    worked = [each for each in before if each["task"] not in left]
    kinds = {each["how"].split()[1] for each in worked}
    assert len(worked) >= 20, len(worked)
    assert kinds == {"taf", "letter", "done"}


def test_each_command_that_a_screen_names_can_be_typed_and_its_headings_too(service, shown, tmp_path) -> None:
    """On a screen so low that nothing but the headings fits every section names the command that opens it."""
    office, named = service.copy(tmp_path / "copy"), set()
    for user, command, _ in SCREENS.values():
        for size in ((80, 24), (200, 3)):
            for line in shown(user, command, size):
                found = re.search(r"(?:more|not shown|all|family): (eh [^)]+)\)?$", line)
                if found and (user, found[1]) not in named:
                    named.add((user, found[1]))
                    args = found[1].split()[1:]
                    assert office(*args, "--db", "practice", user=user, code=None).code in (0, 1), found[1]
    assert len(named) > 12


def test_csv_json_and_a_pipe_keep_every_task_in_the_order_of_before(service, tasks) -> None:
    found = tasks("overdue", "--team", "tipton")
    assert [each["due"] for each in found] == sorted(each["due"] for each in found)
    piped = service("overdue", "--team", "tipton", "--db", "practice").rows()
    assert len(piped) == len(found) + 1
    assert {each["band"] for each in found} <= {"harm", "unseen", "plan", "waiting", "record"}
    assert any(not each["next"] for each in found)


def test_by_worker_town_family_and_duty_every_task_is_counted_once(service, shown, tasks) -> None:
    found = at_once(tasks, "--team", "tipton")
    for by in ("worker", "team", "family", "duty"):
        lines = shown("lhart", ("overdue", "--team", "tipton", "--by", by), (120, 40))
        counted = [re.search(r"(\d+) to do of (\d+)", line) for line in lines]
        assert sum(int(each[2]) for each in counted if each) == len(found)
    assert "by 'dte'" in service("overdue", "--by", "dte", "--db", "practice", code=2).err
    assert "no band 'unsen'" in service("overdue", "-b", "unsen", "--db", "practice", code=2).err


def test_an_attempt_does_not_make_a_child_seen(service, tmp_path) -> None:
    office = service.copy(tmp_path / "copy")
    first = office("overdue", "--team", "tipton", "-b", "unseen", "--db", "practice", "--json").json()[0]
    before = first["last_seen"]
    office("visit", first["episode"], "--outcome", "attempted", "--db", "practice")
    tried = office("show", first["task"], "--db", "practice", "--json").json()
    assert tried["last_seen"] == before
    seen = [part for each in first["children"] for part in ("--seen", each["person"])]
    office("visit", first["episode"], "--outcome", "made", *seen, "--db", "practice")
    rows = office("due", "--within", "60d", "--db", "practice", "--json").json()
    assert {each["last_seen"] for each in rows if each["episode"] == first["episode"]} == {DAY}


def test_what_a_list_is_not_told_by_is_refused_in_every_form_and_a_day_gone_by_keeps_its_band(service) -> None:
    for words in (("today", "--by", "worker"), ("today", "--by", "worker", "--json"), ("today", "--by", "dte")):
        assert "Today is not told by" in service(*words, "--db", "practice", code=2).err
    then = ("overdue", "--team", "tipton", "--as-of", "2025-12-22", "--db", "practice")
    assert "listed by date" in service(*then, "--by", "worker", code=2).err
    found = service(*then, "--json").json()
    assert service(*then, "-b", "unseen", "--json").json() == [each for each in found if each["band"] == "unseen"] != []
