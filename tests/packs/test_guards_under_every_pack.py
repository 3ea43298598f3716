"""The guards of what is sent hold under every procedure that ships, with its own roles."""

from __future__ import annotations

import pytest

from ehcli.packs import reading
from tests.commands.test_letters_owed import WAYS, opened

SAM, RON = "P-0002", "P-0003"
LETTER = ("letter", "no-contact", "E-0001", "--field", "team_address=Town hall; Tipton")
LETTER += ("--field", "team_email=team@example.org")


@pytest.mark.parametrize("pack", WAYS)
def test_a_letter_in_the_tray_two_kept_apart_and_the_end_of_it(tmp_path, refused, pack) -> None:
    office = opened(tmp_path / "home", pack, *WAYS[pack][0], "--address", "1 High Street; Tipton; DY4 9JB")
    procedure = reading.procedure(pack)
    releases = procedure.roles_that_may("release-letters")
    if "jmay" not in boss(office, releases):
        office("worker", "add", "rboss", "--name", "Rae Boss", "--role", releases[0], "--team", "tipton", code=None)
    second = boss(office, releases)[0]

    office(*LETTER)
    office("person", "change", SAM, "--unsafe", "A lodger opens the post")
    says = "It is not safe to write to P-0002"
    refused(office, "letters", "posted", "L-0001", "--on", "today", code=4, says=says)
    assert "not to be posted" in office("letters", "due").out
    release = ("--released-by", second, "--reason", "It had gone")
    office("letters", "posted", "L-0001", *release)
    who = "may not release a letter"
    refused(office, "person", "change", SAM, "--safe-again", code=4, says=who)
    office("person", "change", SAM, "--safe-again", "--by", second)

    office("person", "add", "Ron Larkin", "--family", "F-0001", "--role", "parent")
    office("taf", "schedule", "E-0001", "--at", "2026-06-10 14:00", "--venue", "Library")
    office("family", "restrict", SAM, RON, "--because", "Court")
    both = ("taf", "invite", "M-0001", "--invite", f"{SAM}=in-person", "--invite", f"{RON}=in-person")
    refused(office, *both, code=4, says="both are asked to M-0001")
    office(*both, "--released-by", second, "--reason", "The court wants both there")
    shorter = ("family", "restrict", SAM, RON, "--because", "x", "--until", "today")
    refused(office, *shorter, code=4, says=who)
    office(*shorter, "--by", second)
    office(*LETTER, "--to", SAM)
    office("letters", "withdraw", "L-0002", "--reason", "Not now")
    assert office("record", "check").code == 0


def boss(office, roles) -> list[str]:
    """The workers whose role may release letters."""
    return [each["worker"] for each in office("worker", "list", "--json").json() if each["role"] in roles]
