"""Why a task has its date, and why a duty is not owed."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ehcli.desk.desk import Desk
from ehcli.episodes import restricted
from ehcli.episodes.references import read
from ehcli.errors import BadInput, NotFound
from ehcli.lists import as_of, read_log
from ehcli.procedures.bands import standing
from ehcli.procedures.obligation import Obligation, in_order, task_key
from ehcli.procedures.why import Explained, explained
from ehcli.procedures.why_not import why_not_owed
from ehcli.record import deriving, office, tasks, texts
from ehcli.record.cases import EpisodeHeading
from ehcli.record.deriving import Settled
from ehcli.record.office import BandChosen
from ehcli.record.remembering import ask_ahead


class Why(NamedTuple):
    """Tasks of one episode, each with what explains its dates; where the episode stands; its team's bands by duty."""

    tasks: list[tuple[str, Explained]]
    settled: Settled
    bands: Mapping[str, BandChosen]

    def placed(self, each: Explained) -> BandChosen | None:
        """The team's choice of a band for the task's duty, where it stands by that."""
        printed, chosen = each.obligation.duty.band, self.bands.get(each.obligation.duty.id)
        return chosen if chosen and standing(printed, chosen.band) == chosen.band != printed else None


def why(desk: Desk, *, task: str = "", episode: str = "") -> Why:
    """The working of one task's date, or of every open task of an episode.

    Raises NotFound for a task that is no longer asked for, BadInput where neither or both are named.
    """
    if bool(task) == bool(episode):
        raise BadInput("Name a task or an episode.", "Type: eh why T-..., or eh why --episode E-...")
    return of_task(desk, task) if task else of_episode(desk, episode)


def of_task(desk: Desk, typed: str) -> Why:
    ref, episode, key = tasks.task(desk.record, typed)
    heading = desk.heading(episode)
    settled = desk.settled_under(heading)
    wanted = [each for each in settled.obligations if task_key(each.key) == key]
    if not wanted:
        raise NotFound(
            f"{ref} is no longer asked for: what set it off was corrected or taken back, or the procedure changed.",
            f"See: eh timeline {episode}",
        )
    return worked_out(desk, heading, settled, wanted)


def of_episode(desk: Desk, typed: str) -> Why:
    heading = desk.heading(read(typed, "E"))
    settled = desk.settled_under(heading)
    wanted = sorted((each for each in settled.obligations if each.is_open), key=in_order)
    return worked_out(desk, heading, settled, wanted)


def worked_out(desk: Desk, heading: EpisodeHeading, settled: Settled, wanted: Iterable[Obligation]) -> Why:
    """What explains these tasks of an episode, as far as it is open to who reads it."""
    port, reader, team = desk.record, desk.who.reader, settled.episode.team or heading.team
    ask_ahead(
        port,
        lambda asked: (
            texts.hidden(asked, heading.ref, reader),
            office.bands_chosen(asked, team),
            as_of.entries_that_move(asked, heading.ref, heading.team),
        ),
    )
    hidden, bands = texts.hidden(port, heading.ref, reader), office.bands_chosen(port, team)
    moves, workdays = as_of.moves(desk, settled, heading.team, hidden), desk.days.workdays_of(heading.team)
    found = [
        (settled.tasks.get(task_key(each.key), ""), explained(veiled(each, hidden), moves, workdays)) for each in wanted
    ]
    read_log.note(desk, heading.ref)
    return Why(found, settled, {each.duty: each for each in bands})


def veiled(each: Obligation, hidden: Mapping[str, str]) -> Obligation:
    """A task without what a hidden note or letter tells of its dates and its end."""
    limits = (
        limit._replace(
            start=restricted.veiled(limit.start, hidden),
            relaxed_by=restricted.veiled(limit.relaxed_by, hidden) if limit.relaxed_by else None,
        )
        for limit in each.limits
    )
    ended_by = restricted.veiled(each.ended_by, hidden) if each.ended_by else None
    return each._replace(limits=tuple(limits), ended_by=ended_by)


class WhyNot(NamedTuple):
    """Whether a duty is or was owed in an episode, which stands as ``settled`` says, and why it is not."""

    duty: str
    owed: list[Obligation]
    because: list[str]
    settled: Settled


def why_not(desk: Desk, episode: str, duty: str) -> WhyNot:
    """What was owed of a duty in an episode, and each reason why it is not owed; raises NotFound for no such duty."""
    heading = desk.heading(episode)
    settled, workdays = desk.settled_under(heading), desk.days.workdays_of(heading.team)
    asked = desk.rules.procedure_of(heading.team).duty(duty)
    owed = [each for each in settled.obligations if each.duty.id == duty]
    children, off = deriving.of_age(settled.children), office.switched_off(desk.record)
    because = list(why_not_owed(asked, settled.told, children, off, workdays))
    read_log.note(desk, heading.ref)
    return WhyNot(duty, owed, because, settled)
