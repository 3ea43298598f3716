"""Turns what was typed on the command line into values: people, lists, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ehcli.desk.days import Days
from ehcli.episodes.references import TYPED, read
from ehcli.errors import BadInput, NotFound, a, nearest
from ehcli.matching.spelling import folded, meant

if TYPE_CHECKING:
    from ehcli.matching.homes import Home
    from ehcli.procedures.procedure import Named

AS_A_PERSON = "Type it as 'NAME; DATE OF BIRTH; SEX', with semicolons between."
UNNAMED = r"(?i)(?:baby|twin|triplet|newborn|infant|unborn|child)\b"
TOLD_APART = r"(?<!\S)[1-9](?!\S)"  # a figure that tells babies apart who have no names yet
COLOURS = r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # pasted along from a terminal: no figures of the name
SEXES = ("M", "F", "U")
BEFORE_A_DATE = ("born", "dob", "d.o.b")


NONE = "none"  # typed to empty a detail


class NewPerson(NamedTuple):
    """A person to be added, or one who is in the record already."""

    name: str
    born: date | None = None
    sex: str = ""
    ref: str = ""


def text(value: str, what: str, option: str = "") -> str:
    """A text that says something; raises BadInput when it is empty, with the option that it is typed after."""
    if not value.strip():
        raise BadInput(f"The {what} is empty.", f"Add {option}" if option else f"Type the {what}.")
    return value.strip()


def slug(typed: str, what: str) -> str:
    """A short name for typing: small letters, figures and hyphens; raises BadInput where nothing of it is left."""
    made = "-".join(folded(typed).split())
    if not made:
        raise BadInput(f"'{typed}' cannot be the short name of {a(what)}.", "Use letters, figures and hyphens.")
    return made


def emptied(typed: str) -> str:
    """What was typed; nothing for the word that empties a detail."""
    return "" if typed.strip().casefold() == NONE else typed.strip()


def person(days: Days, typed: str, what: str) -> NewPerson:
    """'Wren Larkin; 2017-03-02; F' or an existing P- reference."""
    if TYPED.fullmatch(typed.strip()) and typed.strip()[:1].upper() == "P":
        return NewPerson("", ref=read(typed, "P"))
    parts = [part.strip() for part in typed.split(";")]
    name = a_name(parts[0], f"name of the {what}", hint=as_a_person(days, parts))
    date_of_birth = born(days, parts[1], what) if len(parts) > 1 and parts[1] else None
    if len(parts) > 3:
        raise BadInput(f"There is too much in the {what}: '{typed}'.", "Type it as 'NAME; DATE OF BIRTH; SEX'.")
    return NewPerson(name, date_of_birth, sex(parts[2]) if len(parts) > 2 else "")


def a_name(typed: str, what: str, hint: str = "A name is typed by itself, without figures.") -> str:
    """A person's name; raises BadInput where it is empty, or holds figures or a sex: then something else is in it."""
    name = text(typed, what)
    shown = re.sub(COLOURS, "", name)
    if any(sign.isdigit() for sign in (re.sub(TOLD_APART, "", shown) if re.match(UNNAMED, shown) else shown)):
        raise BadInput(f"'{name}' cannot be the {what}: there are figures in it.", hint)
    if re.search(r",\s*[MFU]\.?$", name):
        raise BadInput(f"'{name}' cannot be the {what}: a sex stands in it.", hint)
    return name


def is_unnamed(name: str) -> bool:
    """Whether it stands in the place of a name that nobody gave yet: Baby Quillan."""
    return re.match(UNNAMED, name) is not None


def as_a_person(days: Days, parts: list[str]) -> str:
    """How somebody is typed, shown on what was typed without its semicolons, where that can be told."""
    words = [word for word in re.split(r"[\s,]+", parts[0]) if word]
    sex = words.pop().rstrip(".").upper() if words and words[-1].rstrip(".").upper() in SEXES else ""
    dated = next((place for place, word in enumerate(words) if word[:1].isdigit()), len(words))
    day = " ".join(words[dated:])
    if not dated or not (day or sex) or not is_a_day(days, day):
        return AS_A_PERSON
    name = [word for word in words[:dated] if word.casefold().strip(".:") not in BEFORE_A_DATE]
    told = [" ".join(name), day, *([sex] if sex else [part.upper() for part in parts[1:2]])]
    return f"Type it as '{'; '.join(told).rstrip('; ')}', with semicolons between."


def is_a_day(days: Days, typed: str) -> bool:
    """Whether nothing was typed, or something that can be read as a day."""
    try:
        return not typed or bool(days.day(typed))
    except BadInput:
        return False


def a_referrer(days: Days, typed: str) -> str:
    """Who referred; raises BadInput for a date, which was meant for another question."""
    if not any(sign.isdigit() for sign in typed):
        return typed
    try:
        days.moment(typed)
    except BadInput:
        return typed
    raise BadInput(
        f"'{typed}' is a date, and not who referred.", "Name who asked: --referrer TEXT. When it came: --received WHEN"
    )


def born(days: Days, typed: str, what: str) -> date:
    """A date of birth; raises BadInput for one that cannot be."""
    day = days.day(typed, f"date of birth of the {what}")
    if day > days.today:
        raise BadInput(
            f"The date of birth of the {what} ({typed}) lies in the future.",
            "For a child not yet born, leave the date out.",
        )
    if (days.today - day).days > 120 * 366:
        raise BadInput(f"The date of birth of the {what} ({typed}) is more than 120 years ago.", "Check the year.")
    return day


def sex(typed: str) -> str:
    """A sex as it is recorded; raises BadInput for anything else."""
    if typed.upper() not in ("", *SEXES):
        raise BadInput(f"'{typed}' is not a sex that is recorded.", "Type M, F or U (unknown), or leave it out.")
    return typed.upper()


def address(typed: str) -> Home:
    """An address in its lines, with its postcode when there is one; raises BadInput when it is empty."""
    from ehcli.matching import homes

    found = homes.home(typed)
    if not found.lines:
        raise BadInput("The address is empty.", "Type it as '1 High Street; Tipton; DY4 9JB'.")
    return found


def remarks(typed: str) -> list[str]:
    """What an officer should know of an address that was recorded as it was typed."""
    from ehcli.matching import homes

    found = homes.home(typed)
    if found.lines and found.is_none:
        return [f"'{', '.join(found.lines)}' is no address: no letter is printed until one is recorded."]
    return [f"{found.doubt}{'' if found.doubt.endswith('?') else '.'}"] if found.doubt else []


def one_of(typed: str, known: Iterable[str], what: str, option: str = "") -> str:
    """One of the words that are known; raises BadInput with the nearest, or with the option when nothing was typed."""
    words = list(known)
    if option and not typed.strip():
        raise BadInput(f"The {what} is missing.", f"Add {option}: {', '.join(words)}")
    wanted = typed.strip().casefold().replace(" ", "-").replace("_", "-")
    if wanted in words:
        return wanted
    hint = nearest(wanted, words) or f"It is one of {', '.join(words)}."
    raise BadInput(f"There is no {what} '{typed}'.", hint)


def own_word(typed: str, known: Mapping[str, Named], what: str) -> str:
    """Eh's word for what was typed in the procedure's own words, or in eh's; raises BadInput with the nearest."""
    from ehcli.procedures.procedure import matched  # lists do without it

    if typed in known:
        return typed
    wanted = matched(typed.replace("_", " "))
    own = [word for word, named in known.items() if wanted in map(matched, named.spellings)]
    found = own or [word for word in known if wanted == matched(word)]
    return found[0] if found else one_of(typed, [named.slug for named in known.values()], what)


def children(typed: Iterable[str], refs: Iterable[str], names: Mapping[str, str], episode: str) -> list[str]:
    """Children of the episode by P- reference or by name; raises NotFound with who they are."""
    known = list(refs)
    found = []
    for each in typed:
        if TYPED.fullmatch(each.strip()) and each.strip()[:1].upper() == "P":
            ref = read(each, "P")
        else:
            ref = next(iter(meant(each, {ref: names[ref] for ref in known})), "")
        if ref not in known:
            raise NotFound(
                f"'{each}' is not a child of {episode}.",
                f"It is about {', '.join(f'{ref} {names[ref]}' for ref in known)}.",
            )
        found.append(ref)
    return list(dict.fromkeys(found))
