"""Whether a text tells of a home: its house and street in whatever words, its street alone, or its name.

What no source prints, and is our default: a street without a number is likely the home; with another number, in
another town, or as the name of a school, a surgery or a person, it is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ehcli.matching import same_home
from ehcli.matching.address_parts import FLATS, ROOMS, Number, Parts, Place, number
from ehcli.matching.nearness import is_near
from ehcli.matching.same_home import DIFFERENT, LIKELY, RANK, SAME
from ehcli.matching.streets import (
    HOUSE,
    OTHER,
    ROAD,
    TYPED,
    Words,
    alike,
    fits,
    is_typed,
    joined,
    without_kind,
    word,
)
from ehcli.matching.text_pieces import MONTHS, WEEKDAYS, Said
from ehcli.matching.towns import POST_TOWNS, town

APART = frozenset(',;:!?()"“”|')  # signs that part the words of a street from others
ENDS = frozenset(".!?;\n")  # signs behind which a sentence begins
ANOTHER = frozenset(
    """
    old new upper lower great little north south east west gt lt near far long short
    """.split()  # noqa: SIM905
)
TITLES = frozenset(
    """
    mr mrs ms miss mx dr prof sir lady cllr councillor dear judge rev nurse pc
    """.split()  # noqa: SIM905
)
WITH = frozenset(
    """
    with ask asked tell told thank thanks called named
    """.split()  # noqa: SIM905
)
PLAIN = frozenset(
    """
    at in on to from of the a an by near off via re for and or visit meeting meet venue address home flat house
    property place location site office contact review taf call see family mum dad his her their our my your is
    lives live living stays staying moved no number opposite behind outside along down up go come collect
    """.split()  # noqa: SIM905
)
GOES_ON = frozenset(
    """
    road street avenue close drive lane crescent court place square terrace gardens grove rise way walk mews croft
    green row
    """.split()  # noqa: SIM905
)
COMMON = frozenset(
    """
    school primary infant infants junior nursery academy college university surgery clinic hospital hospice health
    medical dental pharmacy chemist centre center hub library church chapel mosque temple gurdwara synagogue hall
    club community childrens youth leisure sports swimming baths pool park playground playgroup preschool allotments
    cemetery station tram bus police fire depot garage market shops supermarket museum theatre cinema stadium
    practice estate industrial trading business foodbank office offices campus sen pru scouts guides
    """.split()  # noqa: SIM905
)
LINKS = frozenset(["in", "on", "of", "along", "at"])
NUMBERS = frozenset(["no", "number", "num", "nr", "house", "door", "nos"])
AFTER = frozenset(
    """
    no number num nr house door its is at flat the it nos
    """.split()  # noqa: SIM905
)
MOMENTS = frozenset(
    """
    at from by until till about around before after
    """.split()  # noqa: SIM905
)
ELSEWHERE = "elsewhere"  # the street and number in another town, or another flat of the house
RANKS = {**RANK, ELSEWHERE: RANK[DIFFERENT]}
FEW = 3  # words within which a school or a town follows the name of a street


class Seen(NamedTuple):
    """Where a text names a street or house: from which word to which, and how well it is spelt."""

    begins: int
    ends: int
    how: str  # whole, near, or bare without the word that says what kind of street it is


def told(text: Sequence[Said], home: Parts, own: Parts = Parts()) -> str:
    """Whether a text tells of a home: same, likely or different; what is the reader's own home is no secret."""
    found = [
        judged(text, seen, name, place, home, own)
        for place in home.places
        for name in place.names
        for seen in where(text, name)
    ]
    return ELSEWHERE if found and set(found) == {ELSEWHERE} else max(found, key=RANKS.__getitem__, default=DIFFERENT)


# Where a street is named


def where(text: Sequence[Said], name: Words) -> Iterator[Seen]:
    """Every place where a text has the name, run together, taken apart, misspelt or without its last word."""
    short, forms = without_kind(name), spellings(name)
    longest = max(map(len, forms), default=0)
    letters = {form[0] for form in (*forms, *name[0]) if form}
    for begins, each in enumerate(text):
        if each.kind == "moment" or letters.isdisjoint(form[0] for form in word(each.text)):
            continue
        if ends := whole(text, begins, name, forms, longest):
            yield Seen(begins, ends, "whole")
        elif ends := misspelt(text, begins, name):
            yield Seen(begins, ends, "near")
        elif short != name and (ends := bare(text, begins, short)):
            yield Seen(begins, ends, "bare")


def spellings(name: Words) -> set[str]:
    """The name run together, in its long and its short forms."""
    tables = (ROAD, HOUSE, OTHER)
    wide = tuple(each | {short for table in tables for short, long in table.items() if long & each} for each in name)
    return joined(wide) if len(name) <= FEW else joined(name)


def whole(text: Sequence[Said], begins: int, name: Words, forms: set[str], longest: int) -> int:
    """The word behind the name where it begins at this one; 0 where it does not."""
    run = ""
    for at in range(begins, len(text)):
        if at > begins and parted(text[at]):
            return 0
        run += text[at].text
        if len(run) > longest:
            break
        if run in forms:
            return at + 1
    ends = begins + len(name)
    if ends > len(text) or any(map(parted, text[begins + 1 : ends])):
        return 0
    return ends if all(fits(word(a.text), b) for a, b in zip(text[begins:ends], name, strict=True)) else 0


def parted(each: Said) -> bool:
    """Whether a sign or a new paragraph parts a word from the one before."""
    return not APART.isdisjoint(each.gap) or each.gap.count("\n") > 1 or " - " in each.gap


def misspelt(text: Sequence[Said], begins: int, name: Words) -> int:
    """The word behind a name in which one word is a slip of the hand; 0 where it is not that name."""
    ends = begins + len(name)
    if len(name) < 2 or ends > len(text) or any(map(parted, text[begins + 1 : ends])):
        return 0
    slips = 0
    for each, wanted in zip(text[begins:ends], name, strict=True):
        if not fits(word(each.text), wanted):
            slips += 1 if not is_typed(wanted) and any(is_near(each.text, form) for form in wanted) else FEW
    return ends if slips == 1 else 0


def bare(text: Sequence[Said], begins: int, short: Words) -> int:
    """The word behind the name without its last word, where no other kind of street follows."""
    ends = begins + len(short)
    if ends > len(text) or any(map(parted, text[begins + 1 : ends])):
        return 0
    if not all(fits(word(a.text), b) for a, b in zip(text[begins:ends], short, strict=True)):
        return 0
    if ends == len(text) or parted(text[ends]) or "\n" in text[ends].gap or "." in text[ends].gap:
        return ends
    after = text[ends]
    return ends if after.text in PLAIN | MOMENTS and after.text not in TYPED and not after.capital else 0


# What is said of it


def judged(text: Sequence[Said], seen: Seen, name: Words, place: Place, home: Parts, own: Parts) -> str:
    """What a street that a text names says of the home."""
    if elsewhere(text, seen.ends, home):
        return ELSEWHERE
    if another_street(text, seen):
        return DIFFERENT
    found, flats = numbered(text, seen, place)
    known = [each for each in own.places if any(alike(name, other) for other in each.names)]
    if any(same_home.numbers(each.number, found) == "same" for each in known if found):
        return DIFFERENT  # the reader's own house
    if found:
        result = by_number(found, flats, place)
        doubtful = (result == DIFFERENT and at_a_time(text, seen)) or (result == SAME and seen.how != "whole")
        return LIKELY if doubtful else result
    if known or seen.how == "bare" or somebody(text, seen) or common(text, seen.ends):
        return DIFFERENT
    if place.house and not place.number:
        return SAME if len(name) > 1 and "the" not in name[0] else LIKELY
    if len(name) == 1 or "the" in name[0]:
        return LIKELY if len(place.names[0]) and text[seen.ends - 1].capital else DIFFERENT
    return LIKELY


def by_number(found: Number, flats: Sequence[Number], place: Place) -> str:
    """What the number and the flat before a street say of the home."""
    if not place.number:
        return DIFFERENT
    stands = same_home.numbers(found, place.number)
    if stands == "same":
        if flats and place.units and same_home.flats(tuple(flats), place.units) == "different":
            return ELSEWHERE  # another flat of the house
        return LIKELY if flats and not place.units else SAME
    if stands == "likely":
        return LIKELY
    return DIFFERENT


def another_street(text: Sequence[Said], seen: Seen) -> bool:
    """Whether the name is part of a longer one: Old Mill Lane, Corngreaves Mill Lane, Mill Lane Close."""
    if seen.ends < len(text) and not parted(text[seen.ends]) and "\n" not in text[seen.ends].gap:
        after = text[seen.ends]
        if after.text in GOES_ON and (after.capital or not text[seen.begins].capital):
            return True
    if not seen.begins:
        return False
    before, first = text[seen.begins - 1], text[seen.begins]
    if first.gap.strip(" ") or before.kind != "word":
        return False
    if before.text in ANOTHER and (before.capital or not first.capital):
        return True
    begins_sentence = seen.begins == 1 or not ENDS.isdisjoint(before.gap)
    strange = before.text not in PLAIN | TITLES | WITH | MONTHS | WEEKDAYS
    shouted = all(each.capital for each in text if each.kind == "word")
    return before.capital and first.capital and strange and not begins_sentence and not before.owns and not shouted


def elsewhere(text: Sequence[Said], ends: int, home: Parts) -> bool:
    """Whether another post town than the home's follows, or a postcode that is not the home's."""
    known = home.towns & POST_TOWNS
    after = text[ends : ends + FEW + 1]
    if after and after[0].text == "in":
        after = after[1:]
    for count in range(1, len(after) + 1):
        place = town(" ".join(each.text for each in after[:count]))
        if place in POST_TOWNS and place not in home.towns and known and after[0].capital:
            return True
    return False


def somebody(text: Sequence[Said], seen: Seen) -> bool:
    """Whether the words name a person: Ms Rose Lane, with Rose Lane."""
    before = text[seen.begins - 1] if seen.begins else None
    return before is not None and not parted(text[seen.begins]) and before.text in TITLES | WITH


def common(text: Sequence[Said], ends: int) -> bool:
    """Whether a school, a surgery or the like carries the name."""
    for each in text[ends : ends + FEW]:
        if parted(each) or "." in each.gap or each.text in LINKS:
            return False
        if each.text in COMMON:
            return True
    return False


def numbered(text: Sequence[Said], seen: Seen, place: Place) -> tuple[Number, list[Number]]:
    """The number that stands with a street, and the flats before it; nothing where it has none."""
    at, found = seen.begins - 1, frozenset[str]()
    flats: list[Number] = []
    if at >= 1 and text[at].text == "the" and is_figure(text[at - 1]):
        at -= 1
    if at >= 1 and text[at].text in LINKS and is_figure(text[at - 1]) and at >= 2 and text[at - 2].text in NUMBERS:
        at -= 1  # number 4 in Mill Lane
    if at >= 0 and is_figure(text[at]) and beside(text[at + 1].gap):
        keyed = at >= 1 and text[at - 1].text in FLATS | ROOMS
        if keyed and place.number and not place.flat and readings(text[at]).isdisjoint(place.number):
            return frozenset(), []
        if keyed and at >= 1 and text[at - 1].text in ROOMS and common(text, seen.ends):
            return frozenset(), []
        found, flats = lettered(readings(text[at]), list(flats_before(text, at)))
    elif after := number_after(text, seen.ends, place):
        found = after
    if seen.how != "whole" and found and place.number and found.isdisjoint(place.number):
        return frozenset(), []
    return found, flats


def lettered(found: Number, flats: list[Number]) -> tuple[Number, list[Number]]:
    """Flat B at number 166 is 166B."""
    letter = next((min(flat) for flat in flats if min(flat).isalpha() and len(min(flat)) == 1), "")
    return (frozenset(f"{each}{letter}" for each in found), []) if letter else (found, flats)


def flats_before(text: Sequence[Said], at: int) -> Iterator[Number]:
    """The flat that stands before the number of a house: Flat 2, 12 Fennel Road, or 2, 12 Fennel Road."""
    if at >= 1 and is_figure(text[at - 1]) and beside(text[at].gap):
        yield readings(text[at - 1])
    elif at >= 2 and text[at - 2].text in FLATS and len(text[at - 1].text) == 1:
        yield frozenset([text[at - 1].text])


def is_figure(each: Said) -> bool:
    return each.kind in ("number", "slash", "range")


def readings(each: Said) -> Number:
    """What a number may be: 12/2 is 12 and 2, and a range is itself."""
    if each.kind == "slash":
        return frozenset(reading for part in each.text.split("/") for reading in number(part))
    return frozenset([each.text]) if each.kind == "range" else number(each.text)


def beside(gap: str) -> bool:
    """Whether no more than a comma, a stroke or a line end stands between a number and its street."""
    return len(gap) <= FEW and not set(gap) - set(" ,\n.-()/'\"")


def number_after(text: Sequence[Said], at: int, place: Place) -> Number:
    """The number that follows a street: Fennel Road 12, Fennel Road, number 12."""
    led = False
    while at < len(text) and text[at].text in AFTER:
        led = led or text[at].text in NUMBERS
        at += 1
    if at >= len(text) or not is_figure(text[at]) or "." in text[at].gap:
        return frozenset()
    found = readings(text[at])
    alone = at + 1 == len(text) or bool(text[at + 1].gap.strip(" ")) or text[at + 1].capital
    if not led and not alone:
        return frozenset()
    return found if led or not found.isdisjoint(place.number) or not text[at].gap.strip(" ") else frozenset()


def at_a_time(text: Sequence[Said], seen: Seen) -> bool:
    """Whether the number before a street may be the hour: at 2, Mill Lane."""
    at = seen.begins - 1
    return at >= 1 and "," in text[seen.begins].gap and text[at - 1].text in MOMENTS and text[at].text.isdigit()
