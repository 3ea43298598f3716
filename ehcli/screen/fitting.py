"""What fits on a screen: headings with their counts always, and of each section as many rows as there is room for."""

from collections.abc import Sequence
from typing import NamedTuple


class Section(NamedTuple):
    """A heading, its rows, and the command that shows those for which there is no room."""

    heading: str
    rows: Sequence[str] = ()
    command: str = ""


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
    shown = shared_out([len(each.rows) for each in sections], height - len(head) - len(foot) - len(sections))
    lines = list(head)
    for section, count in zip(sections, shown, strict=True):
        left = len(section.rows) - count
        room = width - len(section.heading) - 2
        if left and not count:
            whole = f"{section.heading}  ({left} not shown: {section.command})"
            lines.append(without_rows(section, width) if len(whole) > width else whole)
        elif opens and not left and len(section.command) <= room:
            lines.append(f"{section.heading}  {section.command:>{room}}")
        else:
            lines.append(section.heading)
        lines += section.rows[:count]
        if left and count:
            lines[-1] = f"  ... {left + 1} more: {section.command}"
    return [*lines, *foot]


def without_rows(section: Section, width: int) -> str:
    """A heading whose rows are not shown, in so many places: its beginning and its command, whole."""
    command = f"  ({section.command})"
    return section.heading[: max(0, width - len(command))] + command


def shared_out(wanted: Sequence[int], room: int) -> list[int]:
    """How many rows each section gets: the first up to half of the room, then one more for each in turn.

    What comes first is a child's safety.
    """
    given = [min(want, room // 2) if not number else 0 for number, want in enumerate(wanted)]
    room -= sum(given)
    while room > 0 and any(have < want for have, want in zip(given, wanted, strict=True)):
        for number, want in enumerate(wanted):
            if room > 0 and given[number] < want:
                given[number] += 1
                room -= 1
    return given
