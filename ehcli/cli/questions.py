"""Asks at a terminal for what a request needs."""

from __future__ import annotations

from collections.abc import Callable

from ehcli import note_copies, words
from ehcli.desk import Desk
from ehcli.errors import EhError
from ehcli.record import reading
from ehcli.request import Request
from ehcli.show import screen


def request(desk: Desk) -> Request:
    """The request, question by question; an answer that cannot be used is asked for again."""
    port = desk.record
    slugs = [team.slug for team in reading.teams(port) if not team.until]
    screen.tell("An episode for a family. Press Enter to leave a question out; Ctrl-C stops and records nothing.")
    team = _until(
        f"Team ({', '.join(slugs)})",
        lambda typed: reading.team(port, typed),
        slugs[0] if len(slugs) == 1 else "",
    )
    children = _people(desk, "Child: name; date of birth; sex (Wren Larkin; 02/03/2017; F)", "child", needed=True)
    parents = _people(desk, "Parent or carer: name", "parent")
    address = _until("Address (1 High Street; Tipton; DY4 9JB)", words.address, "", optional=True)
    phone = screen.ask("Telephone")
    received = _until("Referral received (20/11/2026 09:30)", desk.moment, "today")
    referrer = screen.ask("Who referred")
    levels = ", ".join(level.slug for level in desk.procedure.lists["level"])
    level = _until(f"Level ({levels})", lambda typed: desk.procedure.named("level", typed), "targeted")
    giver = screen.ask("Consent given by (name)")
    given = _until("Consent given on", desk.day, "today") if giver else ""
    method = screen.ask("How was it given (signed, verbal, electronic, other)", "signed") if giver else ""
    statement = "Named on the consent statement (logins or agencies, with commas)"
    named = _until(statement, lambda typed: note_copies.named(port, _listed(typed)), optional=True) if giver else ""
    return Request(
        team=team,
        children=tuple(children),
        parents=tuple(parents),
        address=address,
        phone=phone,
        received=received,
        referrer=referrer,
        level=level,
        consent_from=giver,
        consent_on=given,
        consent_method=method,
        consent_shared_with=tuple(_listed(named)),
    )


def _listed(typed: str) -> list[str]:
    return [part.strip() for part in typed.split(",") if part.strip()]


def _until(question: str, test: Callable[[str], object], default: str = "", *, optional: bool = False) -> str:
    while True:
        typed = screen.ask(question, default)
        if optional and not typed:
            return ""
        try:
            test(typed)
            return typed
        except EhError as problem:
            screen.error(problem, json_wanted=False)


def _people(desk: Desk, question: str, role: str, *, needed: bool = False) -> list[str]:
    found: list[str] = []
    while True:
        more = f"{question}{' - another, or Enter' if found else ''}"
        typed = _until(more, lambda each: words.person(desk, each, role), "", optional=bool(found) or not needed)
        if not typed:
            return found
        found.append(typed)
