"""Whoever names fields of a list gets those alone, in that order, in every form; naming none says which there are."""

from __future__ import annotations

import pytest

from ehcli.cli.commands import COMMANDS
from ehcli.show.tasks import FIELDS
from tests.offices import Office

LATE = {"today": "2016-08-10"}
WANTED = ["children", "task", "citation", "working_days_late"]


def test_json_has_the_fields_that_were_named_in_that_order_with_the_values_of_the_whole_list(allocated: Office) -> None:
    whole = allocated("overdue", "--json", **LATE).json()
    picked = allocated("overdue", "--json", "--fields", ",".join(WANTED), **LATE).json()
    assert whole and picked == [{key: row[key] for key in WANTED} for row in whole]
    assert [list(row) for row in picked] == [WANTED] * len(whole)


def test_csv_has_them_as_columns(allocated: Office) -> None:
    told = allocated("overdue", "--csv", "--fields", ",".join(WANTED), **LATE).out.splitlines()
    first = allocated("overdue", "--json", **LATE).json()[0]
    cite = f"{first['citation']['document'].upper()} {first['citation']['place']}"
    assert told[0] == ",".join(WANTED)
    assert told[1].startswith(f"{first['children'][0]['name']}") and f",{first['task']}," in told[1] and cite in told[1]
    assert told[1].endswith(f",{first['working_days_late']}")


def test_a_list_for_people_has_them_under_their_headings(allocated: Office) -> None:
    head, first, *_ = allocated("overdue", "--fields", "due,task,printed_in", **LATE).rows()
    assert head == ["Due", "Task", "Printed in"]
    whole = allocated("overdue", **LATE).rows()[1]
    assert first == [whole[1], whole[0], whole[-1]]


def test_a_field_may_be_typed_with_spaces_and_hyphens_and_is_told_once(allocated: Office) -> None:
    picked = allocated("overdue", "--json", "--fields", " Task, working-days-late ,task,", **LATE).json()
    assert {tuple(row) for row in picked} == {("task", "working_days_late")}


@pytest.mark.parametrize("form", ["", "--csv"])
def test_naming_none_lists_those_there_are(allocated: Office, form: str) -> None:
    assert allocated("overdue", *filter(None, [form]), "--fields", "").out.splitlines() == list(FIELDS)
    assert allocated("due", "--json", "--fields", "").json() == list(FIELDS)


def test_an_unknown_one_is_refused_with_the_nearest_and_with_those_there_are(allocated: Office, refused) -> None:
    hint = f"Did you mean task or status or tray? There are: {', '.join(FIELDS)}."
    refused(allocated, "overdue", "--fields", "due,taks", code=2, says="no field 'taks'", hint=hint, as_json=True)


def test_it_is_refused_whether_or_not_anything_is_in_the_list(allocated: Office, refused) -> None:
    none = ("find", "zzz")
    assert allocated(*none, "--json").json() == []
    assert allocated(*none, "--json", "--fields", "person,team").json() == []
    refused(allocated, *none, "--fields", "person,tram", code=2, says="no field 'tram'", hint="Did you mean team")


def test_whether_something_is_late_is_still_told_by_the_exit_code(allocated: Office) -> None:
    told = allocated("overdue", "--exit-code", "--fields", "task", code=1, **LATE)
    assert told.rows()[0] == ["Task"]


@pytest.mark.parametrize("name", [each.name for each in COMMANDS if each.takes != "list"])
def test_what_is_no_list_does_not_take_fields(bare: Office, name: str) -> None:
    assert "--fields" not in bare(*name.split(), "--help").out


@pytest.mark.parametrize("name", [each.name for each in COMMANDS if each.takes == "list"])
def test_every_list_takes_fields(bare: Office, name: str) -> None:
    assert "--fields A,B" in bare(*name.split(), "--help").out


@pytest.mark.parametrize("words", [("taf", "invitations", "M-1"), ("letters", "run")], ids=" ".join)
def test_a_field_that_there_is_not_is_refused_before_anything_is_written(met, tmp_path, words) -> None:
    met("contact", "E-1", "--how", "phone", "--outcome", "attempted")
    met(*words, "--out", str(tmp_path / "out"), "--fields", "kitten", code=2)
    assert not (tmp_path / "out").exists()
    assert met.sql("SELECT count(*) FROM letter") == [(0,)]
