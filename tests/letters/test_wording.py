"""What a letter says: every value arrives as it is, every gap is named, and no template can reach further."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ehcli.errors import BadInput, NotFound
from ehcli.paper.markup import CLOSE, OPEN, clean
from ehcli.paper.pages import Address, Bullet, Heading, Letter, Paragraph, RoomToSign, Run, words
from ehcli.paper.plain_text import as_text
from ehcli.paper.templates import kinds, load

HOUSE = Path(__file__).parents[2] / "letter_templates"
FRONT = """+++
title = "We would like to hear from you"
summary = "Asks the family to ring"
audience = "parent"
version = "1.0"
default = "ours"
{more}
+++
"""
OKAFOR: dict[str, object] = {
    "letter_ref": "L-0007",
    "letter_date": "Tuesday 8 December 2026",
    "episode_ref": "E-0001",
    "addressee_name": "Ms Ngozi Okafor",
    "addressee_lines": ["1 High Street", "Tipton", "DY4 9JB"],
    "salutation_name": "Ms Okafor",
    "children_names": "Ada and Chidi",
    "team_name": "Tipton Early Help Team",
    "team_address": ["1 Example Road", "Tipton", "DY4 0AA"],
    "team_email": "tipton.team@example.org",
    "worker_name": "Asha Roy",
    "worker_role": "family support worker",
    "meeting_date": "Tuesday 15 December 2026",
    "meeting_time": "2pm",
    "meeting_venue": "Tipton Children's Centre",
    "closed_on": "Monday 7 December 2026",
    "sender_name": "Asha Roy",
    "sender_role": "Family support worker",
}
OPTIONAL: dict[str, object] = {
    "team_phone": "0121 496 0000",
    "attempts": ["Tuesday 1 December 2026, telephone call", "Friday 4 December 2026, home visit"],
    "reply_by": "Friday 11 December 2026",
    "closing_reason_words": "You told us that your goals have been met.",
    "support_after": "Chidi's school will keep a weekly check-in with him.",
}
HOUSE_KINDS = ["closure", "no-contact", "taf-invitation"]


def wrote(folder: Path, body: str, more: str = "", name: str = "ring-us") -> Path:
    (folder / f"{name}.md").write_text(FRONT.format(more=more) + body, encoding="utf-8")
    return folder


def written(folder: Path, body: str, more: str = "", **fields: object) -> Letter:
    return load("ring-us", [wrote(folder, body, more)]).write(fields)


def said(letter: Letter) -> str:
    return "\n".join(words(block) for block in letter.blocks)


# Values


awkward = st.one_of(
    st.text(),
    st.text(alphabet="*#_-`{}%<>&[]()\\+|~'\" \n\r\v\x00\x1b" + OPEN + CLOSE + "0123456789"),
    st.text(alphabet="عائشة بنت محمد 12"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    body = "# About {{ x }}\n\nBefore {{ x }} after, **bold {{ x }} too**.\n\n- point {{ x }}.\n\n{{ x }}\n{{ y }}\n"
    return wrote(tmp_path_factory.mktemp("letters"), body)


@given(awkward)
@example("**bold** # heading\n- point\n\n+++ {{ letter_ref }} {% if x %} &amp; <b>Jones & Sons</b>")
@example("\ufdd00\ufdd1 hidden")
@example("👩‍👧 Łukasz Nguyễn عائشة")
@example("long " * 1000)
@example("ends in a backslash\\")
def test_any_value_arrives_unchanged_as_text(folder: Path, value: str) -> None:
    kept = clean(value)
    template = load("ring-us", [folder])
    if not kept.strip():
        with pytest.raises(BadInput):
            template.write({"x": value, "y": "Tipton"})
        return
    blocks = template.write({"x": value, "y": "Tipton"}).blocks
    assert blocks[:3] == (
        Heading(1, f"About {kept}"),
        Paragraph((Run(f"Before {kept} after, "), Run(f"bold {kept} too", bold=True), Run("."))),
        Bullet((Run(f"point {kept}."),)),
    )
    lines = [line.strip() for line in kept.split("\n") if line.strip()]
    assert blocks[3] == Address((*lines, "Tipton"))


@given(st.text())
def test_only_what_no_letter_can_hold_is_dropped(value: str) -> None:
    kept = clean(value)
    never = "\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
    assert not re.search(f"[\x00-\x08\x0e-\x1f{never}]", kept)
    ordinary = re.sub(f"[\x00-\x1f\ufdd0\ufdd1{never}]", "", value)
    assert re.sub(r"[\t\n]", "", kept) == ordinary


def test_a_line_break_from_word_or_windows_stays_a_line_break() -> None:
    assert clean("one\r\ntwo\vthree\rfour") == "one\ntwo\nthree\nfour"


def test_a_list_is_lines_alone_points_in_a_point_and_commas_in_a_sentence(tmp_path: Path) -> None:
    letter = written(tmp_path, "{{ a }}\n\n- {{ a }}\n\nAt {{ a }}.\n", a=["1 High Street", "", "Tipton"])
    assert letter.blocks == (
        Address(("1 High Street", "Tipton")),
        Bullet((Run("1 High Street"),)),
        Bullet((Run("Tipton"),)),
        Paragraph((Run("At 1 High Street, Tipton."),)),
    )


def test_the_marks_of_a_template(tmp_path: Path) -> None:
    body = "# {{ title }}\nOne\ntwo \\\nthree\n## Next\n- a\n  goes on\n-\n- **b**\n\n2 * 3 ** 4, 1. and <3\n\n___\n"
    assert written(tmp_path, body).blocks == (
        Heading(1, "We would like to hear from you"),
        Paragraph((Run("One two\nthree"),)),
        Heading(2, "Next"),
        Bullet((Run("a goes on"),)),
        Bullet((Run("b", bold=True),)),
        Paragraph((Run("2 * 3 ** 4, 1. and <3"),)),
        RoomToSign(),
    )


def test_a_for_loop_and_a_choice(tmp_path: Path) -> None:
    body = "{% for a in tried %}\n- {{ loop.index }}. {{ a }}{{ '' if loop.last else ';' }}\n{% endfor %}\n"
    letter = written(tmp_path, body, tried=["Monday, **call**", "Friday, visit"])
    assert said(letter) == "1. Monday, **call**;\n2. Friday, visit"


def test_a_choice_that_prints_a_value_no_field_holds(tmp_path: Path) -> None:
    body = "{{ 'Ring **now**' if phone else 'Write' }} to {{ team|join(' / ') }}{% raw %} {{ as is }}{% endraw %}"
    letter = written(tmp_path, body, 'optional = ["phone"]', phone="1", team=["a", "b"])
    assert said(letter) == "Ring **now** to a / b {{ as is }}"


# Gaps


def test_all_gaps_are_named_at_once_in_plain_words(tmp_path: Path) -> None:
    more = '[fields]\nvenue = "the place of the meeting (eh taf schedule)"'
    body = "{{ venue }} {{ worker_name }} {{ lines }} {{ when }} {{ given }}"
    with pytest.raises(BadInput) as refused:
        written(tmp_path, body, more, venue=None, worker_name=" \x00", lines=["", " "], given="yes")
    assert refused.value.message == (
        "The letter ring-us cannot be written yet. Still needed: lines; "
        "the place of the meeting (eh taf schedule); when; worker name."
    )


@pytest.mark.parametrize("empty", [None, "", " ", [], [""]])
def test_an_optional_field_may_be_empty(tmp_path: Path, empty: object) -> None:
    body = "We{% if phone %} ring {{ phone }}{% else %} write{% endif %}.\n\n{{ phone }}\n\n- {{ phone }}\n"
    assert said(written(tmp_path, body, 'optional = ["phone"]', phone=empty)) == "We write."
    assert said(written(tmp_path, body, 'optional = ["phone"]')) == "We write."


def test_a_nought_is_not_a_gap(tmp_path: Path) -> None:
    assert said(written(tmp_path, "{{ n }} visits", n=0)) == "0 visits"


@pytest.mark.parametrize("kind", HOUSE_KINDS)
def test_every_required_field_of_a_house_letter_has_words_of_its_own(kind: str) -> None:
    template = load(kind, [HOUSE])
    assert set(template.wanted) >= template.fields()
    with pytest.raises(BadInput) as refused:
        template.write({})
    named = refused.value.message.partition("Still needed: ")[2].rstrip(".").split("; ")
    assert sorted(named) == sorted(template.wanted[name] for name in template.fields() - template.optional)


# Templates that reach too far, or are broken


@pytest.mark.parametrize(
    "reach",
    [
        "{{ cycler.__init__.__globals__ }}",
        "{{ x.__class__.__mro__ }}",
        "{{ x['__class__'] }}",
        "{{ x|attr('__class__') }}",
        "{{ x.format(x) }}",
        "{{ range(10**9) }}",
        "{{ 'a' * 10**9 }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'other' %}",
        "{% set x = 1 %}",
        "{% macro m() %}{% endmacro %}",
        "{{ self.__init__ }}",
        "{{ loop.__class__ }}",
        "{% for i in x %}{{ loop.__init__ }}{% endfor %}",
        "{{ x|map('upper')|list }}",
        "{{ () }}",
    ],
)
def test_a_template_that_reaches_further_is_refused_by_file_and_line(tmp_path: Path, reach: str) -> None:
    wrote(tmp_path, f"Dear you\n\n{reach}\n")
    with pytest.raises(BadInput, match=r"ring-us\.md, line 11: .* is not allowed in a letter") as refused:
        load("ring-us", [tmp_path])
    assert "show a field, choose with if and repeat with for" in refused.value.hint


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("One\n{{ x", "line 10"),
        ("One\n{% if x %}", "line 10"),
        ("{% endif %}", "line 9"),
        ("{{ x ! }}", "line 9"),
        ("### too deep", "line 9"),
        ("One\n#no space", "line 10"),
        ("{{ " + "(" * 5000 + "x" + ")" * 5000 + " }}", "nested"),
    ],
)
def test_a_broken_body_is_refused_by_file_and_line(tmp_path: Path, body: str, where: str) -> None:
    with pytest.raises(BadInput, match=f"ring-us.md.*{where}"):
        written(tmp_path, body, x="1")


def test_a_slip_found_only_while_writing_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"ring-us\.md, line 10: the letter cannot be written"):
        written(tmp_path, "One\n{% for a in n %}{{ a }}{% endfor %}", n=3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Dear you", r"line 1: a template opens with its front matter"),
        ("+++\ntitle = 1\n", r"line 1: a template opens with its front matter"),
        ("+++\ntitle = \n+++\n", r"the front matter is not TOML\. .*line 2"),
        ("+++\ntitle = 'A'\n+++\n", r"line 1: the front matter needs summary, as text"),
        (FRONT.format(more='optinal = ["x"]'), r"line 7: 'optinal' is not known here"),
        (FRONT.format(more='optional = "x"'), r"line 7: optional takes a list of texts"),
        (FRONT.format(more="enclosures = [1]"), r"line 7: enclosures takes a list of texts"),
        (FRONT.format(more="fields = 3"), r"line 7: under \[fields\]"),
        (FRONT.format(more='cite = [{source = "sandwell-teh"}]'), r"each cite gives source, place and rows"),
        (FRONT.format(more="").replace('default = "ours"', ""), r"needs cite, or default"),
        (FRONT.format(more='optional = ["fone"]') + "{{ phone }}", r"optional names 'fone'"),
        (FRONT.format(more='fields.fone = "x"') + "{{ phone }}", r"\[fields\] names 'fone'"),
    ],
)
def test_broken_front_matter_is_refused_by_file(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "ring-us.md").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=rf"ring-us\.md.*{message}"):
        load("ring-us", [tmp_path])


def test_a_template_saved_by_old_notepad_is_refused_by_line_and_by_new_notepad_read(tmp_path: Path) -> None:
    path = wrote(tmp_path, "Café") / "ring-us.md"
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(text.encode("cp1252"))
    with pytest.raises(BadInput, match=r"line 9: a character cannot be read"):
        load("ring-us", [tmp_path])
    path.write_bytes(text.encode("utf-8-sig"))
    assert said(load("ring-us", [tmp_path]).write({})) == "Café"


@given(st.text(alphabet="+\n={}%#\"' abtile[]|.-"))
def test_any_scribble_is_a_letter_or_bad_input(tmp_path_factory: pytest.TempPathFactory, scribble: str) -> None:
    folder = wrote(tmp_path_factory.getbasetemp(), scribble)
    try:
        template = load("ring-us", [folder])
        template.write(dict.fromkeys(template.fields(), "x"))
    except BadInput as refused:
        assert "ring-us.md" in refused.message


# Finding


def test_the_council_folder_wins(tmp_path: Path) -> None:
    wrote(tmp_path, "Ours", name="closure")
    assert said(load("closure", [tmp_path, HOUSE]).write({})) == "Ours"
    assert load("closure", [tmp_path / "missing", HOUSE]).path == HOUSE / "closure.md"
    folders = {template.path.stem: template.path.parent for template in kinds([tmp_path, HOUSE], "")}
    assert {kind for kind, folder in folders.items() if folder == tmp_path} == {"closure"}


def test_the_kinds_are_listed_with_what_they_are_for(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Not a letter", encoding="utf-8")
    known = {template.path.stem: template for template in kinds([tmp_path, HOUSE], "")}
    assert known.keys() >= set(HOUSE_KINDS) and "README" not in known
    assert known["closure"].summary == "Tells a family that support has ended, why, and what support remains"
    haringeys = [template.path.stem for template in kinds([HOUSE], "haringey") if template.kind == "closure"]
    assert haringeys == ["closure@haringey"]


@pytest.mark.parametrize("kind", ["closur", "CLOSURES", "../letter_templates/closure", "readme", "", "letterhead"])
def test_an_unknown_kind_is_not_found(kind: str) -> None:
    with pytest.raises(NotFound, match="There is no letter"):
        load(kind, [HOUSE])


def test_an_unknown_kind_brings_the_nearest() -> None:
    with pytest.raises(NotFound) as refused:
        load("closer", [HOUSE])
    assert refused.value.hint.startswith("Did you mean closure")
    assert load(" Closure ", [HOUSE]).kind == "closure"


# The house letters: TEH-265, TEH-266, COG-159, COG-498, COG-249, COG-250, COG-463


@pytest.mark.parametrize("kind", HOUSE_KINDS)
@pytest.mark.parametrize("more", [{}, OPTIONAL], ids=["bare", "full"])
class TestHouseLetters:
    def test_has_one_main_heading_and_says_what_to_do_next(self, kind: str, more: dict[str, object]) -> None:
        letter = load(kind, [HOUSE]).write(OKAFOR | more)
        headings = [block for block in letter.blocks if isinstance(block, Heading)]
        assert [heading.text for heading in headings if heading.level == 1] == [letter.title]
        assert Heading(2, "What to do next") in headings

    def test_no_heading_stands_alone(self, kind: str, more: dict[str, object]) -> None:
        blocks = load(kind, [HOUSE]).write(OKAFOR | more).blocks
        for heading, below in pairwise(blocks):
            assert not (isinstance(heading, Heading) and isinstance(below, Heading))

    def test_is_voluntary_and_offers_other_formats(self, kind: str, more: dict[str, object]) -> None:
        """COG-305: early help is voluntary; COG-093: early support, doing with."""
        text = said(load(kind, [HOUSE]).write(OKAFOR | more))
        assert "Early help is voluntary" in text
        assert "early support" in text
        assert "with you" in text
        assert re.search("large print, Easy Read, audio, Braille or another language", text)
        compels = r"(?i)\bmust\b|have to|required|expected to|early intervention|\bcase\b|\bfailed\b|fail to"
        assert not re.search(compels, text)

    def test_sentences_are_short(self, kind: str, more: dict[str, object]) -> None:
        for block in load(kind, [HOUSE]).write(OKAFOR | more).blocks:
            for sentence in re.split(r"[.?!](?:\s|$)", words(block)):
                assert len(sentence.split()) <= 25, sentence

    def test_a_missing_telephone_leaves_no_gap(self, kind: str, more: dict[str, object]) -> None:
        """COG-113: no telephone is printed for Rowley."""
        letter = load(kind, [HOUSE]).write(OKAFOR | more | {"team_phone": ""})
        phone = [words(block) for block in letter.blocks if words(block).startswith("Phone:")]
        assert phone == ["Phone: send us your number and a good time to call, and we will ring you."]

    def test_preview_fits_the_width(self, kind: str, more: dict[str, object]) -> None:
        letter = load(kind, [HOUSE]).write(OKAFOR | more)
        text = as_text(letter, width=60)
        assert max(map(len, text.splitlines())) <= 60
        assert " ".join(said(letter).split()) == " ".join(re.sub(r"(?m)^([-=]+$|- )", "", text).split())


def test_only_the_invitation_names_the_children() -> None:
    named = [kind for kind in HOUSE_KINDS if "children_names" in load(kind, [HOUSE]).fields()]
    assert named == ["taf-invitation"]


@pytest.mark.parametrize("kind", HOUSE_KINDS)
def test_a_house_letter_says_whose_words_it_uses_and_which_rows_it_serves(kind: str) -> None:
    template = load(kind, [HOUSE])
    rows = {row for cite in template.cite for row in cite.rows}
    assert template.ours
    assert rows >= {"COG-305", "COG-093"}
    assert rows & {"TEH-266", "COG-159", "COG-249"}
    assert not re.search("sandwell|tipton|smethwick|oldbury|haringey|nottingham", template.body.casefold())


def test_the_letter_carries_its_reference_date_and_enclosures(tmp_path: Path) -> None:
    body = "{{ letter_ref }} {% if enclosures %}**Enclosed:** {{ enclosures }}{% endif %}"
    letter = written(tmp_path, body, 'enclosures = ["Plan", "Minutes"]', **OKAFOR)
    assert said(letter) == "L-0007 Enclosed: Plan, Minutes"
    assert letter[:7] == (
        "ring-us",
        "1.0",
        "We would like to hear from you",
        "L-0007, E-0001",
        "Tuesday 8 December 2026",
        "Tipton Early Help Team",
        ("Plan", "Minutes"),
    )


def test_preview_gives_the_terminal_no_orders(tmp_path: Path) -> None:
    text = as_text(written(tmp_path, "Dear {{ x }}", x="\x1b[31mSam\x9b2J\x07"))
    assert text == "Dear [31mSam2J\n"
