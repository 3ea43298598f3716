"""What fits on a screen: headings with their counts always, and of each section as many rows as there is room for."""

from collections.abc import Sequence
from typing import NamedTuple


class Section(NamedTuple):
    """A heading, its rows, and the command that shows those for which there is no room."""

    heading: str
    rows: Sequence[str] = ()
    command: str = ""


def fitted(head: Sequence[str], sections: Sequence[Section], foot: Sequence[str], height: int) -> list[str]:
    """The lines of a screen, no more than ``height`` where the headings alone are no more.

    Every section has its heading. The rows go to the sections in turn, the first one first, until there is no room;
    what is not shown is counted, with the command that shows it.
    """
    shown = shared_out([len(each.rows) for each in sections], height - len(head) - len(foot) - len(sections))
    lines = list(head)
    for section, count in zip(sections, shown, strict=True):
        left = len(section.rows) - count
        more = f"{section.heading}  ({left} not shown: {section.command})" if left and not count else section.heading
        lines.append(more)
        lines += section.rows[:count]
        if left and count:
            lines[-1] = f"  ... {left + 1} more: {section.command}"
    return [*lines, *foot]


def shared_out(wanted: Sequence[int], room: int) -> list[int]:
    """How many rows each section gets: one more for each in turn, for as long as there is room."""
    given = [0] * len(wanted)
    while room > 0 and any(have < want for have, want in zip(given, wanted, strict=True)):
        for number, want in enumerate(wanted):
            if room > 0 and given[number] < want:
                given[number] += 1
                room -= 1
    return given
