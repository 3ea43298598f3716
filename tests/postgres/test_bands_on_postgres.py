"""A team's bands with the record on a server: the same from SQLite is in tests/commands/test_bands_of_a_team.py."""

from __future__ import annotations

from ehcli.record import roles

RAISE = ("team", "band", "tipton", "genogram", "plan", "--reason", "Asked for at the last inspection")


def test_a_team_raises_a_duty_a_manager_lowers_it_and_undo_brings_it_back(allocated):
    eh = allocated
    lists = [("overdue", "--json"), ("due", "--within", "90wd", "--json"), ("tray", "worker", "--json")]
    before = [eh(*each).out for each in lists]
    assert eh(*RAISE, "--dry-run", "--json").json()["tasks_moved"] == 1
    assert [eh(*each).out for each in lists] == before
    eh(*RAISE)
    assert eh.owed()["genogram"]["band"] == "plan"
    assert "no findings" in eh("record", "check").out
    lower = ("team", "band", "tipton", "genogram", "waiting", "--reason", "Agreed")
    assert "may not make such a choice" in eh(*lower, code=4).err
    eh(*lower, "--by", "jmay")
    why = eh("why", eh.owed()["genogram"]["task"], "--json").json()
    assert (why["band"], why["band_placed"]["decided_by"]) == ("waiting", "jmay")
    eh("undo", "--yes")
    eh("undo", "--yes")
    assert [eh(*each).out for each in lists] == before
    assert "no findings" in eh("record", "check").out


def test_an_officer_of_the_server_raises_and_takes_it_back(allocated):
    allocated("record", "roles", "--apply")
    env = {"EH_DB": f"{allocated.url}?options=-c%20role%3D{roles.OFFICER}"}
    allocated(*RAISE, env=env)
    assert allocated.owed()["genogram"]["band"] == "plan"
    allocated("undo", "--yes", env=env)
    assert allocated.owed()["genogram"]["band"] == "record"
