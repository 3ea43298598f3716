"""What an authority calls its duties, roles, trays, forms and levels, and on which page it prints a rule, is data.

No code outside ``ehcli/packs`` knows an id of a shipped procedure or a page of its sources: where code needs a meaning,
the pack names the item that has it. Docstrings and comments are prose, and may cite.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import ehcli
from ehcli.episodes.facts import KINDS, VALUES
from ehcli.meetings import cog_minutes
from ehcli.packs import reading
from ehcli.procedures.printed import RULES

ROOT = Path(ehcli.__file__).parent
PAGE = re.compile(r"\b[A-Z]{3} (p\d|lines? \d)|\b[A-Z]{3}-\d{3}\b")
LISTS = (
    *("level", "route", "role", "tray", "note_type", "form", "star", "outcome", "episode_type", "database_source"),
    *("start_reason", "end_reason"),
)
# Words of eh's own that a procedure also uses as an id, with the places where eh says them; empty for anywhere.
OURS = {
    "team": ("", "a team has a tray, and is a thing of its own in the record"),
    "worker": ("", "a worker has a tray, and is a thing of its own in the record"),
    "business-support": ("episodes.trays", "one of the four trays that a duty may lie in, under every procedure"),
    "front-door": ("episodes.trays", "one of the four trays that a duty may lie in, under every procedure"),
    "key-worker": ("episodes.facts", "a role on an episode, whatever the staff of an authority are called"),
    "lead-professional": ("episodes.facts", "a role on an episode, whatever the staff of an authority are called"),
    "co-worker": ("episodes.facts", "a role on an episode, whatever the staff of an authority are called"),
    "dispute": ("episodes.references", "what a reference that begins with D stands for"),
    "hold": ("practice.events", "what a story does: a meeting is held"),
    "manager": ("practice machine.handbook", "a part in the cast of the practice record; whom a page is for"),
    "senior": ("practice", "a part in the cast of the practice record, as data/demo names it"),
}


@cache
def ids() -> dict[str, str]:
    """Every id and name that code could know of a shipped procedure, with what it is."""
    found: dict[str, str] = {}
    for procedure in (reading.procedure(name) for name in reading.procedure_names()):
        for duty in procedure.duties:
            found |= {duty.id: "a duty", duty.switch: "a switch", duty.tray: "a tray"}
        found |= {check.id: "a closing check" for check in procedure.closing_checks}
        for kind in LISTS:
            for entry in procedure.lists[kind]:
                found[entry.slug] = kind
                if kind in ("note_type", "start_reason", "end_reason"):
                    found[entry.name] = kind
    facts = {*KINDS, *(word for words in VALUES.values() for word in words)}
    return {id: what for id, what in found.items() if id and id not in facts and not id.isdigit()}


def said(source: str) -> Iterator[ast.Constant]:
    """The texts of a module that are no docstring."""
    tree = ast.parse(source)
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node


def known(source: str, module: str) -> list[str]:
    """The ids and pages that a module knows, each with its line and what it is."""
    found = []
    for text in said(source):
        where, _ = OURS.get(text.value, ("nowhere", ""))
        ours = not where or any(f"{module}.".startswith(f"{place}.") for place in where.split())
        if text.value in ids() and not ours:
            found.append(f"{module}, line {text.lineno}: {text.value} is {ids()[text.value]}")
        if page := PAGE.search(text.value):
            found.append(f"{module}, line {text.lineno}: {page[0]} is a page or a requirement")
    return found


MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for path in sorted(ROOT.rglob("*.py"))
    if path.parent != ROOT / "packs"
}


@pytest.mark.parametrize("module", MODULES)
def test_no_code_knows_an_id_or_a_page_of_a_procedure(module: str) -> None:
    assert known(MODULES[module].read_text(encoding="utf-8"), module) == []


PLANTED = '''"""A docstring may say TEH p7 (TEH-058), and speak of the initial-taf."""


def owed(duty, rule="TEH p7"):
    """As TEH-058 has it."""  # and a comment: COG line 87
    if duty.id == "initial-taf" and duty.tray == "team":
        raise Refused(f"Not yet (COG lines 85, {duty.page})", "", "weekly-chair")
    return "covid-19" in duty.switches
'''


def test_what_is_planted_is_found() -> None:
    lines = [line.partition(": ")[2] for line in known(PLANTED, "planted")]
    assert sorted(lines) == [
        "COG line 8 is a page or a requirement".replace("line 8", "lines 8"),
        "TEH p7 is a page or a requirement",
        "covid-19 is a switch",
        "initial-taf is a duty",
    ]


def test_a_word_of_ours_is_said_only_where_it_is_ours() -> None:
    assert known('ROLE = "key-worker"\n', "episodes.facts") == []
    assert known('ROLE = "key-worker"\n', "acts.allocation") != []


def test_each_word_of_ours_is_an_id_of_a_procedure_and_is_said() -> None:
    """A word that nobody says any more leaves the list."""
    texts = {module: {text.value for text in said(path.read_text("utf-8"))} for module, path in MODULES.items()}
    for word, (where, why) in OURS.items():
        assert why
        assert word in ids()
        for place in where.split() or [""]:
            assert any(word in found for module, found in texts.items() if f"{module}.".startswith(place)), place


# How refusals name the rule behind them, and who else says one.
REFUSALS = ("BadInput", "NotFound", "Refused", "Overtaken", "Declined", "EhError")
TELLS = ("printed", "in_brackets", "pages_printed", "rows_printed")


def rules(source: str) -> Iterator[str]:
    """The rules of eh's own that a module names: behind a refusal, or asked of a procedure."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        told = node.args[2:3] if name in REFUSALS or name == "require" else node.args[:1] if name in TELLS else []
        yield from (each.value for each in told if isinstance(each, ast.Constant) and isinstance(each.value, str))


def test_every_rule_that_a_refusal_names_is_one_that_a_pack_may_print() -> None:
    named = {rule for path in MODULES.values() for rule in rules(path.read_text(encoding="utf-8"))}
    named |= {of for _, of in cog_minutes.ASKED.values()}
    assert sorted(named - RULES.keys()) == []
    assert len(named) > 10
