"""What meetings said and agreed: their plans and minutes, and each action as it stands now."""

from typing import NamedTuple

from ehcli.record.port import Port


class Said(NamedTuple):
    """What a meeting said under one heading of its plan and minutes, about one child where it names one."""

    number: int
    heading: str
    child: str
    text: str


class Action(NamedTuple):
    """An action that a meeting agreed, as it stands now."""

    meeting: str
    item: int
    action: str
    who: str
    by_when: str
    child: str
    done_on: str


# Of each action its newest row, looked for under its own meeting alone.
ACTION = ", ".join(f"a.{name}" for name in Action._fields)
NEWEST = "a.number = (SELECT max(number) FROM plan_action_stands WHERE meeting = a.meeting AND item = a.item)"


def said(port: Port, meeting: str) -> list[Said]:
    """The plan and minutes of a meeting as they stand now, in the order they were first recorded."""
    sql = """SELECT p.number, p.part, p.child, p.text FROM plan_part_stands p WHERE p.meeting = ? AND p.number =
        (SELECT max(number) FROM plan_part_stands WHERE meeting = p.meeting AND part = p.part AND child = p.child)
        ORDER BY p.number"""
    return [Said(*row) for row in port.rows(sql, meeting)]


def agreed(port: Port, about: str) -> list[Action]:
    """What one meeting agreed, as it stands now; ``about`` is what its plan or minutes are kept under."""
    sql = f"SELECT {ACTION} FROM plan_action_stands a WHERE a.meeting = ? AND {NEWEST} ORDER BY a.item"
    return [Action(*row) for row in port.rows(sql, about)]


def actions(port: Port, episode: str) -> list[Action]:
    """The actions of every meeting of an episode as they stand now."""
    sql = f"""SELECT {ACTION} FROM meeting m CROSS JOIN plan_action_stands a
        WHERE m.episode = ? AND a.meeting = m.ref AND {NEWEST} ORDER BY a.meeting, a.item"""
    return [Action(*row) for row in port.rows(sql, episode)]
