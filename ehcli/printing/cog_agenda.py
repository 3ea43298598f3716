"""Prints the agenda of a weekly COG meeting on the house letterhead."""

from __future__ import annotations

from pathlib import Path

from ehcli.desk.desk import Desk
from ehcli.letters.fields import in_full
from ehcli.meetings.cog_lists import Agenda
from ehcli.meetings.invitation_files import safe_name
from ehcli.paper.pages import Block, Heading, Letter, Paragraph, Run, Table
from ehcli.printing.press import Press
from ehcli.procedures.procedure import WEEKLY


def document(desk: Desk, agenda: Agenda, only: str, out: str) -> Path:
    """Writes the agenda as a Word file; for one person, with that person's own slots alone."""
    team, weekly, slots = agenda
    press = Press(desk, out=out)
    title = "Weekly Community Operating Group meeting"
    when = f"{in_full(weekly.day)} at {weekly.at}, {weekly.venue}"
    cells = tuple(
        (f"{each.at} to {each.until}", each.episode, ", ".join(each.children.values()), each.reason) for each in slots
    )
    items = [Paragraph((Run(f"{number}. {item}"),)) for number, item in enumerate(printed(desk, team.slug), start=1)]
    blocks: tuple[Block, ...] = (
        Heading(1, title),
        Paragraph((Run(when),)),
        Heading(2, "Your cases" if only else "Cases"),
        Table(("Time", "Episode", "Children", "Why"), cells),
        Heading(2, "For each case"),
        *items,
    )
    name = f"COG-{team.slug}-{weekly.day.isoformat()}{f'-{safe_name(only)}' if only else ''}"
    letter = Letter("cog-agenda", "1.0", title, name, in_full(desk.days.today), team.name, (), blocks)
    file = press.folder / f"{name}.docx"
    press.put(press.made(letter, None, {}, False), file)
    return file


def printed(desk: Desk, team: str) -> list[str]:
    """What the procedure has every case of a weekly meeting go through."""
    for each in desk.rules.programme(team).in_force(desk.days.today).kept.get("agenda", ()):
        listed = each.more.get("items")
        if WEEKLY in (each.meetings or ()) and isinstance(listed, list):
            return [str(item) for item in listed]
    return []
