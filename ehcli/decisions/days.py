"""On which day something may have happened."""

from __future__ import annotations

from datetime import date

from ehcli.days.typed_dates import long
from ehcli.episodes.episode import Episode
from ehcli.errors import BadInput, Refused


def happened(episode: Episode, on: date, today: date, what: str) -> None:
    """Raises BadInput for a day in the future or before the episode, Refused for one after it closed.

    Where the procedure follows a family up after closing, what happens then is recorded in the same episode.
    """
    if on > today:
        raise BadInput(
            f"{what} on {long(on)} lies in the future: today is {long(today)}.",
            "Record it when it has happened. A meeting to come is planned with: "
            f"eh taf schedule {episode.ref} --at WHEN --venue TEXT",
        )
    began = episode.received_on or episode.opened_on
    if began and on < began:
        raise BadInput(
            f"{what} on {long(on)} is before {episode.ref} began on {long(began)}.",
            "Check the date, or open the episode it belongs to.",
        )
    if episode.closed_on and on > episode.closed_on and not episode.followed_up:
        raise Refused(
            f"{episode.ref} closed on {long(episode.closed_on)}.",
            _opening_anew(episode),
        )


def _opening_anew(episode: Episode) -> str:
    """What to do where an episode has closed and something more is to be recorded."""
    command = f"eh open-episode --family {episode.family} --team {episode.team} --child P-..."
    return f"Open a new episode for family {episode.family}: {command}"


def _open(episode: Episode, on: date, today: date, what: str) -> None:
    """As ``happened``, and the episode must be open still: a stage of work cannot be added to a closed one."""
    happened(episode, on, today, what)
    if episode.closed_on:
        raise Refused(
            f"{episode.ref} closed on {long(episode.closed_on)}.",
            _opening_anew(episode),
        )
