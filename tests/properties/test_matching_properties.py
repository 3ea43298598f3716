"""What holds of every text that is folded, of every postcode and of every address, however it is typed."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from ehcli.addressing.household import Household, HouseholdMember, Restriction
from ehcli.addressing.leaks import betrayed
from ehcli.matching import homes, postcodes
from ehcli.matching.spelling import APOSTROPHES, folded, meant, same, says, squeezed, to_find

TODAY = date(2026, 11, 20)
TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)
NAMES = st.text(alphabet="aAbBzZéÉøßłŁ'’- .ʼ", max_size=20)
MARKS = "\u0301\u0308\u0327\u00ad\u200b\u200d\ufeff"  # accents, and signs that nobody sees
BETWEEN = " -.–,\u00a0\t"
LINES = st.sampled_from(["12 Fennel Row", "Flat 2b, 14 St. Mary's Road", "Rose Cottage", "7 Ćwik-Row", "1 O'Dowd"])


@st.composite
def changed(draw: st.DrawFn, text: str, signs: str) -> str:
    """The text with some of these signs put in anywhere."""
    for at in sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)), reverse=True):
        text = text[:at] + draw(st.sampled_from(signs)) + text[at:]
    return text


@given(TEXTS | NAMES)
@example("ℌǿŉ½İ")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert squeezed(folded(text)) == squeezed(text)
    assert folded(text) == " ".join(folded(text).split())


@given(st.data(), TEXTS | NAMES)
def test_an_apostrophe_more_or_less_never_changes_the_fold(data: st.DataObject, text: str) -> None:
    assert folded(data.draw(changed(text, APOSTROPHES))) == folded(text)
    assert folded("".join(sign for sign in text if sign not in APOSTROPHES)) == folded(text)


@given(st.data(), NAMES)
def test_accents_and_what_nobody_sees_never_change_the_fold(data: st.DataObject, text: str) -> None:
    assert folded(data.draw(changed(text, MARKS))) == folded(text)


@given(st.data(), TEXTS | NAMES)
def test_dashes_spaces_and_full_stops_never_change_what_is_compared_without_spaces(
    data: st.DataObject, text: str
) -> None:
    assert squeezed(data.draw(changed(folded(text), BETWEEN))) == squeezed(text)
    assert same(text, data.draw(changed(folded(text), BETWEEN))) == bool(squeezed(text))


@given(NAMES)
def test_capitals_never_change_the_fold(text: str) -> None:
    assert folded(text.upper()) == folded(text.lower()) == folded(text.casefold()) == folded(text)


@given(TEXTS | NAMES)
def test_what_is_kept_to_find_by_is_always_looked_for(text: str) -> None:
    assert to_find(text)[0] == folded(text).split()
    assert all(word == word.strip() and word for words in to_find(text) for word in words)


@given(st.lists(NAMES, max_size=6), st.data())
def test_a_name_is_found_by_its_own_spelling(names: list[str], data: st.DataObject) -> None:
    known = {str(place): name for place, name in enumerate(names)}
    for place, name in known.items():
        if squeezed(name):
            assert place in meant(name, known)
            assert meant(data.draw(changed(name, APOSTROPHES)), known)


@given(st.data(), LINES, TEXTS, TEXTS)
def test_no_way_of_writing_a_line_opens_the_guard_of_an_address(
    data: st.DataObject, line: str, before: str, after: str
) -> None:
    written = data.draw(changed(line, APOSTROPHES + MARKS + BETWEEN))
    written = data.draw(st.sampled_from([written, written.upper(), written.casefold()]))
    assert says(f"{before} {written} {after}", line)
    sam = HouseholdMember("P-0001", address="4 Mill Lane\nTipton\nDY4 8AA", postcode="DY4 8AA")
    ron = HouseholdMember("P-0002", address=f"{line}\nTipton\nDY4 9JB", postcode="DY4 9JB")
    home = Household((sam, ron), restrictions=(Restriction("P-0002", "P-0001", TODAY),))
    for said in (written, [before, written], f"{before}\n{written}\n{after}"):
        assert betrayed(home, "P-0001", TODAY, {"meeting_venue": said}) == {"meeting_venue": "P-0002"}


REAL = st.builds(
    lambda area, number, unit: f"{area}{number} {unit}",
    st.sampled_from(sorted(postcodes.AREAS - {"ZZ"})),
    st.integers(1, 99),
    st.from_regex(r"\A[0-9][ABD-HJLNP-UW-Z]{2}\Z"),
)


@given(REAL, st.data())
def test_a_postcode_is_read_whatever_its_spacing_and_case(postcode: str, data: st.DataObject) -> None:
    typed = data.draw(st.sampled_from([postcode, postcode.lower(), postcode.replace(" ", "")]))
    assert postcodes.code(data.draw(changed(typed, " .-"))) == postcode
    assert postcodes.is_real(postcode)
    assert postcode in postcodes.likely(typed)


@given(TEXTS | st.text(alphabet="ABDY0123456789OIL ", max_size=9))
def test_a_likely_postcode_could_be_one(text: str) -> None:
    assert len(postcodes.likely(text)) <= 3, "no more than are worth naming"
    for each in postcodes.likely(text):
        assert postcodes.code(each) == each
        assert postcodes.is_real(each)


PLACES = st.lists(
    st.sampled_from(["12 Fennel Row", "Flat 2", "Rose Cottage", "Great Bridge", "Tipton", "12a High Street"]),
    min_size=1,
    max_size=5,
)


@given(PLACES, REAL, st.sampled_from([";", ",", "\n", "; ", ", "]))
def test_an_address_is_its_lines_whatever_stands_between_them(lines: list[str], postcode: str, between: str) -> None:
    found = homes.home(between.join([*lines, postcode]))
    assert found == ((*lines, postcode), postcode, "")
    assert homes.home(f"{between.join(lines)} {postcode.lower()}").postcode == postcode


@given(TEXTS | st.builds(";".join, st.lists(TEXTS, max_size=4)))
def test_an_address_that_was_read_is_read_the_same_again(text: str) -> None:
    once = homes.home(text)
    again = homes.home("\n".join(once.lines))
    assert (again.postcode, again.is_none) == (once.postcode, once.is_none)
    if len(once.lines) != 1:
        assert again == once
    assert not any("\n" in line or line != line.strip() or not line for line in once.lines)
    assert squeezed("".join(again.lines)) == squeezed("".join(once.lines))
