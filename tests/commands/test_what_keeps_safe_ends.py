"""What keeps somebody safe is ended by decision alone, whichever way it is said; anybody may have it stand longer."""

from __future__ import annotations

import shlex

import pytest

RESTRICT = "family restrict P-3 P-1 --because Court"
FLAG = "family flag F-1 --because Hidden"
MAY = "abell (business-support) may not release a letter: manager or senior or service-manager may."
DAY = "2016-07-20"
# What stands (recorded on 12 July), and ways to have it end sooner, on 20 July.
STANDS = {"no end": "", "an end": " --until 2016-08-31"}
SOONER = ["--until 2016-07-20", "--until 20/07/2016", "--until today", "--until 2016-08-30", "--until +1wd"]
SOONER += ["--until yesterday --on 2016-07-01", "--until 2016-07-13 --on 2016-07-12"]


@pytest.mark.parametrize("kind", [RESTRICT, FLAG], ids=["restriction", "flag"])
@pytest.mark.parametrize("stands", STANDS)
@pytest.mark.parametrize("sooner", SOONER)
def test_a_later_statement_that_shortens_it_is_a_decision(allocated, refused, kind, stands, sooner) -> None:
    allocated(*shlex.split(kind + STANDS[stands]))
    words = shlex.split(f"{kind} {sooner}")
    told = refused(allocated, *words, code=4, says=MAY, hint="--by LOGIN", today=DAY)
    assert "to end it sooner is to be decided" in told.err
    refused(allocated, *words, "--by", "aroy", code=4, says="aroy (key-worker) may not release a letter", today=DAY)
    allocated(*words, "--by", "jmay", today=DAY)
    assert allocated("record", "check", today=DAY).code == 0


@pytest.mark.parametrize("kind", [RESTRICT, FLAG], ids=["restriction", "flag"])
def test_lifting_is_a_decision_as_before(allocated, refused, kind) -> None:
    allocated(*shlex.split(kind))
    words = shlex.split(f"{kind} --lift")
    refused(allocated, *words, code=4, says=MAY)
    allocated(*words, "--by", "jmay")


@pytest.mark.parametrize("kind", [RESTRICT, FLAG], ids=["restriction", "flag"])
@pytest.mark.parametrize("longer", ["", "--until 2016-09-01", "--until 2016-08-31"])
def test_anybody_may_have_it_stand_as_long_or_longer(allocated, kind, longer) -> None:
    allocated(*shlex.split(f"{kind} --until 2016-08-31"))
    allocated(*shlex.split(f"{kind} {longer}"), today=DAY)


@pytest.mark.parametrize(("day", "code"), [("2016-07-20", 4), ("2016-07-21", 0)])
@pytest.mark.parametrize("kind", [RESTRICT, FLAG], ids=["restriction", "flag"])
def test_what_is_over_may_be_said_anew_for_any_time(allocated, kind, day, code) -> None:
    """To its last day it stands; from the day after it is over, and what is said of it then ends nothing."""
    allocated(*shlex.split(f"{kind} --until 2016-07-20"))
    allocated(*shlex.split(f"{kind} --on 2016-07-13 --until 2016-07-19"), today=day, code=code)


def test_a_letter_still_stops_after_a_refused_shortening(allocated, refused) -> None:
    """Attack 2 of the field: with --on and --until of a day gone by, the restriction was over and the letter went."""
    allocated(*shlex.split(RESTRICT), today=DAY)
    past = shlex.split(f"{RESTRICT} --on 01/07/2016 --until 02/07/2016")
    refused(allocated, *past, code=4, says=MAY, today=DAY)
    refused(allocated, "letter", "no-contact", "E-1", code=4, says="A restriction stands", today=DAY)


def test_safe_again_is_a_decision(allocated, refused) -> None:
    allocated("person", "change", "P-3", "--unsafe", "A lodger opens the post")
    refused(allocated, "person", "change", "P-3", "--safe-again", code=4, says=MAY, hint="--by LOGIN")
    both = ("person", "change", "P-3", "--safe-again", "--phone", "07700 900456")
    refused(allocated, *both, code=4, says=MAY)
    allocated("person", "change", "P-3", "--unsafe", "Two lodgers")
    allocated("person", "change", "P-3", "--safe-again", "--by", "jmay")
    assert allocated("person", "show", "P-3", "--json").json()["safe_to_write"] is True
