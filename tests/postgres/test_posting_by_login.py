"""What a server itself refuses of posting and of ending what keeps somebody safe, as a login and by any program."""

from __future__ import annotations

import pytest

from ehcli.record import roles
from tests.server import SharedOffice, moved

LOGINS = {"abell": roles.OFFICER, "aroy": roles.OFFICER, "jmay": roles.MANAGER}


@pytest.fixture(scope="module")
def office(own_server, _allocated, tmp_path_factory) -> SharedOffice:
    """The record on a server of its own where everybody has a login; L-0001 to L-0003 lie in the tray."""
    made = moved(_allocated, lambda _: "postgres", tmp_path_factory.mktemp("posting") / "home", own_server.server)
    for _ in range(3):
        made("letter", "no-contact", "E-0001", "--afresh")
    made("letters", "posted", "L-0003")
    made("person", "change", "P-0003", "--unsafe", "A lodger opens the post")
    made("record", "roles", "--apply")
    for login, role in LOGINS.items():
        made.sql(f'CREATE ROLE "{login}" LOGIN IN ROLE {role}')
    return made


def as_login(office: SharedOffice, login: str) -> dict[str, str | None]:
    return {"EH_DB": office.url.replace("//postgres@", f"//{login}@"), "EH_USER": None}


def test_a_colleague_takes_a_letter_out_of_the_tray_and_none_that_was_posted(office) -> None:
    env = as_login(office, "aroy")
    office("letters", "withdraw", "L-0001", "--reason", "She told me", env=env)
    told = office("letters", "withdraw", "L-0003", "--reason", "x", env=env, code=4)
    assert "L-0003 was posted on" in told.err


def test_what_left_all_the_same_is_recorded_by_login(office) -> None:
    went = ("letters", "posted", "L-0002", "--on", "2016-07-12")
    assert "is not to be posted" in office(*went, env=as_login(office, "aroy"), code=4).err
    office(*went, "--released-by", "jmay", "--reason", "In the box before", env=as_login(office, "aroy"))


def test_safe_again_takes_the_right_whatever_program_asks(office) -> None:
    told = office("person", "change", "P-0003", "--safe-again", env=as_login(office, "abell"), code=4)
    assert "may not release a letter" in told.err
    guard = "SELECT 1 FROM pg_trigger WHERE tgname IN ('person_details_may_safe', 'fact_may_let_go')"
    assert len(office.sql(guard)) == 2
    office("person", "change", "P-0003", "--phone", "07700 900456", env=as_login(office, "abell"))
    office("person", "change", "P-0003", "--safe-again", env=as_login(office, "jmay"))
    office("person", "change", "P-0003", "--phone", "07700 900789", env=as_login(office, "abell"))
    office("record", "check")
