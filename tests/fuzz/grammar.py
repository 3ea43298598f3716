"""Command lines made up from the table of commands and the options that each takes; a new command is in at once."""

from __future__ import annotations

from random import Random
from typing import Any

from ehcli.cli.app import load
from ehcli.cli.commands import COMMANDS

# Not tried: what makes a record, waits for somebody, or writes thousands of files.
LEFT_OUT = {"init", "demo", "night", "restore", "record move", "record upgrade", "record encrypt"}

COMMON = ("as_json", "as_csv", "dry_run", "quiet", "by", "today", "on", "yes")

# Text that other programs would obey: SQL, templates, spreadsheets, terminals, paths and calendars.
HARMFUL = (
    "Robert'); DROP TABLE fact;--",
    "' OR 1=1 --",
    "{{ 7 * 7 }}{% for x in y %}",
    "${7*7} #{7*7} <%= 7*7 %>",
    '=HYPERLINK("x","y")',
    "+1+1",
    "@SUM(A1)",
    "\x1b[2J\x1b]0;title\x07",
    "a\rb\x08\x7f\x9b31m",
    "../../etc/passwd",
    "..\\..\\nul",
    "x\r\nATTENDEE:mailto:a@example.org\r\nEND:VCALENDAR",
    "<w:t>&amp;</w:t>&<",
    "\u202etxt.exe\u2066",
    "a\tb\nc",
    "%s%n{0}",
    "Ünïcödé Ĺ'Ömega-Śmith",
    "x" * 5000,
    "\ud800",
)
USUAL = (
    *("E-0001", "E-1", "E-99", "P-0001", "P-3", "P-99", "T-1", "T-7", "T-99", "M-1", "M-9", "L-1", "N-1", "F-1"),
    *("abell", "jmay", "aroy", "sdean", "nobody", "tipton", "oldbury", "atlantis", "Wren Larkin", "Sam Larkin"),
    *("2016-08-09", "09/08/2016 14:00", "today", "yesterday", "+10wd", "-3d", "31/02/2016", "2016-02-29", "9999-12-31"),
    *("made", "attempted", "phone", "visit", "given", "withdrawn", "signed", "no reply", "weekly", "fortnightly"),
    *("handed-in", "typed", "approved", "sent", "initial", "review", "Case Summary", "eha", "finalised", "genogram"),
    *(
        "family-star-plus",
        "my-star",
        "4,5,6",
        "11",
        "Refer to CSC",
        "sandwell",
        "haringey",
        "covid-19",
        "off",
        "manager",
    ),
    *(
        "no-contact",
        "closure",
        "taf-invitation",
        "docx",
        "txt",
        "initial-taf",
        "review-taf",
        "worker",
        "team",
        "",
        " ",
        "-",
        "0",
    ),
)


def line(dice: Random) -> list[str]:
    """One command line: a command, some of its arguments and options, now and then something it does not know."""
    command = dice.choice([each for each in COMMANDS if each.name not in LEFT_OUT])
    typed = command.name.split()
    for param in load(command).params:
        if param.param_type_name == "argument":
            for _ in range(dice.choice((1, 1, 1, 1, 0, 2))):
                typed.append(value(dice, param))
        elif param.name not in ("db", "user", "help") and dice.random() < (0.12 if param.name in COMMON else 0.6):
            typed.append(dice.choice(param.opts))
            if not param.is_flag:
                typed.append(value(dice, param))
    if dice.random() < 0.05:
        typed.insert(dice.randrange(len(typed) + 1), dice.choice(("--nothing", "-x", "--", "--on", *HARMFUL[:4])))
    return typed


def value(dice: Random, param: Any) -> str:
    """What may stand there: something usual, something of the right kind, or something harmful."""
    if dice.random() < 0.15:
        return dice.choice(HARMFUL)
    metavar = str(param.metavar or "")
    if metavar in FITTING and dice.random() < 0.75:
        return dice.choice(FITTING[metavar])
    if param.name in BY_NAME and dice.random() < 0.75:
        return dice.choice(BY_NAME[param.name])
    return dice.choice(USUAL)


FITTING: dict[str, tuple[str, ...]] = {
    "EPISODE": ("E-0001", "E-1"),
    "E-": ("E-0001",),
    "P-": ("P-0001", "P-3"),
    "TASK...": ("T-1", "T-7", "T-12"),
    "MEETING": ("M-1",),
    "M-": ("M-1",),
    "WORKER": ("aroy", "sdean"),
    "LOGIN": ("aroy", "jmay", "newby"),
    "USER": ("jmay", "sdean"),
    "SLUG": ("tipton", "oldbury"),
    "DATE": ("2016-08-09", "today", "2016-08-10", "+5wd"),
    "WHEN": ("2016-08-20 14:00", "today 09:00"),
    "TEXT": ("Settled at school.", "Moved away"),
}
BY_NAME: dict[str, tuple[str, ...]] = {
    "outcome": ("made", "attempted"),
    "how": ("phone", "letter", "visit"),
    "out": ("out",),
    "to": ("aroy", "out"),
}
