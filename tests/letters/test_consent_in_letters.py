"""No letter thanks anybody for a consent, or says that they agreed, unless that person's consent is on file."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ehcli.episodes.facts import ConsentRecorded, Told
from ehcli.errors import BadInput
from ehcli.paper.plain_text import as_text
from ehcli.paper.templates import RECORDED
from ehcli.procedures.consent import agreed_on
from tests.letters.test_golden import FIELDS, SHIPPED, template, text

E = "E-0001"
# What a letter says of its addressee's own agreement; the blank consent form speaks of one that is still to come.
CLAIMS = re.compile(
    r"thank you for (?:saying|agreeing|giving|your (?:consent|agreement))|(?:said|saying) yes"
    r"|you (?:have )?(?:agreed|consented|signed|accepted)|(?:we|was|were) (?:said and )?agreed (?:with you|together)"
    r"|your (?:consent|agreement) (?:to|of|on)|agreed plan",
    re.IGNORECASE,
)
BLANK = ("consent-form",)
SAYING = ("change-of-worker", "exit-plan", "initial-contact", "minutes", "waiting-list")


def without_consent(name: str) -> str:
    """The letter as it is printed to somebody who has given no consent."""
    found = template(name)
    said = {field: FIELDS.get(field, f"[{found.says(field)}]") for field in found.fields()}
    return " ".join(as_text(found.write({**said, "consent_given": ""})).split())


@pytest.mark.parametrize("name", [name for name in SHIPPED if name not in BLANK])
def test_no_letter_says_that_somebody_agreed_whose_consent_is_not_on_file(name: str) -> None:
    assert not CLAIMS.search(without_consent(name))
    assert bool(CLAIMS.search(" ".join(text(name).split()))) == (name in SAYING), "and with consent on file it may"


@pytest.mark.parametrize("name", SAYING)
def test_a_letter_without_consent_is_the_same_letter_but_for_that_sentence(name: str) -> None:
    with_it, without = (
        re.split(r"(?<=[.!?]) ", each) for each in (" ".join(text(name).split()), without_consent(name))
    )
    assert len(with_it) == len(without)
    assert sum(one != other for one, other in zip(with_it, without, strict=True)) == 1
    assert "consent_given" in template(name).optional


def test_nobody_fills_a_consent_in_by_hand(allocated, refused) -> None:
    assert "consent_given" in RECORDED
    ask = ("letter", "waiting-list", E, "--field", "consent_given=yes")
    refused(allocated, *ask, code=2, says="consent_given comes from the record only.")
    folder = allocated.home / "council" / "letter_templates"
    folder.mkdir(parents=True)
    (folder / "fields.toml").write_text('[values]\nconsent_given = "yes"\n', encoding="utf-8")
    refused(allocated, *ask[:3], code=2, says="consent_given comes from the record only.")


def consent(number: int, day: int, state: str = "given", person: str = "P-0003", purpose: str = "early help") -> Told:
    fact = ConsentRecorded(E, date(2026, 6, day), "", person, state, "verbal", purpose)
    return Told(number, number, number, "2026-06-09T10:00:00+00:00", "aroy", fact)


@pytest.mark.parametrize(
    ("told", "on"),
    [
        ([], None),
        ([consent(1, 2)], date(2026, 6, 2)),
        ([consent(1, 2), consent(2, 4)], date(2026, 6, 4)),
        ([consent(1, 2), consent(2, 4, "withdrawn")], None),
        ([consent(1, 2), consent(2, 4, "withdrawn"), consent(3, 5)], date(2026, 6, 5)),
        ([consent(1, 2, "refused")], None),
        ([consent(1, 2, person="P-0004")], None),
        ([consent(1, 2, purpose="sharing with the police")], None),
        ([consent(1, 2, purpose="Early-help")], date(2026, 6, 2)),
        ([consent(1, 9)], date(2026, 6, 9)),
        ([consent(1, 10)], None),
    ],
)
def test_a_consent_is_on_file_from_its_day_until_it_is_taken_back(told: list[Told], on: date | None) -> None:
    """The letter is dated 9 June 2026 and goes to P-0003."""
    assert agreed_on(told, "P-0003", date(2026, 6, 9)) == on


def test_thanks_go_to_whoever_gave_consent_and_to_nobody_else(allocated) -> None:
    thanks, asked = "Thank you for saying yes", "We were asked to support your family."
    allocated("person", "add", "Ron Larkin", "--family", "F-0001", "--role", "parent", "--lives-with", "P-0003")

    def said(person: str) -> tuple[bool, bool]:
        shown = allocated("letter", "waiting-list", E, "--to", person, "--preview").out
        return thanks in shown, asked in shown

    assert said("P-0003") == (True, False)
    assert said("P-0004") == (False, True)
    allocated("consent", E, "--from", "P-0003", "--state", "withdrawn")
    assert said("P-0003") == (False, True)
    allocated("consent", E, "--from", "P-0003", "--method", "verbal")
    assert said("P-0003") == (True, False)
    allocated("consent", E, "--from", "P-0004", "--state", "refused", "--method", "verbal")
    assert said("P-0004") == (False, True)


def test_a_case_without_any_consent_is_told_of_the_waiting_list_without_thanks(allocated) -> None:
    """field: E-0006 had no consent on file, and was thanked for saying yes to support."""
    new = ("--child", "Ada Bell; 2014-01-09; F", "--parent", "Tess Bell", "--address", "2 Mill Lane, Tipton, DY4 9JB")
    allocated("open-episode", "--team", "tipton", *new)
    assert "Thank you" not in allocated("letter", "waiting-list", "E-0002", "--preview").out
    allocated("allocate", "E-0002", "--to", "aroy", "--by", "jmay")
    for kind in ("initial-contact", "change-of-worker"):
        shown = allocated("letter", kind, "E-0002", "--preview").out
        assert not CLAIMS.search(" ".join(shown.split())), kind


def test_a_template_that_asks_for_consent_without_leaving_room_for_none_names_the_gap() -> None:
    found = template("waiting-list")._replace(optional=frozenset())
    with pytest.raises(BadInput) as refused:
        found.write({field: FIELDS.get(field, "x") for field in found.fields() - {"consent_given"}})
    assert "the day on which the person agreed to early support" in refused.value.message
