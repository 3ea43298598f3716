"""What fits on a screen: headings with their counts always, and of each section as many rows as there is room for."""

from collections.abc import Sequence
from typing import NamedTuple

LEAST = 12  # places of a title that are left where its command is long


class Section(NamedTuple):
    """A heading, its rows, and the command that shows those for which there is no room.

    A table's heading names its columns: ``counted`` stands in its place where none of its rows is there. What
    ``leads`` is of a child's safety.
    """

    heading: str
    rows: Sequence[str] = ()
    command: str = ""
    counted: str = ""
    leads: bool = False


def fitted(
    head: Sequence[str],
    sections: Sequence[Section],
    foot: Sequence[str],
    height: int,
    width: int,
    *,
    opens: bool = True,
) -> list[str]:
    """The lines of a screen, no more than ``height`` where the headings alone are no more.

    Every section has its heading. What is not shown is counted, with the command that shows it. A heading whose rows
    are all there ``opens`` too: it has the command at its end, where there is room for it.
    """
    rows = height - len(head) - len(foot) - len(sections)
    lines = [*head, *filled(sections, rows, width, opens), *foot]
    while rows > 0 and (over := len(lines) + sum(len(line) > width for line in lines) - height) > 0:
        rows = max(0, rows - over)  # a command that is longer than the screen goes on in a second line
        lines = [*head, *filled(sections, rows, width, opens), *foot]
    return lines


def filled(sections: Sequence[Section], rows: int, width: int, opens: bool) -> list[str]:
    """The sections with so many rows in all."""
    tables = [number for number, each in enumerate(sections) if each.counted]
    leads = [number for number, each in enumerate(sections) if each.leads]
    shown = shared_out([len(each.rows) for each in sections], rows, tables, leads or (0,))
    lines = []
    for section, count in zip(sections, shown, strict=True):
        left = len(section.rows) - count
        room = width - len(section.heading) - 2
        if left and not count:
            whole = f"{section.counted or section.heading}  ({left} not shown: {section.command})"
            lines.append(without_rows(section, width) if len(whole) > width else whole)
        elif opens and not left and len(section.command) <= room:
            lines.append(f"{section.heading}  {section.command:>{room}}")
        elif section.command and not section.rows:
            lines.append(without_rows(section, width))
        else:
            lines.append(section.heading)
        lines += section.rows[:count]
        if left and count:
            lines[-1] = f"  ... {left + 1} more: {section.command}"
    return lines


def without_rows(section: Section, width: int) -> str:
    """A heading whose rows are not shown, in so many places: its title, with its count and its command whole."""
    command = f"  ({section.command})"
    heading, room = section.counted or section.heading, width - len(command)
    title, sign, said = heading.partition(": ")
    if len(heading) > room and sign:
        count = sign + said.split()[0].rstrip(",")
        left = max(LEAST, room - len(count))
        heading = (title if len(title) <= left else f"{title[: left - 1]}…") + count
    return heading + command


def shared_out(wanted: Sequence[int], room: int, tables: Sequence[int] = (), leads: Sequence[int] = (0,)) -> list[int]:
    """How many rows each section gets: those that lead up to half of the room, then one more for each in turn.

    What leads is a child's safety: where one of its sections needs less, the next has the rest of that half.
    """
    given, half = [0] * len(wanted), room // 2
    for number in [each for each in leads if each < len(wanted)]:
        given[number] = min(wanted[number], half)
        half -= given[number]
    room -= sum(given)
    while room > 0 and any(have < want for have, want in zip(given, wanted, strict=True)):
        for number, want in enumerate(wanted):
            if room > 0 and given[number] < want:
                given[number] += 1
                room -= 1
    return without_lone(given, wanted, tables)


def without_lone(given: list[int], wanted: Sequence[int], tables: Sequence[int] = ()) -> list[int]:
    """The same rows, none of them alone: a single row only says how many more there are, as its heading can.

    Its line goes to a table that is shown in part, else to the first such section. What comes first keeps its own.
    """
    takers = [*tables, *range(1, len(given)), 0]
    for number in reversed(range(1, len(given))):
        if given[number] == 1 < wanted[number]:
            taker = next((each for each in takers if each != number and 0 < given[each] < wanted[each]), None)
            if taker is not None and number not in tables:
                given[taker] += 1
                given[number] = 0
    return given
