"""What is shown is in words: labels, days, values, tasks and pages, each once; never as the record keeps them."""

from __future__ import annotations

import re

import pytest

from tests.fuzz.furnished import furnish

# What stands in a record and means nothing to an officer: a hash, JSON, a day or a moment as computers write it.
RAW = re.compile(r'[0-9a-f]{64}|[{\[]"|\d{4}-\d\d-\d\d|\b\w+_\w+\b|[a-z-]+:[\w-]*:\d+')


@pytest.fixture(scope="module")
def office(_met, tmp_path_factory):
    """Something of everything."""
    eh = furnish(_met, tmp_path_factory.mktemp("words") / "home")
    eh(
        "worker",
        "add",
        "nshah",
        "--name",
        "Nia Shah",
        "--role",
        "senior",
        "--team",
        "tipton",
        "--ehm-user",
        "--by",
        "jmay",
    )
    plan = eh.home / "agreed.toml"
    plan.write_text('[[action]]\naction = "Ring the school"\nwho = "aroy"\nby_when = "2016-08-16"\n', encoding="utf-8")
    eh("taf", "plan", "M-1", "--from", str(plan), user="aroy")
    eh("taf", "minutes", "M-1", "--stage", "handed-in", user="aroy")
    eh("letters", "posted", "L-1", user="aroy")
    eh("set-aside", eh.task("referrer-contacted"), "--reason", "The family referred itself", "--by", "jmay")
    return eh


def labels(out: str) -> list[str]:
    """What stands before a colon at the head of a line, and the headings of each table."""
    found = []
    for line in out.splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) > 1 and found and found[-1].endswith(":"):
            found[-1] += f" {', '.join(cells)}"
        elif len(cells) == 1 and (told := re.match(r"([A-Z][^:]*):( |$)", line)):
            found.append(told[1] + ("" if told[2] else ":"))
    return found


SHOWN = {
    "show E-1": [
        *("Episode", "Family", "Team", "Level", "Status", "Opened", "Worker", "Referrer", "Procedure"),
        "Followed since",
        "People: Person, Name, Born, Role, Telephone",
        "Held by: Worker, Role, Since",
        "Meetings: Meeting, Kind, Status, Planned for, Held, Minutes",
        "Open actions: Meeting, Item, Action, Who, By, State",
        "Tasks: Task, What, Child, Due, Limit, Status",
        "Done: Task, What, Due, Status, Done, Ended",
    ],
    "show F-1": ["Family", "People: Person, Name, Born, Role, Address", "Episodes: Episode, Team, Opened"],
    "show P-1": [*("Person", "Name", "Born", "Sex", "Address", "Families"), "Episodes: Episode, Team, Opened"],
    "show TASK": [
        "Task",
        "Episode",
        "Duty",
        "What",
        "Status",
        "Counts from",
        "Due",
        "Strength",
        "Printed in",
        "How",
        "Why",
    ],
    "show M-1": [
        *("Meeting", "Episode", "Team", "Kind", "Planned for", "At", "Venue", "Status", "Held", "Minutes", "Attended"),
        "Actions: Meeting, Item, Action, Who, By, State",
    ],
    "show L-1": [
        *("Letter", "Episode", "Kind", "Version of the template", "Person", "Addressee", "Address", "Dated", "File"),
        *("Fingerprint of the file", "Fingerprint of the template", "Printed as", "Team", "Posted", "Withdrawn"),
    ],
    "show N-2": ["Note", "Episode", "Type", "Day", "Worker", "Draft", "Text"],
    "worker show nshah": ["Login", "Name", "Role", "Team", "Uses the Early Help Module"],
    "team show tipton": [
        "Short name",
        "Name",
        "Also called",
        "Address",
        "Email",
        "Telephone",
        "Open episodes",
        "Workers",
        "Procedure",
    ],
    "agency show scsp": ["Short name", "Name", "Kind"],
    "person show P-3": [
        *("Person", "Name", "Telephone", "Address", "At this address since", "Address confirmed", "Safe to write to"),
        *("Families: Family, Person, Role", "Relations: Person, Child, Relation, Parental responsibility"),
    ],
    "family show F-1": [
        *("Family", "People: Person, Name, Born, Role, Address"),
        "Relations: Person, Child, Relation, Parental responsibility",
    ],
}


@pytest.mark.parametrize("command", SHOWN)
def test_a_label_is_what_an_officer_would_say(office, command):
    asked = command.replace("TASK", office.task("month-end-data-check")).split()
    assert "\n".join(labels(office(*asked).out)) == "\n".join(SHOWN[command])


def test_a_worker_who_uses_the_early_help_module_is_said_to(office):
    assert "Uses the Early Help Module: yes\n" in office("worker", "show", "nshah").out
    assert office("worker", "show", "nshah", "--json").json()["ehm_user"] in (1, True)
    assert "uses the Early Help Module yes" in office("history", "nshah").out


def test_the_keys_that_scripts_rely_on_are_what_they_were(office):
    letter = office("show", "L-1", "--json").json()
    assert {"hash", "template_hash", "template_version", "posted_on", "open_to"} <= letter.keys()
    assert {"meeting", "planned_on", "held_on"} <= office("show", "M-1", "--json").json().keys()
    assert {"ehm_user", "until", "trained_to", "holds"} <= office("worker", "show", "aroy", "--json").json().keys()


# History


REFS = ("E-1", "E-2", "F-1", "F-2", "P-1", "P-5", "M-1", "M-2", "L-1", "L-3", "N-1", "nshah", "tipton", "scsp")


@pytest.mark.parametrize("ref", REFS)
def test_a_history_holds_nothing_as_the_record_keeps_it(office, ref):
    out = office("history", ref, user="aroy").out
    told = "\n".join(line for line in out.splitlines() if ".toml" not in line)
    told = re.sub(r"/\S+|\S+@\S+", "", told)  # the name of a letter's file, and e-mail addresses
    assert RAW.findall(told) == []
    assert re.search(r"\b(born|dated|day|opened|since|planned for) \w{3} \d+ \w{3} \d{4}|name ", told), told


def test_the_history_of_a_letter_says_what_the_letter_says(office):
    rows = {each["what"]: each for each in office("history", "L-1", "--json").json()}
    told = rows["letter"]["new"]
    assert told.startswith(
        "reference L-0001; episode E-0001; kind no-contact; version of the template 1.0; person P-0003; "
        "addressee Sam Larkin; address 1 High Street, Tipton, DY4 9JB; dated Tue 9 Aug 2016; file "
    )
    written = (office.home / "letters" / "L-0001-no-contact.txt").read_text(encoding="utf-8")
    words = [word for word in written.split() if not set(word) <= set("-=")]
    assert " ".join(words[:40]).replace("- ", "") in told.replace("- ", "")
    assert rows["letter posted"]["new"] == "on Tue 9 Aug 2016: letter L-0001; kind no-contact; to P-0003"


def test_a_history_and_a_timeline_name_a_task_by_its_reference_and_a_day_in_words(office):
    task = next(each for each in office("show", "E-1", "--json").json()["done"] if each["status"] == "set-aside")[
        "task"
    ]
    said = f"task {task}; duty referrer-contacted; decided by jmay; reason The family referred itself"
    assert f"on Tue 9 Aug 2016: {said}" in office("history", "E-1").out
    rows = {each["what"]: each for each in office("timeline", "E-1", "--json").json()}
    assert rows["set aside"]["details"] == said
    assert rows["taf scheduled"]["details"] == (
        "meeting M-0001; kind initial; planned for Tue 9 Aug 2016; at 14:00; venue Okafor Primary School"
    )
    assert rows["taf scheduled"]["planned_on"] == "2016-08-09"
    assert f"Set aside by set aside on Tue 9 Aug 2016 ({said})" in office("why", task).out


def test_the_history_of_a_star_says_which_scores_were_corrected(met):
    star = ("star", "E-1", "--star", "family-star-plus", "--scores")
    met(*star, "4,5,6,7,8,4,5,6,7,8")
    met("correct", "E-1", "star-completed", "--set", "scores=4,5,6,7,8,4,5,6,7,9", "--reason", "Misread")
    row = met("history", "E-1", "--json").json()[-1]
    assert row["old"].endswith("scores 4, 5, 6, 7, 8, 4, 5, 6, 7, 8")
    assert row["new"].endswith("scores 4, 5, 6, 7, 8, 4, 5, 6, 7, 9")


# Each task once


def test_tasks_that_are_set_aside_are_each_said_once(allocated):
    eh = allocated
    owed = [(row["task"], row["title"], [each["person"] for each in row["children"]]) for row in eh.owed().values()][:6]
    tasks = [task for task, _, _ in owed]
    told = eh("set-aside", *tasks, tasks[0], "--reason", "Moved away", "--by", "jmay")
    assert [told.out.count(task) for task in tasks] == [1] * 6
    names = {"P-0001": " - Wren Larkin", "P-0002": " - Kit Larkin"}
    said = ", ".join(f"{task} ({title}{names[of[0]] if len(of) == 1 else ''})" for task, title, of in owed)
    assert told.out == f"Set aside on Tue 12 Jul 2016, agreed by jmay: {said}.\n"


def test_what_else_ends_with_a_task_set_aside_is_still_said(allocated):
    eh = allocated
    every = [row["task"] for row in eh.owed().values()]
    told = eh("set-aside", *every, "--reason", "Moved away", "--by", "jmay", "--json").json()
    assert {each["task"] for each in told["over"]} >= set(every)
    assert all(told["recorded"].count(task) == 1 for task in every)


def test_a_closing_check_named_twice_is_set_aside_once(allocated):
    ask = ("set-aside", "E-1", "E-0001", "--check", "closure-agreed", "--check", "closure-agreed", "--reason", "x")
    told = allocated(*ask, "--by", "jmay")
    assert told.out.splitlines()[0].count("E-0001") == 1
    facts = [each for each in allocated("timeline", "E-1", "--json").json() if each["kind"] == "set-aside"]
    assert [each["details"] for each in facts] == [
        "check closure-agreed; duty closure-agreed; decided by jmay; reason x"
    ]


def test_tasks_that_are_done_are_each_said_once_and_which_were_late(allocated):
    eh = allocated
    eh("assess", "E-1", "--form", "eha", "--stage", "completed")
    owed = eh.owed()
    formed = [duty for duty in ("referral-read", "diversity-statement", "genogram") if duty in owed]
    assert len(formed) >= 2
    tasks = [owed[duty]["task"] for duty in formed]
    day = "2016-12-01"
    late = [task for duty, task in zip(formed, tasks, strict=True) if (owed[duty]["due"] or day) < day]
    assert late
    told = eh("done", *tasks, today=day).out
    assert [told.count(task) for task in tasks] == [1] * len(tasks)
    first = told.splitlines()[0]
    assert first.startswith("Recorded as done on Thu 1 Dec 2016: ")
    assert first.count(", late") == len(late)


# Days on which tasks were done


def test_what_is_done_says_on_which_day_and_what_ended_otherwise_says_so_too(met):
    eh = met
    eh("set-aside", eh.task("referrer-contacted"), "--reason", "Told in person", "--by", "jmay")
    done = {each["title"]: each for each in eh("show", "E-1", "--json").json()["done"]}
    visit = done["Initial home visit"]
    assert {"task", "title", "due", "status"} <= visit.keys()
    assert (visit["status"], visit["done_on"], visit["ended_on"]) == ("met", "2016-07-26", None)
    assert (done["Initial TAF held"]["done_on"], done["Initial TAF held"]["ended_on"]) == ("2016-08-09", None)
    aside = done["Referrer contacted after allocation"]
    assert (aside["status"], aside["done_on"], aside["ended_on"]) == ("set-aside", None, "2016-08-09")
    rows = [line.split("\t") for line in eh("show", "E-1").out.split("\nDone:\n")[1].splitlines()]
    assert rows[0] == ["Task", "What", "Due", "Status", "Done", "Ended"]
    shown = {row[1]: row[3:] for row in rows[1:]}
    assert shown["Initial home visit"] == ["met", "Tue 26 Jul 2016", ""]
    assert shown["Referrer contacted after allocation"] == ["set-aside", "", "Tue 9 Aug 2016"]


def test_a_task_done_late_says_the_day_it_was_done(allocated):
    allocated("visit", "E-1", "--outcome", "made", "--seen", "P-1", "--on", "2016-08-01", today="2016-08-01")
    done = {each["title"]: each for each in allocated("show", "E-1", "--json", today="2016-08-01").json()["done"]}
    visit = done["Initial home visit"]
    assert (visit["due"], visit["status"], visit["done_on"]) == ("2016-07-26", "late", "2016-08-01")


# Trays


def test_the_trays_of_a_worker_are_those_of_the_workers_cases(office):
    counts = {}
    for worker in ("aroy", "bcole"):
        rows = [office("tray", tray, "--worker", worker, "--json").json() for tray in trays(office)]
        counts[worker] = {row[0]["tray"]: len(row) for row in rows if row}
        told = office("today", "--worker", worker, "--json").json()["trays"]
        assert told == counts[worker]
        line = ", ".join(f"{tray} {count}" for tray, count in sorted(told.items())) or "empty"
        assert office("today", "--worker", worker).out.endswith(f"\nTrays: {line}\n")
        assert {row["tray"]: row["waiting"] for row in office("tray", "--worker", worker, "--json").json()} == told
    assert counts["aroy"] and not counts["bcole"]


def test_the_trays_of_a_team_count_every_workers(eh):
    before = eh("today", "--team", "tipton", "--json").json()["trays"]
    assert before and eh("today", "--worker", "aroy", "--json").json()["trays"] == {}
    eh("allocate", "E-1", "--to", "aroy", "--by", "jmay", today="2016-07-12")
    own = eh("today", "--worker", "aroy", "--json").json()["trays"]
    assert own == eh("today", "--team", "tipton", "--json").json()["trays"]
    task = next(row["task"] for row in eh("tray", "worker", "--json").json())
    eh("pickup", task, user="sdean", today="2016-07-12")
    assert eh("today", "--worker", "aroy", "--json").json()["trays"] == {**own, "worker": own["worker"] - 1}


def trays(eh):
    return [row["tray"] for row in eh("tray", "--json").json()]


# Pages


def test_a_list_names_each_page_once(allocated):
    eh = allocated
    task = next(row for row in eh("due", "--within", "60wd", "--json").json() if row["duty"] == "month-end-data-check")
    places = [(cite["document"], cite["place"]) for cite in task["citations"]]
    assert len(places) > len(set(places)), "a script gets every citation"
    for command in (("due", "--within", "60wd"), ("due", "--within", "60wd", "--csv")):
        assert "TEH p10, p11; TEH p11" not in eh(*command).out
        (line,) = (line for line in eh(*command).out.splitlines() if task["task"] in line)
        assert line.rstrip('"').endswith("TEH p10, p11")
    assert "Printed in: TEH p10, p11\n" in eh("show", task["task"]).out
    printed = [line for line in eh("why", task["task"]).out.splitlines() if line.startswith("  Printed in")]
    assert len(printed) == len({line.partition(" [")[0] for line in printed})
    rows = {row for cite in task["citations"] for row in cite["rows"]}
    assert rows == {row for line in printed for row in line.partition(" [")[2].rstrip("]").split(", ")}


def test_a_page_is_named_once_in_a_refusal(allocated):
    said = allocated("close", "E-1", "--reason", "Refer to CSC", "--by", "jmay", code=4).err
    for line in said.splitlines():
        if told := re.search(r"not on file: .* \((.*)\)$", line):
            places = told[1].split(", ")
            assert len(places) == len(set(places))
