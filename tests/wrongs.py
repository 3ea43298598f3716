"""What stops nobody else: entries with a seal that fits, of which nobody can make anything."""

from __future__ import annotations

from pathlib import Path

from tests.forged import fact
from tests.offices import Office

MADE = '{"how": "visit", "outcome": "made"}'
TODAY = "2016-07-12"
LISTS = [
    *(("overdue",), ("due",), ("today",), ("today", "--by", "date"), ("tray",), ("find", "Larkin"), ("letters", "due")),
    *(("letters", "list"), ("taf", "list"), ("minutes",), ("worker", "list"), ("team", "show", "tipton")),
    *(
        ("show", "E-0001"),
        ("timeline", "E-0001"),
        ("procedure", "list"),
        ("cog", "list", "--team", "tipton"),
        ("history", "E-0001"),
    ),
]


def choice(kind: str, name: str, value: str) -> tuple[str, ...]:
    return (
        "INSERT INTO counter SELECT 'choice', 0 WHERE NOT EXISTS (SELECT 1 FROM counter WHERE name = 'choice')",
        "UPDATE counter SET last = last + 1 WHERE name = 'choice'",
        f"""INSERT INTO choice SELECT last, {{e}}, '{kind}', '{name}', '{value}', 'jmay', '' FROM counter
        WHERE name = 'choice'""",
    )


BORN = """INSERT INTO person_details SELECT (SELECT last FROM counter WHERE name = 'person_details'), {e}, person, name,
    'zzz', sex, phone, safe_to_write, unsafe_because, email, formats, died_on FROM person_details
    WHERE person = (SELECT person FROM episode_child WHERE episode = 'E-0002')"""
WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "a day after the calendar": (
        (fact("contacted", "2031-05-05", MADE, episode="E-0002"),),
        "E-0002 of F-0002 cannot be worked out, and its tasks stand as they were: entry {e} (edit, by abell) tells of a"
        " contacted on 2031-05-05: 2031-05-05 lies outside the bank holidays that are known",
    ),
    "a day before it": ((fact("contacted", "0001-01-01", MADE, episode="E-0002"),), "entry {e} (edit, by abell)"),
    "no JSON": ((fact("contacted", TODAY, "[", episode="E-0002"),), "entry {e} (edit, by abell) tells of a contacted"),
    "a list": ((fact("contacted", TODAY, "[1]", episode="E-0002"),), "E-0002 of F-0002 cannot be worked out"),
    "no time": (
        (fact("contacted", TODAY, MADE, episode="E-0002").replace(f"'{TODAY}', ''", f"'{TODAY}', '99:99'"),),
        "E-0002 of F-0002 cannot be worked out",
    ),
    "no day": ((fact("contacted", "garbage", MADE, episode="E-0002"),), "E-0002 of F-0002 cannot be worked out"),
    "a kind of nothing": ((fact("unheard-of", TODAY, episode="E-0002"),), "E-0002 of F-0002 cannot be worked out"),
    "a meeting on no day": (
        (fact("taf-scheduled", TODAY, '{"meeting": "M-9999"}', episode="E-0002"),),
        "E-0002 of F-0002 cannot be worked out",
    ),
    "a birth on no day": (
        ("UPDATE counter SET last = last + 1 WHERE name = 'person_details'", BORN),
        "was born on no day. Put it right with: eh person change P-0004 --born DATE",
    ),
    "a team closed on no day": (choice("closed:tipton", "zzz", "x"), "Entry {e} chose for tipton what cannot be read"),
    "a procedure of no day": (choice("adopted:tipton", "zzz", "nope; 5"), "Entry {e} chose for tipton what cannot"),
    "a procedure that is not here": (choice("adopted:oldbury", "2016-07-01", "nope"), "and it is not here"),
    "a band of nothing": (choice("band:tipton", "initial-home-visit", "zzz"), "Entry {e} chose for tipton what cannot"),
}


def everything_goes_on(eh: Office, entry: int, said: str, folder: Path) -> None:
    """Each command of another family, the check, the rebuild, the backup, the night and every list."""
    owed = eh.sql("SELECT count(*) FROM worklist WHERE episode = 'E-0002'")
    told = eh("record", "check", code=1).out
    assert said.replace("{e}", str(entry)) in told
    assert "damaged" not in told
    eh("record", "rebuild")
    assert eh.sql("SELECT count(*) FROM worklist WHERE episode = 'E-0002'") == owed, "its tasks stand as they were"
    assert "E-0001" in eh("contact", "E-0001", "--how", "phone", "--outcome", "made").out
    for words in LISTS:
        eh(*words)
    saved = eh("backup").out
    assert "Backed up to" in saved
    assert "To be put right in the record" in saved
    night = eh("night", "--out", str(folder / "night"), code=1)
    assert said.replace("{e}", str(entry)) in night.err
    assert "Backed up to" in night.err
    again = eh("record", "check", code=1).out
    assert said.replace("{e}", str(entry)) in again
    eh("audit", "verify")
    if "E-0002" in said:  # the family itself is visited all the same, and whoever does is told
        assert "cannot be worked out" in eh("visit", "E-0002", "--outcome", "attempted").err
