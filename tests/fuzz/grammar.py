"""Command lines made up from the table of commands and the options that each takes; a new command is in at once."""

from __future__ import annotations

from random import Random
from typing import Any

from ehcli.acts.families import FORMATS as ASKED_FOR
from ehcli.acts.families import ROLES, SAID
from ehcli.cli.app import load
from ehcli.cli.commands import COMMANDS, Command
from ehcli.decisions.consent import METHODS, SILENT
from ehcli.decisions.contacts import HOWS
from ehcli.desk.reasons import LISTS
from ehcli.episodes.episode import STAGES
from ehcli.episodes.facts import NAMES, VALUES
from ehcli.machine.folders import SHIPPED
from ehcli.packs import reading
from ehcli.printing.press import FORMATS

# Drawn once where others are drawn five times: each makes a record, copies one, writes the files of
# every team, or reads every pack there is.
HEAVY = {"init", "demo", "night", "backup", "restore", "record move", "record upgrade"}
HEAVY |= {
    "procedure coverage",
    "procedure diff",
    "letters check",
    "record encrypt",
    "record decrypt",
    "record passphrase",
}
COMMON = ("as_json", "as_csv", "dry_run", "quiet", "by", "today", "on", "yes", "no_input", "user", "db")

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
    *("E-0001", "E-1", "E-2", "E-99", "P-0001", "P-3", "P-99", "T-1", "T-7", "T-99", "M-1", "M-9", "L-1", "N-1", "F-1"),
    *("abell", "jmay", "aroy", "sdean", "nobody", "tipton", "oldbury", "atlantis", "Wren Larkin", "Sam Larkin"),
    *("2016-08-09", "09/08/2016 14:00", "today", "yesterday", "+10wd", "-3d", "31/02/2016", "2016-02-29", "9999-12-31"),
    *("made", "phone", "given", "signed", "no reply", "weekly", "typed", "initial", "Case Summary", "eha", "my-star"),
    *("4,5,6", "11", "Refer to CSC", "sandwell", "off", "manager", "no-contact", "docx", "worker", "team", "", " "),
    *("-", "0", "none", "yes"),
)
SWITCHES = ("covid-19",)
PROCEDURES = ("sandwell", "haringey", "nottinghamshire", "family-work-teams", "sandwell-teh", "sandwell-cog")
PACK = reading.procedure("sandwell")
DAY = ("2016-08-09", "today", "2016-08-10", "+5wd", "09/08/2016", "26 Jul 2016", "yesterday")
EPISODES, PEOPLE, MEETINGS = ("E-0001", "E-1", "E-2"), ("P-0001", "P-3", "P-4", "P-5", "P-6"), ("M-1", "M-2", "M-3")
TEXT = ("Settled at school.", "Moved away", "Town hall")


def listed(*names: str) -> tuple[str, ...]:
    """The short names, and some of the full ones, in the procedure's own lists."""
    return tuple(spelt for name in names for each in PACK.lists.get(name, ()) for spelt in (each.slug, each.name))


# What fits an option or an argument, by what its help calls it. A new word there is a failed test, until it is here.
FITTING: dict[str, tuple[str, ...]] = {
    "'WHAT; WHO; BY'": ("Ring the school; aroy; +5wd", "Ring the school; P-3; 2016-08-20", "Ring the school"),
    "4,5,...": ("4,5,6", "1,2,3,4,5,6,7,8,9,10", "11"),
    "A": PROCEDURES,
    "A,B": ("task,due", "episode", "taks", ""),
    "ADDRESS": ("sam@example.org", "none"),
    "ADULT": ("P-3", "P-5"),
    "ANSWER": VALUES["invited", "answer"],
    "B": PROCEDURES,
    "BAND": ("harm", "unseen", "record", "unsen"),
    "CHECK": ("exit-plan", "closure-in-supervision", "case-summary"),
    "CHILD": ("P-1", "P-4"),
    "DATE": DAY,
    "DIR": ("out", "out/deep", "key"),
    "DUTY": tuple(duty.id for duty in PACK.duties),
    "E-": EPISODES,
    "EPISODE": EPISODES,
    "F-": ("F-1", "F-2"),
    "FAMILY": ("F-1", "F-2"),
    "FILE": ("request.toml", "plan.toml", "pack.toml", "key", "new-key", "letters/L-0001-no-contact.txt", "sheet.txt"),
    "KEYFILE": ("key", "new-key", "nothing", "request.toml"),
    "FILE|HASH": ("heads.tsv", "0" * 64, "key"),
    "FORM": listed("form"),
    "FORMAT": (*ASKED_FOR, "interpreter:Polish", "none"),
    "GROUP": ("ecaf", "triage"),
    "HEADING=TEXT": ("Intended outcomes=Kit is at school on time", "Child's voice=I like it", "Our own=Heard"),
    "HOW": (*HOWS, *METHODS, *SILENT),
    "HOW-OFTEN": VALUES["visit-frequency-agreed", "every"],
    "KIND": ("initial", "review", "final", "no-contact", "closure", "taf-invitation", "minutes", "planned-visit"),
    "LENGTH": ("5wd", "+10wd", "2016-09-01", "3m"),
    "LETTER...": ("L-1", "L-2"),
    "LEVEL": listed("level"),
    "LOGIN": ("aroy", "jmay", "bcole", "newby"),
    "M-": MEETINGS,
    "MEETING": MEETINGS,
    "METHOD": VALUES["invited", "method"],
    "MINUTES": ("20", "5", "241", "x"),
    "M|F|U": ("M", "F", "U", "X"),
    "N": ("7", "1", "8", "-1", "x", "99999999999999999999"),
    "NAME": ("aroy", "Sam Larkin", "scsp", "tipton", *PROCEDURES),
    "NAME=TEXT": ("visit_date=+3wd", "visit_time=2pm", "support_after=Okafor Primary School", "reply_by=+9wd"),
    "NAME=VALUE": ("stage=completed", "scores=4,5,6", "outcome=attempted", "method=verbal", "venue=Town hall"),
    "NUMBER": ("07700 900456", "none", "1", "2"),
    "OTHER": ("P-3", "P-6"),
    "OUTCOME": VALUES["contacted", "outcome"],
    "P-": PEOPLE,
    "PATH": ("back.db", "out/back.db", "old/record.db", "secret/record.db", "practice", "nothing.db"),
    "PERSON": (*PEOPLE, "Tess Bell; 2011-02-03; F", "Wren Larkin; 2005-03-02"),
    "PLACE": ("moved.db", "postgresql://nobody@127.0.0.1:1/eh", "postgresql://a:b@127.0.0.1:1/eh", "mysql://x/y"),
    "REASON": listed("end_reason"),
    "REF": ("E-1", "E-2", "F-1", "P-1", "T-7", "M-1", "M-2", "L-1", "N-1", "N-2", "aroy", "tipton"),
    "ROLE": (*listed("role"), *ROLES),
    "ROUTE": listed("route"),
    "SLUG": ("tipton", "oldbury", "ecaf", "scsp", "new-one"),
    "STAGE": (*STAGES, *sorted({stage for each in PACK.lists["form"] for stage in each.stages})),
    "STAR": listed("star"),
    "STATE": (*VALUES["consent-recorded", "state"], "held", "left-out", "open"),
    "SWITCH": SWITCHES,
    "TASK": ("T-1", "T-7", "T-12"),
    "TASK...": ("T-1", "T-7", "T-12", "T-20"),
    "TEXT": TEXT,
    "TRAY": listed("tray"),
    "TYPE": listed("note_type", "episode_type"),
    "USER": ("jmay", "sdean", "aroy", "nobody"),
    "WHAT": tuple(NAMES.values()),
    "WHEN": ("2016-08-20 14:00", "today 09:00", "2016-08-09 14:00", "2016-07-11 09:30"),
    "WHO": ("family", "referrer", "agency", "aroy", "P-3", "Sam Larkin", "School nurse"),
    "WHO=METHOD": ("P-0003=letter", "aroy=email", "P-5=email", "scsp=phone", "jmay"),
    "WORDS...": ("larkin", "DY4", "E-1", "quillwort"),
    "WORKER": ("aroy", "sdean", "bcole"),
    "docx|pdf|txt": FORMATS,
    "on|off": ("on", "off"),
    "opening|closing": tuple(LISTS),
    "yes|no|unknown": SAID,
    "-": ("-", "Settled at school."),
}
# What fits one option of one command, or one option wherever it stands, better than what its help calls it.
BY_NAME: dict[str, tuple[str, ...]] = {
    "allocate role": ("key-worker", "lead-professional", "co-worker"),
    "today only": ("harm", "mine", "all", "meetings", "mein"),
    **{f"{name} by": ("date", "worker", "team", "duty", "wroker") for name in ("overdue", "due", "today")},
    "taf minutes meetings": ("M-1", "M-2", "-", "M-99"),
    "help topic": ("officer", "packs", "offcer"),
    "backup to": ("out", "backups", "key"),
    "consent method": (*METHODS, *SILENT),
    "consent_method": (*METHODS, *SILENT),
    "contact how": HOWS,
    "db": (
        "record.db",
        "secret/record.db",
        "old/record.db",
        "practice",
        "nothing.db",
        "key",
        "postgresql://127.0.0.1:1/eh",
    ),
    "demo families": ("6", "7", "5", "2001", "x"),
    "family relation relation": ("mother", "aunt"),
    "init db": ("new.db", "out/new.db", "record.db"),
    "init procedure": PROCEDURES,
    "letter kind": tuple(sorted({path.stem.split("@")[0] for path in (SHIPPED / "letter_templates").glob("*.md")})),
    "letters check kind": ("no-contact", "closure"),
    "letters verify file": ("letters/L-0001-no-contact.txt", "key", "nothing"),
    "number": ("1", "2", "x"),
    "on": ("2016-08-09", "today", "yesterday", "09/08/2016 14:00", "+5wd"),
    "today": ("2016-08-09", "2016-08-10", "09/08/2016", "2016-12-23"),
    "open-episode child": ("Ada Bell; 2014-01-09; F", "Ada Bell", "P-1", "P-4", "Tess Bell; 31/02/2014"),
    "open-episode consent_from": ("Ada Bell", "Tess Bell", "P-3"),
    "open-episode from_file": ("request.toml", "plan.toml", "key", "nothing.json"),
    "open-episode parent": ("Tess Bell", "Tess Bell; 1984-05-01", "P-3"),
    "open-episode referrer": ("Okafor Primary School",),
    "open-episode start_reason": listed("start_reason"),
    "address": ("4 Mill Lane; Tipton; DY4 8AA", "4 Mill Lane"),
    "email": ("sam@example.org", "none", "office@example.org"),
    "phone": ("07700 900456", "none", "0121 496 0101"),
    "procedure new name": ("ours", "sandwell", "new one"),
    "procedure check file": ("pack.toml", "key", "request.toml"),
    "procedure sheet out": ("out/sheet.docx", "key", "nothing/sheet.docx"),
    "reason add text": ("Moved away", "Refer to CSC"),
    "record decrypt db": ("secret/record.db",),
    "record encrypt db": ("secret/record.db", "record.db"),
    "record passphrase db": ("secret/record.db",),
    "record passphrase new_key_file": ("new-key", "key", "nothing"),
    "record upgrade db": ("old/record.db", "record.db"),
    "released_by": ("jmay", "sdean"),
    "restore file": ("backups/copy.db", "copy.db", "record.db", "key", "old/record.db"),
    "sheet": ("out/sheet.txt", "key", "sheet.txt"),
    "share_with": ("aroy", "scsp", "jmay"),
    "consent_shared_with": ("aroy", "scsp", "jmay"),
    "taf plan from_": ("plan.toml", "request.toml", "nothing"),
    "taf schedule kind": VALUES["taf-scheduled", "kind"],
    "taf action item": ("1", "2", "x", "-1"),
    "why-not duty": tuple(duty.id for duty in PACK.duties),
}
# Options without which the command would nearly always be refused at once, or take minutes.
NEEDED = {"demo families": 1.0, "init db": 0.9, "record upgrade db": 0.8, "restore file": 0.8}
NEEDED |= {f"record {name} db": 0.8 for name in ("decrypt", "passphrase")}


def line(dice: Random, care: float = 0.5) -> list[str]:
    """One command line: a command, some of its arguments and options in any order, now and then nonsense."""
    command = dice.choice(COMMANDS)
    while command.name in HEAVY and dice.random() < 0.8:
        command = dice.choice(COMMANDS)
    wild = dice.random() >= care  # else nearly all that is typed fits, so that more is done than refused
    groups = [each for param in load(command).params for each in typed(dice, command, param, wild)]
    if dice.random() < 0.3:  # options before, between and after the arguments
        dice.shuffle(groups)
    said = command.name.split() + [word for group in groups for word in group]
    if wild and dice.random() < 0.1:
        said.insert(dice.randrange(len(said) + 1), dice.choice(("--nothing", "-x", "--", "--on", *HARMFUL[:4])))
    if dice.random() < 0.05:  # an option of every command may stand before the command
        said = [*dice.choice((("--today", "2016-08-10"), ("--user", "jmay"), ("--db", "record.db"))), *said]
    return said


def typed(dice: Random, command: Command, param: Any, wild: bool) -> list[list[str]]:
    """What is typed for one argument or option, in any of the ways in which it may be typed: mostly once, or not."""
    whole = f"{command.name} {param.name}"
    if param.param_type_name == "argument":
        needed = 1.0 if param.required and not wild else NEEDED.get(whole, 0.0)
        times = 1 if dice.random() < needed else dice.choice((1, 1, 1, 1, 0, 2))
        return [[value(dice, command, param, wild)] for _ in range(times)]
    usual = 0.12 if param.name in COMMON else 0.6 if wild else 0.4
    if param.name == "help" or dice.random() >= NEEDED.get(whole, usual):
        return []
    found = []
    for _ in range(dice.choice((1, 2, 3)) if param.multiple else 2 if dice.random() < 0.05 else 1):
        name = dice.choice(param.opts)
        if wild and dice.random() < 0.06:
            name = name[: dice.randrange(2, len(name) + 1)]  # shortened: never guessed at
        said = "" if param.is_flag else value(dice, command, param, wild)
        if param.is_flag:
            found.append([name if not wild or dice.random() < 0.98 else f"{name}=yes"])
        elif dice.random() < 0.3:
            found.append([f"{name}={said}" if name.startswith("--") else f"{name}{said}"])
        else:
            found.append([name, said])
    return found


def value(dice: Random, command: Command, param: Any, wild: bool) -> str:
    """What may stand there: something of the right kind, something usual, or something harmful."""
    chance = dice.random()
    if chance < (0.16 if wild else 0.03):
        return dice.choice(HARMFUL)
    if wild and chance < 0.25 and NEEDED.get(f"{command.name} {param.name}", 0) < 1:
        return dice.choice(USUAL)
    return dice.choice(fitting(command, param))


def fitting(command: Command, param: Any) -> tuple[str, ...]:
    """What fits an option or argument; empty for one that is not known yet."""
    for name in (f"{command.name} {param.name}", param.name):
        if name in BY_NAME:
            return BY_NAME[name]
    metavar = str(param.metavar or "").removeprefix("[").removesuffix("]")
    return FITTING.get(metavar, ())
