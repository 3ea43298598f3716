"""The letters that are owed: open tasks that a letter meets, and printing them all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ehcli.desk.desk import Desk
from ehcli.errors import EhError
from ehcli.letters import recipients
from ehcli.letters.unposted import unposted
from ehcli.machine import files
from ehcli.printing.press import LARGE, Press
from ehcli.record import office, tasks, texts
from ehcli.screen import screen
from ehcli.screen.hints import HINTS
from ehcli.show import lists

if TYPE_CHECKING:
    from ehcli.desk.recording import Recording

NO_TASK = "Printed, and asked for by no task"
TO_PRINT, TO_POST = "to print", "to post"
PRINTED, FAILED, WOULD = "printed", "not printed", "would be printed"
OF_OWING = {"task": "Task", "episode": "Episode", "kind": "Letter", "title": "What for"}
OF_OWING |= {"due": "Due", "state": "Stands", "letter": "Printed as"} | lists.beside("team")
OF_RUN = {"episode": "Episode", "kind": "Letter", "letter": "Printed as", "person": "To"}
OF_RUN |= {"result": "Result", "reason": "Why", "formats": "Asked for", "file": "File"} | lists.beside("task")
TOGETHER = 20  # letters recorded in one go: others who write wait for no more than these


class Owing(NamedTuple):
    """A letter that is owed, and as which letter it was printed where it only waits for the post."""

    task: str
    episode: str
    team: str
    kind: str
    title: str
    due: str
    state: str
    letter: str = ""


class Result(NamedTuple):
    """What became of one letter of a run."""

    episode: str
    task: str
    kind: str
    letter: str = ""
    person: str = ""
    result: str = PRINTED
    reason: str = ""
    formats: tuple[str, ...] = ()
    file: str = ""


def owed(desk: Desk, teams: Sequence[str] = ()) -> list[Owing]:
    """The letters owed by some teams or by every team, the longest due first; those without a limit come last.

    A letter that was printed and not posted is among them, though no task asks for it.
    """
    port = desk.record
    found, told, of = [], texts.letters_of_owing(port), office.several(port, teams)
    for row, kind in tasks.letters_to_come(port, desk.about, teams=of):
        printed = list(unposted(told.get(row.episode, ()), kind))
        state, letter = (TO_POST, printed[-1]) if printed else (TO_PRINT, "")
        found.append(Owing(row.task, row.episode, row.team, kind, row.title, row.due or "", state, letter))
    listed = {each.letter for each in found}
    for waits in texts.letters(port, teams=of, reader=desk.who.reader, unposted=True):
        if waits["letter"] not in listed:
            what = waits["restricted"] or NO_TASK
            found.append(Owing("", waits["episode"], waits["team"], waits["kind"], what, "", TO_POST, waits["letter"]))
    return sorted(found, key=lambda each: (not each.due, each.due, each.task))


def printed(desk: Desk, press: Press, letters: Sequence[Owing]) -> list[Result]:
    """Prints every letter that is not printed yet, a few to an entry; one that fails does not stop the others."""
    todo = [each for each in letters if each.state == TO_PRINT]
    results: list[Result] = []
    shown = screen.progress(todo, "Letters")
    for start in range(0, len(todo), TOGETHER):
        batch = todo[start : start + TOGETHER]
        with press, desk.recording() as now:
            results += [one(desk, press, now, each) for each, _ in zip(batch, shown, strict=False)]
    if results and not desk.settings.dry_run:
        manifest(desk, press.folder, results)
    return results


def one(desk: Desk, press: Press, now: Recording, letter: Owing) -> Result:
    """Prints one letter of a run: what became of it, and why not where it could not be printed."""
    dated, _ = desk.days.happened
    told = Result(letter.episode, letter.task, letter.kind)
    try:
        settled = now.episode(letter.episode)
        procedure = press.procedure(now, settled)
        template = press.template(letter.kind, procedure.name)
        to, _ = recipients.recipient(now.writer, settled, procedure, template.audience, to="", on=desk.days.today)
        done = press.letter(now, settled, letter.kind, to, dated)
    except EhError as problem:
        return told._replace(result=FAILED, reason=f"{problem.message} {HINTS.of_record(problem.hint)}".strip())
    return told._replace(
        letter=done.ref if done.file else "",
        person=to.ref,
        result=PRINTED if done.file else WOULD,
        formats=tuple(each for each in done.formats if each != LARGE),
        file=str(done.file or ""),
    )


def manifest(desk: Desk, folder: Path, results: Sequence[Result]) -> None:
    """Keeps what became of each letter beside the letters; a run later that day is added below."""
    file = folder / f"manifest-{desk.days.today.isoformat()}.csv"
    before = file.read_bytes().decode("utf-8-sig") if file.is_file() else ""
    of = desk.days.kind
    rows = [[*each[:7], "; ".join(each.formats), Path(each.file).name, of] for each in results]
    told = screen.csv_text((*Result._fields, "record"), rows)
    files.write(file, "\ufeff" + (before + told.partition("\r\n")[2] if before else told))
