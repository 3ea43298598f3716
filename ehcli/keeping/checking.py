"""Checks of a record that would notice damage, tampering, or a worklist that is wrong."""

from __future__ import annotations

from ehcli.desk.desk import Desk
from ehcli.errors import RecordUnusable
from ehcli.keeping import kept_seals
from ehcli.record import cases, deriving, seals, tasks
from ehcli.record.port import Port
from ehcli.screen import screen


def findings(desk: Desk) -> list[str]:
    """What does not agree: the database's own check, the chain of entries, and the worklist of every open episode."""
    port = desk.record
    try:
        found = [*port.damage(), *chain(port)]
        return [*found, *worklist(desk)]
    except RecordUnusable as damaged:
        return [damaged.message]


def open_episodes(desk: Desk) -> int:
    """How many episodes are open."""
    return cases.open_count(desk.record)


def chain(port: Port) -> list[str]:
    """The first entry that is not as it was sealed, and what is wrong with it."""
    try:
        broken = seals.first_broken(port.whole, lambda things, total: screen.counted(things, total, "Verified"))
    except (KeyError, TypeError, ValueError):
        return ["The chain of entries cannot be followed: a value in it is damaged."]
    return [str(broken)] if broken else []


def heads_kept(desk: Desk) -> list[str]:
    """What the heads that eh night kept outside the record show: an end that was cut off, or a journal written anew."""
    found = (seals.unlike_head(desk.record.whole, head) for head in kept_seals.heads_to_check(desk, ""))
    return list(dict.fromkeys(str(each) for each in found if each))


def worklist(desk: Desk) -> list[str]:
    """The episodes whose worklist is not what their facts give when it is worked out afresh."""
    port = desk.record
    found: list[str] = []
    written: dict[str, list[tasks.Owed]] = {}
    for owed in tasks.worklist(port):
        written.setdefault(owed.episode, []).append(owed)
    refs = [ref for ref, _ in cases.open_teams(port)]  # with what is owed after a closing
    for ref in screen.progress(refs, "Checked"):
        try:
            heading = desk.heading(ref)
            fresh = deriving.rows(desk.settled_under(heading), heading)
        except RecordUnusable as damaged:
            written.pop(ref, None)
            found.append(f"{ref}: {damaged.message}")
            continue
        except (KeyError, TypeError, ValueError):
            written.pop(ref, None)
            found.append(f"{ref} cannot be worked out from what the record holds of it: a value is damaged.")
            continue
        derived = sorted(tuple(row[name] for name in tasks.Owed._fields) for row in fresh)
        if derived != sorted(tuple(owed) for owed in written.pop(ref, [])):
            found.append(f"The worklist of {ref} does not agree with its facts. Mend it with: eh record rebuild")
    return found + [
        f"The worklist still holds tasks of {ref}, which is no episode of it. Mend it with: eh record rebuild"
        for ref in sorted(written)
    ]
