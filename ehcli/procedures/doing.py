"""What meets a task of an episode: the command, with each reference and worker that its facts tell of in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ehcli.episodes.episode import Meeting
from ehcli.episodes.facts import Allocated
from ehcli.procedures.duty import Clause, Duty
from ehcli.procedures.obligation import Obligation

VISITED = re.compile(r"eh (visit|contact .*--how (school-)?visit) .*--outcome made(?!.*--party)")
OPEN = re.compile(r"\b([MLT])-(?:\.\.\.|(?!\w))")  # a reference that a pack leaves to whoever types the command


class Met(NamedTuple):
    """The meeting that a task is about, and the command that meets it; empty where there is none."""

    meeting: str
    how: str


def met(obligation: Obligation, task: str, meetings: Iterable[Meeting]) -> Met:
    """What meets a task of an episode that has these meetings; ``task`` is what it goes by."""
    doing, fact = doing_of(obligation.duty), obligation.trigger.fact
    worker = fact.worker if isinstance(fact, Allocated) else ""
    about = About(getattr(fact, "meeting", ""), getattr(fact, "letter", ""), worker)
    planned = ((each.ref, each.kind) for each in meetings if each.status == "planned")
    meeting = meeting_of(doing, about, planned)
    how = told_how(doing, task, obligation.episode, obligation.child, meeting, about)
    return Met(meeting, how)


class Doing(NamedTuple):
    """What meets a duty: the command as its pack gives it, and the kind of meeting that it asks to be held."""

    how: str = ""
    meeting: str = ""


def doing_of(duty: Duty) -> Doing:
    """What meets a duty; where its pack gives no command, that of a letter, or of a form, note or Star."""
    letter = f"eh letter {duty.letter} {{episode}}" if duty.letter else ""
    filed = "eh done T-" if duty.form else next(filter(None, map(on_file, duty.met_by)), "")
    return Doing(duty.how or letter or filed, duty.meeting)


def on_file(clause: Clause) -> str:
    """The command that records the form, note or Star that a clause looks for; empty for any other kind of fact."""
    first = {name: values[0] for name, values in clause.wants}
    if clause.fact == "form-recorded":
        stage = f" --stage {first['stage']}" if "stage" in first else ""
        return f"eh assess {{episode}} --form {first.get('form', 'FORM')}{stage}"
    if clause.fact == "note-written":
        return f'eh note {{episode}} --type "{first.get("type", "TYPE")}" --text TEXT'
    if clause.fact == "star-completed":
        return f"eh star {{episode}} --star {first.get('star', 'STAR')} --scores SCORES"
    return ""


class About(NamedTuple):
    """What set a task off told of: a meeting, a letter, or the worker who was given the case."""

    meeting: str = ""
    letter: str = ""
    worker: str = ""


def meeting_of(doing: Doing, about: About, planned: Iterable[tuple[str, str]]) -> str:
    """The meeting that a task is about: that which set it off, else the one that is planned, of the kind it asks for.

    ``planned`` are the meetings of its episode that are to be held, each with its kind.
    """
    if "M-" not in doing.how:
        return ""
    if about.meeting:
        return about.meeting
    fits = [ref for ref, kind in planned if doing.meeting in ("", kind)]
    return fits[0] if len(fits) == 1 else ""


def told_how(doing: Doing, task: str, episode: str, child: str, meeting: str, about: About) -> str:
    """The command that meets a task, with each reference and worker that the record knows in its place."""
    how = doing.how.format(episode=episode)
    if VISITED.match(how) and "--seen" not in how:  # whom it saw is asked of whoever types it
        how += " --seen P-"
    known = {"M": meeting, "L": about.letter, "T": task}
    how = OPEN.sub(lambda found: known[found[1]] or found[0], how)
    options = [(f"{option} P-", f"{option} {child}" if child else "") for option in ("--child", "--seen")]
    for left_open, value in (*options, ("WORKER", about.worker)):
        how = how.replace(left_open, value) if value else how
    return how
